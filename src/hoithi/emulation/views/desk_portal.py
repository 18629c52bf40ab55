"""Figures of the province's portal: read in after a preview with every bad row, held against what units report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.models import Part
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import me
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import NotAllowed, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.core.tables import OutColumn, Sheet, read_table, write_xlsx
from hoithi.core.tables.model import place
from hoithi.emulation.forms.desk import PortalForm
from hoithi.emulation.operations.portal import Read, import_portal, read_rows
from hoithi.emulation.queries.campaign import scored_units
from hoithi.emulation.queries.desk_queue import begun_periods
from hoithi.emulation.queries.portal import compare, newest_import
from hoithi.emulation.queries.report_sheet import UNIT, UNIT_COLUMNS, figure_columns, written_cell
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.queries.words import amount
from hoithi.emulation.schema import ScorecardSettings
from hoithi.emulation.views.frame import kept, on_score, score_page
from hoithi.emulation.words import month_title
from hoithi.people.forms import refused
from hoithi.people.views.desk import download, drop_upload, keep_upload, kept_upload

PURPOSE = "emulation.portal"
SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@on_score("score.view_all")
def portal(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """`…/so-lieu-cong/?ky=2021-07`: POST `xem` reads a file and shows it, `nhap` keeps what was shown."""
    periods = [(one.key, month_title(one.key)) for one in begun_periods(part, request.now)]
    form = PortalForm(periods=periods, initial={"period": periods[0][0] if periods else ""})
    context: dict[str, Any] = {}
    if request.method == "POST":
        if not may(roles, "score.import"):
            raise NotAllowed(_("Chỉ cơ quan thường trực và tổ giúp việc nhập số liệu cổng."))
        if "nhap" in request.POST:
            if done := _enter(request, part):
                return done
        else:
            form = PortalForm(request.POST, request.FILES, periods=periods)
            context = _previewed(request, part, form) if form.is_valid() else {}
    wanted = request.GET.get("ky") or (periods[0][0] if periods else "")
    context |= {
        "form": form if may(roles, "score.import") and periods else None,
        "periods": [{"key": key, "title": title, "here": key == wanted} for key, title in periods],
        "wanted": month_title(wanted) if periods and wanted in dict(periods) else "",
        "newest": newest_import(part, wanted) if wanted else None,
        "rows": _compared(part, wanted) if wanted else [],
    }
    status = 400 if form.errors else 200
    return score_page(request, part, roles, "portal", "emulation/desk/portal.html", status, **context)


def _previewed(request: TimedRequest, part: Part, form: PortalForm) -> dict[str, Any]:
    """Read the file, keep it for the second press, show every row and everything that is wrong."""
    file = form.cleaned_data["file"]
    data = file.read()
    try:
        read = _read(part, data, file.name)
    except Refusal as refusal:
        refused(form, refusal, "file")
        return {}
    keep_upload(request, _kind(part), data, file.name)
    asked = settings_of(part).asked
    return {
        "read": read,
        "read_rows": [(row, [amount(row.figures.get(one.key)) for one in asked]) for row in read.rows[:SHOWN]],
        "problems": read.problems[:SHOWN],
        "asked": asked,
        "kept": {
            "period": form.cleaned_data["period"],
            "taken_on": form.cleaned_data["taken_on"].isoformat(),
            "note": form.cleaned_data["note"],
        },
        "kept_title": month_title(form.cleaned_data["period"]),
        "filename": file.name,
    }


def _read(part: Part, data: bytes, filename: str) -> Read:
    """Raises InvalidInput where there is no table."""
    columns = [*UNIT_COLUMNS, *figure_columns(settings_of(part).asked)]
    table = read_table(data, filename, columns)
    lines = [(place(row.number), _cells(settings_of(part), row.values)) for row in table.rows]
    return read_rows(part, lines)


def _cells(card: ScorecardSettings, values: Mapping[str, Any]) -> dict[str, str]:
    found = {one.key: written_cell(values.get(one.key)) for one in card.asked}
    return found | {"unit": str(values.get("unit_code") or values.get(UNIT) or "")}


def _enter(request: TimedRequest, part: Part) -> HttpResponse | None:
    """The second press. What was shown is read again from the kept file."""
    back = reverse("emulation:portal", args=[part.contest.slug, part.key])
    uploaded = kept_upload(request, _kind(part))
    if uploaded is None:
        messages.error(request, _("Tệp đã xem không còn được giữ. Hãy chọn lại tệp."))
        return redirect(back)
    data, filename = uploaded
    period = request.POST.get("period", "")
    try:
        read = _read(part, data, filename)
        with kept([data], filename, "", PURPOSE, request) as evidence:
            done = import_portal(
                part,
                period,
                read.rows,
                problems=read.problems,
                skip_bad="bo-dong-sai" in request.POST,
                taken_at=_taken_at(request.POST.get("taken_on", ""), request.now),
                note=request.POST.get("note", ""),
                evidence=evidence,
                now=request.now,
                by=me(request),
            )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    drop_upload(request, _kind(part))
    said = _("Đã nhập số liệu cổng của {n} đơn vị, {month}.")
    messages.success(request, said.format(n=done.rows.count(), month=month_title(period)))
    return redirect(f"{back}?ky={period}")


def _taken_at(written: str, now: datetime) -> datetime:
    """The end of that day; of today this moment."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return now
    return (
        min(datetime.combine(day + timedelta(days=1), time(0), VIETNAM), now)
        if day <= now.date()
        else now + timedelta(1)
    )


def _kind(part: Part) -> str:
    return f"portal-{part.pk}"


def _compared(part: Part, period: str) -> list[dict[str, Any]]:
    """Differences by unit; units that agree in everything are only counted."""
    titles = {one.key: one.title for one in settings_of(part).asked}
    rows = []
    for one in compare(part, period):
        if one.differs:
            rows.append(
                {
                    "unit": one.unit,
                    "title": titles.get(one.figure, one.figure),
                    "reported": amount(one.reported),
                    "portal": amount(one.portal),
                    "difference": "" if one.difference is None else amount(one.difference),
                    "sent": one.reported is not None,
                }
            )
    return rows


@require_safe
@on_score("score.view_all")
def template(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """An empty file with a line for every unit and a column for every figure."""
    heads = [OutColumn(_("Mã đơn vị"), 14), OutColumn(_("Đơn vị"), 40)]
    heads += [OutColumn(one.title, 24) for one in settings_of(part).asked]
    rows = [[unit.code, unit.name] for unit in scored_units(part)]
    data = write_xlsx([Sheet(_("Số liệu cổng"), heads, rows)])
    return download(data, f"mau-so-lieu-cong-{part.contest.slug}.xlsx")
