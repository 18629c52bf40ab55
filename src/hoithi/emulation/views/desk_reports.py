"""Reports on the console: the queue of a period, verifying one, reminding, closing the month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.contests.models import Contest, ContestUnit, Part
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import confirm, desk_page, link, me, on_desk
from hoithi.core.errors import InvalidInput, NotAllowed, NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.core.spoken import number
from hoithi.core.text import fold
from hoithi.emulation.forms.desk import SignerForm, VerifyForm
from hoithi.emulation.forms.report import MARK
from hoithi.emulation.models import Month, MonthlyReport, Verification
from hoithi.emulation.operations.reminders import remind_units
from hoithi.emulation.operations.verification import close_month, verify_report
from hoithi.emulation.queries import own_unit
from hoithi.emulation.queries.desk_queue import Queue, QueueRow, begun_periods, differences, portal_figures, queue_of
from hoithi.emulation.queries.public_card import reading
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.views.frame import (
    MOST_ATTACHED,
    attached,
    known_period,
    on_score,
    score_page,
    scorecard_parts,
    unit_of,
)
from hoithi.emulation.views.report_page import figure_rows, history, shown_figure
from hoithi.emulation.words import month_title
from hoithi.people.forms import posted, refused

PAGE = 50
PURPOSE = "emulation.verification"


@on_desk("score.view_all")
@require_safe
def index(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/thi-dua/`: scorecards; straight to it when there is one."""
    parts = scorecard_parts(contest)
    if len(parts) == 1:
        return redirect("emulation:queue", contest.slug, parts[0].key)
    return desk_page(request, contest, roles, "emulation", "emulation/desk/index.html", {"parts": parts})


@require_safe
@on_score("score.view_all")
def queue(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """`…/thi-dua/<part>/`: `?ky=2021-07`, `?loc=cho|chua-nop|lech|tre`, `?q=`."""
    periods = begun_periods(part, request.now)
    wanted = request.GET.get("ky", "")
    period = next((one for one in periods if one.key == wanted), periods[0] if periods else None)
    found = queue_of(part, period, request.now) if period is not None else None
    rows = _narrowed(found, request) if found is not None else []
    context: dict[str, Any] = {
        "queue": found,
        "periods": [{"key": one.key, "title": month_title(one.key), "here": one is period} for one in periods],
        "found": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
        "may_verify": may(roles, "score.verify"),
        "may_remind": may(roles, "score.remind") and found is not None and bool(found.owed) and found.state != "closed",
        "may_close": may(roles, "score.close") and found is not None and found.state == "overdue",
        "award": _award(part, found) if may(roles, "award.view") else "",
    }
    return score_page(request, part, roles, "queue", "emulation/desk/queue.html", **context)


def _award(part: Part, found: Queue | None) -> str:
    """Where the award of a closed month is decided; "" before, or where months have none."""
    monthly = any(one.spec.each == "month" for one in reading(part))
    if found is None or found.state != "closed" or not monthly:
        return ""
    return link("awards:desk_round", part.contest.slug, f"{part.plan_key}-{found.period.key}")


def _narrowed(found: Queue, request: TimedRequest) -> list[QueueRow]:
    words, only = fold(request.GET.get("q", "")).split(), request.GET.get("loc", "")
    keep = {
        "cho": lambda row: row.waiting,
        "chua-nop": lambda row: not row.sent,
        "lech": lambda row: bool(row.differs),
        "tre": lambda row: bool(row.late_days),
    }.get(only, lambda _row: True)
    return [row for row in found.rows if keep(row) and all(word in row.unit.name_norm for word in words)]


@require_http_methods(["GET", "HEAD", "POST"])
@on_score("score.view_all")
def verify(request: TimedRequest, part: Part, roles: frozenset[str], period: str, unit: str) -> HttpResponse:
    """One report beside the portal's figures and last month's; POST decides."""
    target = unit_of(part, unit)
    row = own_unit.month_row(part, target, known_period(part, period), request.now)
    report = row.report
    if report is None or report.first_submitted_at is None:
        raise NotFound(_("Đơn vị chưa nộp báo cáo kỳ này."), hint=_("Hãy nhắc đơn vị ở danh sách báo cáo tháng."))
    report.part, report.unit = part, target
    may_verify = may(roles, "score.verify")
    waits = report.state == MonthlyReport.SUBMITTED and row.state != "closed"
    form = _verify_form(request, part, report) if may_verify and waits else None
    if request.method == "POST":
        if not may_verify:
            raise NotAllowed(_("Chỉ cơ quan thường trực thẩm định báo cáo."))
        if form is None:
            messages.error(request, _("Báo cáo này đã được thẩm định hoặc kỳ đã chốt."))
            return redirect(request.path)
        if form.is_valid() and _decide(request, report, form):
            back = f"{reverse('emulation:queue', args=[part.contest.slug, part.key])}?ky={period}&loc=cho"
            return redirect(back)
    return _verify_page(request, part, roles, row, form)


def _verify_form(request: TimedRequest, part: Part, report: MonthlyReport) -> VerifyForm:
    figures = {MARK + key: value for key, value in as_typed(report.figures).items()}
    start = figures | {"version": report.version, "signer": last_signer(part), "decision": "confirm"}
    return VerifyForm(posted(request), request.FILES or None, card=settings_of(part), initial=start)


def as_typed(figures: Mapping[str, Any] | None) -> dict[str, str]:
    """Stored figures as a form begins with them."""
    return {key: "" if value is None else str(value) for key, value in (figures or {}).items()}


def last_signer(part: Part) -> str:
    """Who answered for the last score; else the office the plan names."""
    last = (
        Verification.objects.filter(report__part=part).order_by("-at", "-pk").values_list("signer", flat=True).first()
    )
    return last or settings_of(part).recheck.accountable


def _decide(request: TimedRequest, report: MonthlyReport, form: VerifyForm) -> bool:
    given = form.cleaned_data
    upload = given["evidence"]
    if upload is not None and upload.size > MOST_ATTACHED:
        form.add_error("evidence", _("Tệp lớn hơn 20 MB. Hãy nén lại hoặc gửi tệp nhỏ hơn."))
        return False
    if given["decision"] == "correct" and form.typed() == as_typed(report.figures):
        form.add_error("decision", _("Chưa sửa số liệu nào. Hãy mở phần “Số liệu đúng” và ghi số đúng."))
        return False
    changes = given["decision"] != "confirm"
    try:
        with attached(upload if changes else None, PURPOSE, request) as evidence:
            verify_report(
                report,
                decision=given["decision"],
                version=given["version"],
                signer=given["signer"],
                figures=form.typed() if changes else None,
                reason=given["reason"],
                evidence=evidence,
                now=request.now,
                by=me(request),
            )
    except InvalidInput as refusal:
        form.refuse(refusal)
        return False
    except Refusal as refusal:
        refused(form, refusal)
        return False
    messages.success(request, _("Đã ghi kết luận về báo cáo của {unit}.").format(unit=report.unit.name))
    return True


def _verify_page(
    request: TimedRequest, part: Part, roles: frozenset[str], row: own_unit.MonthRow, form: VerifyForm | None
) -> HttpResponse:
    assert row.report is not None
    report, unit = row.report, row.report.unit
    taken_at, portal = portal_figures(part, row.period.key)
    context: dict[str, Any] = {
        "row": row,
        "unit": unit,
        "form": form,
        "figures": _compared(part, report, portal.get(unit.pk)),
        "portal_at": taken_at if unit.pk in portal else None,
        "taken": [own_unit.taken_line(one) for one in row.taken],
        "lines": _lines(part, unit, row),
        "fall_reason": next((one.fall_reason for one in report.versions.all().reverse() if one.fall_reason), ""),
        "accountable": settings_of(part).recheck.accountable,
    } | history(part, report)
    status = 400 if form is not None and form.errors else 200
    return score_page(request, part, roles, "queue", "emulation/desk/verify.html", status, **context)


def _lines(part: Part, unit: ContestUnit, row: own_unit.MonthRow) -> list[dict[str, Any]]:
    if row.score is None or unit.group is None:
        return []
    return own_unit.lines_of(settings_of(part), unit.group.key, row.score.items)


def _compared(part: Part, report: MonthlyReport, portal: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Each figure with what the portal says and what it was last month."""
    differs = set(differences(report.figures or {}, portal or {}))
    before = own_unit.last_month(part, report.unit, report.period)
    rows = figure_rows(part, report)
    for one in rows:
        figure = one["figure"]
        known = portal is not None and portal.get(figure.key) is not None
        one["portal"] = shown_figure(figure, portal[figure.key]) if portal is not None and known else ""
        one["differs"] = figure.key in differs
        one["before"] = shown_figure(figure, before.get(figure.key)) if before.get(figure.key) is not None else ""
    return rows


@require_POST
@on_score("score.remind")
def remind(request: TimedRequest, part: Part, roles: frozenset[str], period: str) -> HttpResponse:
    """One press: letters to the coordinators of units that owe the report, at most once a day."""
    link = request.build_absolute_uri(reverse("emulation:own", args=[part.contest.slug]))
    try:
        done = remind_units(part, period, link=link, now=request.now, by=me(request))
        said = _("Đã gửi {letters} thư nhắc tới đầu mối của {units} đơn vị.")
        reached = done.units - len(done.unreached)
        messages.success(request, said.format(letters=number(done.letters), units=number(reached)))
        if done.unreached:
            said = _("Chưa có thư điện tử của đầu mối, cần gọi điện: {names}.")
            messages.warning(request, said.format(names=", ".join(done.unreached[:30])))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('emulation:queue', args=[part.contest.slug, part.key])}?ky={period}")


@require_http_methods(["GET", "HEAD", "POST"])
@on_score("score.close")
def close(request: TimedRequest, part: Part, roles: frozenset[str], period: str) -> HttpResponse:
    """Close a month: its scores become final but for a re-check."""
    found = known_period(part, period)
    back = f"{reverse('emulation:queue', args=[part.contest.slug, part.key])}?ky={period}"
    if Month.objects.filter(part=part, period=period, closed_at__isnull=False).exists():
        messages.success(request, _("Kỳ này đã chốt."))
        return redirect(back)
    form = SignerForm(posted(request), initial={"signer": last_signer(part)})
    if request.method == "POST" and form.is_valid():
        try:
            close_month(part, period, signer=form.cleaned_data["signer"], now=request.now, by=me(request))
            messages.success(request, _("Đã chốt {month}.").format(month=month_title(period)))
            return redirect(back)
        except Refusal as refusal:
            refused(form, refusal)
    owed = queue_of(part, found, request.now).owed
    consequences = [
        _("Điểm của kỳ này không thay đổi nữa, trừ khi có phúc tra."),
        _("Đơn vị không sửa báo cáo và không gửi kiến nghị về kỳ này được nữa."),
    ]
    if owed:
        consequences.append(_("{n} đơn vị chưa nộp bị tính là không báo cáo.").format(n=number(owed)))
    return confirm(
        request,
        part.contest,
        roles,
        "emulation",
        heading=_("Chốt {month}?").format(month=month_title(period)),
        action=_("Chốt kỳ báo cáo"),
        back=back,
        form=form,
        consequences=consequences,
        status=400 if form.errors else 200,
    )
