"""All units of a contest: participation against headcount, the reminder to send, the snapshot, imports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.desk_forms import TakeUnitsForm
from hoithi.contests.models import Contest
from hoithi.contests.operations.units import take_units
from hoithi.contests.queries.desk import Attendance, attendance
from hoithi.contests.queries.desk_units import group_of, unit_choices
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import confirm, desk_page, link, me, on_desk
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.core.spoken import end_day, number
from hoithi.core.tables import Column, read_table
from hoithi.core.text import fold
from hoithi.people.forms import UploadForm, posted, refused
from hoithi.people.imports import ROSTER_COLUMNS, UNIT_COLUMNS, ImportReport
from hoithi.people.operations.roster_import import import_roster
from hoithi.people.operations.unit_import import import_units
from hoithi.people.views.desk import download, drop_upload, keep_upload, kept_upload
from hoithi.people.workbooks import roster_template, unit_template

PAGE = 50
SHOWN_PROBLEMS = 200
NAMED = 30
ORDERS = {
    "thap": lambda row: row.order,
    "cao": lambda row: (row.share is None, -(row.share or 0), row.unit.name_norm),
    "ten": lambda row: row.unit.name_norm,
}


@on_desk("unit.view_all")
@require_safe
def units(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/don-vi/`: `?q=` words, `?nhom=` group, `?loc=chua-co`, `?xep=thap|cao|ten`."""
    rows = attendance(contest)
    chosen = selected(rows, request.GET)
    page = Paginator(chosen, PAGE).get_page(request.GET.get("trang"))
    nobody = [row for row in rows if row.headcount and not row.staff]
    context = {
        "found": page,
        "total": len(rows),
        "shown": len(chosen),
        "staff": sum(row.staff for row in rows),
        "headcount": sum(row.headcount for row in rows),
        "nobody": len(nobody),
        "groups": [group for group in contest.groups.all() if group.subject == "unit"],
        "order": request.GET.get("xep", "thap"),
        "reminder": reminder(request, contest, nobody) if nobody else "",
        "may_import": may(roles, "unit.import"),
        "export": link("reports:units_file", contest.slug),
    }
    return desk_page(request, contest, roles, "units", "contests/desk/units.html", context)


def selected(rows: list[Attendance], wanted: Any) -> list[Attendance]:
    """The rows a query string asks for, in its order."""
    words = fold(wanted.get("q", "")).split()
    group, only = wanted.get("nhom", ""), wanted.get("loc", "")
    found = [
        row
        for row in rows
        if all(word in row.unit.name_norm for word in words)
        and (not group or (row.unit.group is not None and row.unit.group.key == group))
        and (only != "chua-co" or (row.headcount and not row.staff))
    ]
    return sorted(found, key=ORDERS.get(wanted.get("xep", ""), ORDERS["thap"]))


def reminder(request: TimedRequest, contest: Contest, rows: list[Attendance]) -> str:
    """The text to paste into a chat or an e-mail: who has nobody yet, until when, the address."""
    ends = [part.closes for part in contest.parts.all() if part.closes is not None and part.closes > request.now]
    names = ", ".join(row.unit.name for row in rows[:NAMED])
    if len(rows) > NAMED:
        names += _(" và {n} đơn vị khác").format(n=number(len(rows) - NAMED))
    lines = [
        _("Kính gửi các đơn vị,"),
        _("{contest}: còn {n} đơn vị chưa có cán bộ dự thi, gồm: {names}.").format(
            contest=contest.title, n=number(len(rows)), names=names
        ),
    ]
    if ends:
        lines.append(_("Cuộc thi kéo dài đến {end}.").format(end=end_day(min(ends))))
    address = request.build_absolute_uri(contest.get_absolute_url())
    lines.append(_("Đề nghị các đơn vị đôn đốc cán bộ dự thi tại: {url}").format(url=address))
    return "\n".join(lines)


# ---- the contest's own snapshot


@on_desk("unit.import")
@require_http_methods(["GET", "POST"])
def take(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/don-vi/chot/`: snapshot units of the kinds the plan names, below the office chosen; again updates them."""
    back = reverse("contests:desk_units", args=[contest.slug])
    choices = unit_choices(contest, request.now.astimezone(VIETNAM).date())
    form = TakeUnitsForm(posted(request), choices=[(one.key, one.label) for one in choices])
    if request.method == "POST" and form.is_valid():
        chosen = next(one for one in choices if one.key == form.cleaned_data["among"])
        n = take_units(contest, chosen.units, groups=group_of(contest, chosen.units), now=request.now, by=me(request))
        messages.success(request, _("Đã chốt danh sách %(n)s đơn vị với quân số ngày hôm nay.") % {"n": number(n)})
        return redirect(back if may(roles, "unit.view_all") else request.path)
    return confirm(
        request,
        contest,
        roles,
        "units",
        heading=_("Chốt danh sách đơn vị?"),
        text="" if choices else _("Hệ thống chưa có đơn vị nào thuộc các nhóm của kế hoạch. Hãy nhập từ Excel trước."),
        consequences=[
            _(
                "Tên và quân số của từng đơn vị được chụp lại cho cuộc thi này. Chốt lần nữa thì cập nhật, cho đến khi "
                "phần thi được chốt; từ đó chỉ thêm được đơn vị còn sót."
            ),
            _("Người ra đề, thẩm định đề không tính vào quân số vì không được dự thi."),
        ],
        action=_("Chốt danh sách"),
        back=back,
        form=form if choices else None,
        locked=not choices,
        imports=True,
        status=400 if form.errors else 200,
    )


# ---- imports: the same two steps as the administrator's


@dataclass(frozen=True)
class _Import:
    heading: str
    columns: dict[str, Column]
    run: Callable[..., ImportReport]
    template: Callable[[], bytes]
    filename: str


def _import(what: str) -> _Import:
    if what == "danh-sach":
        return _Import(
            _("Nhập danh sách cán bộ"), ROSTER_COLUMNS, import_roster, roster_template, "mau-danh-sach-can-bo.xlsx"
        )
    return _Import(_("Nhập đơn vị"), UNIT_COLUMNS, import_units, unit_template, "mau-don-vi.xlsx")


@on_desk("unit.import")
@require_safe
def import_template(request: TimedRequest, contest: Contest, roles: frozenset[str], what: str) -> HttpResponse:
    chosen = _import(what)
    return download(chosen.template(), chosen.filename)


@on_desk("unit.import")
@require_http_methods(["GET", "POST"])
def import_page(request: TimedRequest, contest: Contest, roles: frozenset[str], what: str) -> HttpResponse:
    """`…/don-vi/nhap/<what>/`: check the file and report first; a second press enters what was checked."""
    chosen = _import(what)
    if request.POST.get("enter"):
        return _enter(request, contest, chosen, what)
    form = UploadForm(posted(request), request.FILES or None)
    report, warnings = None, []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            table = read_table(data, file.name, list(chosen.columns.values()))
            table.refuse()
            warnings = table.warnings
            report = chosen.run(table.rows, dry_run=True, by=me(request), now=request.now)
        except Refusal as refusal:
            refused(form, refusal, "file")
        else:
            keep_upload(request, f"desk-{what}", data, file.name)
    context: dict[str, Any] = {
        "heading": chosen.heading,
        "what": what,
        "form": form,
        "report": report,
        "roster": what == "danh-sach",
        "warnings": warnings,
    }
    if report is not None:
        hidden = max(0, len(report.problems) - SHOWN_PROBLEMS)
        context |= {"problems": report.problems[:SHOWN_PROBLEMS], "hidden": hidden}
        context |= {"good_rows": report.rows - report.bad_rows}
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "units", "contests/desk/import.html", context, status=status)


def _enter(request: TimedRequest, contest: Contest, chosen: _Import, what: str) -> HttpResponse:
    kept = kept_upload(request, f"desk-{what}")
    if kept is None:
        messages.error(request, _("Tệp đã kiểm tra không còn. Hãy chọn lại tệp."))
        return redirect(request.path)
    options: dict[str, Any] = {"accept_partial": bool(request.POST.get("accept_partial"))}
    if what == "danh-sach":
        options["keep_missing"] = bool(request.POST.get("keep_missing"))
    rows = read_table(*kept, list(chosen.columns.values())).rows
    report = chosen.run(rows, dry_run=False, by=me(request), now=request.now, **options)
    if not report.written:
        messages.error(request, _("Dữ liệu đã thay đổi từ lúc kiểm tra nên chưa nhập dòng nào. Hãy kiểm tra lại tệp."))
        return redirect(request.path)
    drop_upload(request, f"desk-{what}")
    done = _("Đã nhập: thêm %(added)s, sửa %(changed)s, giữ nguyên %(unchanged)s. Hãy chốt lại danh sách đơn vị.")
    messages.success(request, done % vars(report))
    return redirect("contests:desk_units_take", contest.slug)
