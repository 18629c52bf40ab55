"""Import in two steps: the file is checked and reported first; only a second press enters it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.core.errors import Refusal
from hoithi.core.tables import Column, Table, read_table
from hoithi.people.forms import UploadForm, posted, refused
from hoithi.people.imports import ROSTER_COLUMNS, UNIT_COLUMNS, ImportReport
from hoithi.people.models import RosterEntry
from hoithi.people.operations.roster_import import import_roster
from hoithi.people.operations.unit_import import import_units
from hoithi.people.queries.rosters import search_roster
from hoithi.people.queries.units import units_at
from hoithi.people.views.desk import (
    administrator,
    chosen_day,
    download,
    drop_upload,
    keep_upload,
    kept_upload,
    me,
    page,
    paged,
    today,
)
from hoithi.people.workbooks import roster_template, unit_template

SHOWN = 200  # problems on one page; the rest is counted


@dataclass(frozen=True)
class _Import:
    key: str
    heading: Any
    columns: dict[str, Column]
    run: Callable[..., ImportReport]
    back: str
    template: str

    def read(self, data: bytes, filename: str) -> Table:
        """The rows; raises InvalidInput when the file itself is in doubt: merged cells, a column twice, lost digits."""
        table = read_table(data, filename, list(self.columns.values()))
        table.refuse()
        return table


def _kinds() -> dict[str, _Import]:
    return {
        "units": _Import("units", _("Nhập đơn vị"), UNIT_COLUMNS, import_units, "people:units", "people:unit_template"),
        "roster": _Import(
            "roster",
            _("Nhập danh sách cán bộ"),
            ROSTER_COLUMNS,
            import_roster,
            "people:roster",
            "people:roster_template",
        ),
    }


@administrator
@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Step one: choose a file, see the report. Step two (`enter` posted): enter what was checked."""
    what = _kinds()[kind]
    if request.POST.get("enter"):
        return _enter(request, what)
    form = UploadForm(posted(request), request.FILES or None)
    report, warnings = None, []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            table = what.read(data, file.name)
            warnings = table.warnings
            report = what.run(table.rows, dry_run=True, by=me(request), now=request.now)  # type: ignore[attr-defined]
        except Refusal as refusal:
            refused(form, refusal, "file")
        else:
            keep_upload(request, kind, data, file.name)
    context = {"what": what, "form": form, "report": report, "roster": kind == "roster", "warnings": warnings}
    if report is not None:
        context |= {"problems": report.problems[:SHOWN], "hidden": max(0, len(report.problems) - SHOWN)}
        context |= {"good_rows": report.rows - report.bad_rows}
    return page(request, "people/import.html", kind, context, status=400 if form.errors else 200)


def _enter(request: HttpRequest, what: _Import) -> HttpResponse:
    kept = kept_upload(request, what.key)
    if kept is None:
        messages.error(request, _("Tệp đã kiểm tra không còn. Hãy chọn lại tệp."))
        return redirect(request.path)
    options: dict[str, Any] = {"accept_partial": bool(request.POST.get("accept_partial"))}
    if what.key == "roster":
        options["keep_missing"] = bool(request.POST.get("keep_missing"))
    report = what.run(what.read(*kept).rows, dry_run=False, by=me(request), now=request.now, **options)  # type: ignore[attr-defined]
    if not report.written:
        messages.error(request, _("Dữ liệu đã thay đổi từ lúc kiểm tra nên chưa nhập dòng nào. Hãy kiểm tra lại tệp."))
        return redirect(request.path)
    drop_upload(request, what.key)
    done = _("Đã nhập: thêm %(added)s, sửa %(changed)s, giữ nguyên %(unchanged)s, kết thúc %(ended)s, bỏ qua %(bad)s.")
    messages.success(request, done % {**vars(report), "bad": report.bad_rows})
    return redirect(what.back)


@administrator
@require_safe
def unit_template_file(request: HttpRequest) -> HttpResponse:
    return download(unit_template(), "mau-don-vi.xlsx")


@administrator
@require_safe
def roster_template_file(request: HttpRequest) -> HttpResponse:
    return download(roster_template(), "mau-danh-sach-can-bo.xlsx")


@administrator
@require_safe
def roster(request: HttpRequest) -> HttpResponse:
    """Everybody on a roster on a day, searched by name, code or unit."""
    day, query, chosen = chosen_day(request), request.GET.get("q", ""), request.GET.get("don_vi", "")
    unit = units_at(day).filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    found = paged(request, search_roster(query, day, unit=unit))
    empty = found.paginator.count == 0 and not RosterEntry.objects.exists()
    context = {"found": found, "query": query, "unit": unit, "day": day, "empty": empty, "today": today(request)}
    return page(request, "people/roster.html", "roster", context)
