"""Participation in pictures (tình hình tham gia), from figures the sequencer has counted: nothing is added up here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from hoithi.contests.figures import Figures
from hoithi.contests.models import Contest
from hoithi.contests.queries.figures import figures_of
from hoithi.core.charts import Column
from hoithi.core.clock import VIETNAM
from hoithi.core.spoken import number

MOST_DAYS = 62
TOP_UNITS = 6


@dataclass
class Participation:
    """Figures, days and units as the templates draw them; `days` and `units` may be empty."""

    figures: list[dict[str, str]]
    days: list[Column] = field(default_factory=list)
    days_label: str = ""
    days_title: str = ""
    units: list[tuple[str, int, int]] = field(default_factory=list)


def participation(contest: Contest, now: datetime) -> Participation | None:
    """None before anybody has taken part."""
    counted = figures_of(contest)
    if not counted.people:
        return None
    units = list(contest.units.values_list("pk", "name", "headcount")) if counted.by_unit else []
    found = Participation(_figures(counted, len(units)))
    today = now.astimezone(VIETNAM).date()
    found.days = day_columns(counted, today)
    if found.days:
        best = max(found.days, key=lambda column: column.value)
        found.days_title = _("Lượt thi mỗi ngày, {first} đến {last}").format(
            first=found.days[0].name, last=found.days[-1].name
        )
        found.days_label = _("Lượt thi mỗi ngày, cao nhất {n} lượt ngày {day}").format(
            n=number(best.value), day=best.name
        )
    rows = [
        (name, min(counted.by_unit_staff.get(str(pk), 0), headcount), headcount)
        for pk, name, headcount in units
        if headcount and counted.by_unit_staff.get(str(pk))
    ]
    found.units = sorted(rows, key=lambda row: (Fraction(-row[1], row[2]), -row[1], row[0]))[:TOP_UNITS]
    return found


def _figures(counted: Figures, units: int) -> list[dict[str, str]]:
    found: list[dict[str, Any]] = [
        {"label": _("Người dự thi"), "value": number(counted.people)},
        {"label": _("Lượt thi"), "value": number(counted.entries)},
    ]
    if units:
        found.append({"label": _("Đơn vị có người thi"), "value": number(counted.units), "of": number(units)})
    found.append({"label": _("Đúng tất cả các câu"), "value": number(counted.complete)})
    return found


def day_columns(counted: Figures, today: date) -> list[Column]:
    """One column a day from the first entry to today or the last one; at most the last two months."""
    days = sorted(date.fromisoformat(key) for key in counted.by_day)
    if not days:
        return []
    last = today if today - days[-1] <= timedelta(days=2) else days[-1]
    first = max(days[0], last - timedelta(days=MOST_DAYS - 1))
    count = (last - first).days + 1
    step = 7 if count > 10 else 1
    return [
        Column(
            value=counted.by_day.get(one.isoformat(), 0),
            name=f"{one.day}/{one.month}",
            label=f"{one.day}/{one.month}" if index % step == 0 else "",
            kind="now" if one == today else "bar",
        )
        for index in range(count)
        for one in [first + timedelta(days=index)]
    ]
