"""One monthly report: the form with the points it would give, evidence, sending, what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.contests.views.desk_frame import me
from hoithi.core.errors import InvalidInput, NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.emulation.forms.report import ReportForm, SheetForm, initial_of
from hoithi.emulation.models import MonthlyReport, ReportFile
from hoithi.emulation.operations.appeals import appealable
from hoithi.emulation.operations.reports import remove_report_file, save_draft_report, submit_report
from hoithi.emulation.queries import own_unit as query
from hoithi.emulation.queries.report_sheet import figures_in_sheet
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.queries.words import amount, month_name
from hoithi.emulation.uploads import EVIDENCE, report_target
from hoithi.emulation.views.frame import Owned, known_period, of_unit, unit_page
from hoithi.emulation.views.report_page import figure_rows, history
from hoithi.files.queries.serve import send
from hoithi.people.forms import posted, refused


@of_unit()
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: TimedRequest, owned: Owned, period: str) -> HttpResponse:
    """`…/bao-cao/2021-07/`: POST `nop` sends, `luu` keeps a draft, `tinh-thu` only shows the points."""
    row = query.month_row(owned.part, owned.unit, known_period(owned.part, period), request.now)
    if row.state == "future":
        raise NotFound(
            _("Chưa đến kỳ báo cáo {month}.").format(month=month_name(period)),
            hint=_("Hãy chọn kỳ khác trong danh sách báo cáo tháng."),
        )
    form = _form(request, owned, row) if owned.mine and row.writable else None
    if request.method == "POST":
        if form is None:
            messages.error(request, _("Báo cáo này không sửa được nữa. Kết quả hiện ở dưới."))
            return redirect(request.path)
        if done := _act(request, owned, row, form):
            return done
    return _page(request, owned, row, form)


def _form(request: TimedRequest, owned: Owned, row: query.MonthRow) -> ReportForm:
    card, period = settings_of(owned.part), row.period.key
    last = query.last_month(owned.part, owned.unit, period)
    notes = {key: _("Kỳ trước: {n}").format(n=amount(value)) for key, value in last.items() if value is not None}
    start = initial_of(query.prefilled(owned.part, owned.unit, row)) | {
        "version": row.report.version if row.report else 0
    }
    return ReportForm(posted(request), card=card, notes=notes, initial=start)


def _act(request: TimedRequest, owned: Owned, row: query.MonthRow, form: ReportForm) -> HttpResponse | None:
    """Send or keep; None shows the page again with what is wrong, nothing typed is lost."""
    form.is_valid()
    words: dict[str, Any] = {name: str(form.data.get(name, ""))[:1000] for name in ("note", "fall_reason")}
    where: dict[str, Any] = {"part": owned.part, "unit": owned.unit, "period": row.period.key}
    try:
        if "nop" in request.POST:
            done = submit_report(
                **where, figures=form.typed(), **words, version=form.seen, now=request.now, by=me(request)
            )
            if not done.changed:
                messages.success(request, _("Báo cáo này đã được nhận từ trước, không có gì thay đổi."))
            return redirect("emulation:receipt", *_place(owned, row))
        if "luu" in request.POST:
            draft = form.typed() | words
            save_draft_report(**where, draft=draft, version=form.seen, now=request.now, by=me(request))
            messages.success(request, _("Đã lưu bản nháp. Lưu chưa phải là nộp."))
            return redirect(request.path)
    except InvalidInput as refusal:
        form.refuse(refusal)
    except Refusal as refusal:
        refused(form, refusal)
    return None


def _place(owned: Owned, row: query.MonthRow) -> list[str]:
    return [owned.contest.slug, owned.part.key, owned.unit.code, row.period.key]


def _page(request: TimedRequest, owned: Owned, row: query.MonthRow, form: ReportForm | None) -> HttpResponse:
    part, unit, stored = owned.part, owned.unit, row.report
    context: dict[str, Any] = {"row": row, "form": form, "taken": [query.taken_line(one) for one in row.taken]}
    if form is not None:
        typed = form.typed() if form.is_bound else query.prefilled(part, unit, row)
        context["points"] = query.preview(part, unit, row.period, _figures(typed, form), request.now)
        context["may_change"] = stored is not None and stored.state == MonthlyReport.SUBMITTED
        context["evidence"] = EVIDENCE
        context["target"] = report_target(part, unit, row.period.key)
    elif row.score is not None:
        assert unit.group is not None
        context["lines"] = query.lines_of(settings_of(part), unit.group.key, row.score.items)
        context["all_taken"] = [query.taken_line(one) for one in row.score.deductions]
    if stored is not None:
        context |= history(part, stored)
        context["figures"] = figure_rows(part, stored)
        open_appeal = any(one["decided_at"] is None for one in context["appeals"])
        context["may_appeal"] = owned.mine and row.state != "closed" and not open_appeal and appealable(stored)
    status = 400 if form is not None and form.errors else 200
    return unit_page(request, owned, "reports", "emulation/own/report.html", status, **context)


def _figures(typed: dict[str, str], form: ReportForm) -> dict[str, str]:
    return {one.key: typed.get(one.key, "") for one in form.figures}


@of_unit()
@require_POST
def points(request: TimedRequest, owned: Owned, period: str) -> HttpResponse:
    """`…/tinh-thu/`: the points of what stands in the form, as a fragment for the page's script."""
    form = ReportForm(request.POST, card=settings_of(owned.part))
    found = query.preview(owned.part, owned.unit, known_period(owned.part, period), form.typed(), request.now)
    context = {"points": found, "card": settings_of(owned.part)}
    return render(request, "emulation/own/_points.html", context)


@of_unit(write=True)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: TimedRequest, owned: Owned, period: str) -> HttpResponse:
    """`…/nhap/`: figures out of an Excel file into the form; nothing is sent."""
    row = query.month_row(owned.part, owned.unit, known_period(owned.part, period), request.now)
    back = reverse("emulation:report", args=_place(owned, row))
    form = SheetForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            figures = figures_in_sheet(owned.part, owned.unit, file.read(), file.name)
            draft = query.prefilled(owned.part, owned.unit, row) | figures
            save_draft_report(owned.part, owned.unit, period, draft, version=None, now=request.now, by=me(request))
        except Refusal as refusal:
            refused(form, refusal, "file")
        else:
            said = _("Đã đưa {n} số liệu từ tệp vào bản nháp. Hãy xem lại rồi nộp.").format(n=len(figures))
            messages.success(request, said)
            return redirect(back)
    context = {"row": row, "form": form, "back": back, "figures": settings_of(owned.part).asked}
    return unit_page(request, owned, "reports", "emulation/own/sheet.html", 400 if form.errors else 200, **context)


@of_unit()
@require_safe
def receipt(request: TimedRequest, owned: Owned, period: str) -> HttpResponse:
    """`…/bien-nhan/`: what the server received and when, what it gives so far; to print."""
    row = query.month_row(owned.part, owned.unit, known_period(owned.part, period), request.now)
    if row.report is None or row.report.first_submitted_at is None:
        raise NotFound(_("Chưa có báo cáo nào được nộp trong kỳ này."), hint=_("Hãy nộp báo cáo trước."))
    context: dict[str, Any] = {
        "row": row,
        "taken": [query.taken_line(one) for one in row.taken],
        "figures": figure_rows(owned.part, row.report),
        "recipients": settings_of(owned.part).report.recipients,
    } | history(owned.part, row.report)
    return unit_page(request, owned, "reports", "emulation/own/receipt.html", **context)


# ---- files


@of_unit()
@require_safe
def file(request: TimedRequest, owned: Owned, period: str, pk: int) -> HttpResponseBase:
    return send(request, _file(owned, period, pk).file)


@of_unit(write=True)
@require_POST
def remove_file(request: TimedRequest, owned: Owned, period: str, pk: int) -> HttpResponse:
    """Take evidence away again."""
    try:
        remove_report_file(_file(owned, period, pk), now=request.now, by=me(request))
        messages.success(request, _("Đã bỏ tệp minh chứng."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(
        reverse("emulation:report", args=[owned.contest.slug, owned.part.key, owned.unit.code, period]) + "#minh-chung"
    )


def _file(owned: Owned, period: str, pk: int) -> ReportFile:
    own = ReportFile.objects.filter(report__part=owned.part, report__unit=owned.unit, report__period=period)
    found = own.select_related("file", "report__part__contest", "report__unit").filter(pk=pk).first()
    if found is None or (found.removed_at is not None and owned.mine):
        raise NotFound(_("Không có tệp này."))
    return found


@of_unit()
@require_safe
def evidence(request: TimedRequest, owned: Owned, period: str, pk: int) -> HttpResponseBase:
    """What a review rests on; the unit may read it."""
    report = MonthlyReport.objects.filter(part=owned.part, unit=owned.unit, period=period).first()
    found = report.verifications.select_related("evidence").filter(pk=pk).first() if report is not None else None
    if found is None or found.evidence is None:
        raise NotFound(_("Không có tệp này."))
    return send(request, found.evidence)
