"""Statistics of a contest (thống kê): kept figures as pictures with their tables, on paper and in Excel."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.contests.models import Contest, Part
from hoithi.contests.queries.desk import Attendance, attendance, counted
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import desk_page, link, on_desk
from hoithi.core.clock import VIETNAM
from hoithi.core.middleware import TimedRequest
from hoithi.core.spoken import moment, number, percent
from hoithi.core.tables import OutColumn, Sheet
from hoithi.quiz.rules.distribution import mean, quantile
from hoithi.reports import charts, tables
from hoithi.reports.paragraph import paragraph
from hoithi.reports.queries import statistics as kept
from hoithi.reports.sheets import units_sheet
from hoithi.reports.views.files import workbook
from hoithi.reports.words import reliability_words

LOWEST = 10
HALF = Fraction(1, 2)


def part_asked(request: TimedRequest, contest: Contest) -> Part | None:
    """The quiz part (round) asked for by its key, else the last one that has begun."""
    parts = kept.quiz_parts(contest)
    begun = [part for part in parts if part.opens is not None and part.opens <= request.now]
    named = next((part for part in parts if part.key == request.GET.get("phan")), None)
    chosen = begun or parts
    return named or (chosen[-1] if chosen else None)


def part_tabs(contest: Contest, here: Part | None) -> list[dict[str, Any]]:
    parts = kept.quiz_parts(contest)
    if len(parts) < 2:
        return []
    return [{"label": part.title, "href": f"?phan={part.key}", "here": part == here} for part in parts]


@on_desk("unit.view_all")
@require_safe
def statistics(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/dieu-hanh/thong-ke/`: `?phan=` part, `?tuan=` week of the paragraph."""
    part = part_asked(request, contest)
    figures, results = kept.contest_figures(contest), kept.part_figures(part) if part else None
    units = attendance(contest, counted(contest))
    context = {
        "at": figures.at,
        "part": part,
        "tabs": part_tabs(contest, part),
        "week": _week(request, contest, figures, units),
        "days": charts.days_chart(figures, request.now.astimezone(VIETNAM).date()),
        "hours": charts.hours_chart(figures),
        "tables": {table.key: table for table in [*tables.contest_tables(figures), *tables.part_tables(results)]},
        "results": results,
        "figures": _figures(results),
        "scores": charts.scores_chart(results) if results else None,
        "times": charts.times_chart(results) if results else None,
        "bars": [(row.unit.name, row.staff, row.headcount) for row in units if row.headcount][:LOWEST],
        "units": len(units),
        "trust": _trust(part),
        "items_href": link("reports:items", contest.slug) if may(roles, "bank.coverage") else "",
    }
    return desk_page(request, contest, roles, "statistics", "reports/statistics.html", context)


def _week(
    request: TimedRequest, contest: Contest, figures: kept.ContestFigures, units: list[Attendance]
) -> dict[str, Any] | None:
    """The paragraph of the week asked for, and the way to the others."""
    shown = kept.week_shown(figures, request.GET.get("tuan", ""))
    if shown is None or figures.at is None:
        return None
    before = next((one for one in figures.weeks if one.week.no == shown.week.no - 1), None)
    return {
        "shown": shown,
        "text": paragraph(contest, [row.unit for row in units], shown, before, figures.at),
        "weeks": [{"no": one.week.no, "here": one is shown} for one in figures.weeks],
    }


def _figures(results: kept.PartFiguresKept | None) -> list[dict[str, str]]:
    """The part in four numbers; none before anybody took part."""
    if results is None or not results.shares:
        return []
    average, middle = mean(results.shares), quantile(results.seconds, HALF)
    full = results.shares.get(Fraction(1), 0)
    return [
        {"label": _("Người có kết quả"), "value": number(results.people)},
        {"label": _("Tỷ lệ đúng trung bình"), "value": percent(average) if average is not None else "–"},
        {
            "label": _("Đúng tất cả các câu"),
            "value": number(full),
            "under": percent(Fraction(full, results.people)),
        },
        {"label": _("Thời gian giữa (phút : giây)"), "value": tables.clock_of(middle) if middle is not None else "–"},
    ]


def _trust(part: Part | None) -> list[dict[str, str]]:
    """Reliability per bank of a part that has closed; [] before, or where no figure could be had."""
    found = kept.item_statistics(part) if part else None
    said = []
    for entry in found.reliability if found else []:
        if words := reliability_words(entry):
            said.append({"group": entry["group"]} | words)
    return said


@on_desk("unit.view_all")
@require_safe
def statistics_file(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """Every table of the page as a workbook; all quiz parts, and all units against their headcount."""
    figures = kept.contest_figures(contest)
    notes = [contest.title]
    notes += [_("Số liệu lúc {at}").format(at=moment(figures.at))] if figures.at else [_("Chưa có số liệu")]
    sheets = [_sheet(table, notes) for table in tables.contest_tables(figures)]
    sheets.append(units_sheet(contest, attendance(contest), request.now))
    parts = kept.quiz_parts(contest)
    for part in parts:
        results = kept.part_figures(part)
        head = [*notes, part.title] if len(parts) > 1 else notes
        sheets += [_sheet(table, head) for table in tables.part_tables(results)]
    return workbook(sheets, f"{contest.slug}-thong-ke.xlsx")


def _sheet(table: tables.Table, notes: list[str]) -> Sheet:
    columns: list[OutColumn | str] = [OutColumn(table.heads[0], 32), *table.heads[1:]]
    return Sheet(table.title, columns, table.rows, [*notes, table.note] if table.note else notes)
