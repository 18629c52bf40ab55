"""Participation in pictures (tình hình tham gia), from figures the sequencer has counted: nothing is added up here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from hoithi.contests.figure_words import words_of
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
    units_title: str = ""


def participation(contest: Contest, now: datetime) -> Participation | None:
    """None before anybody has taken part."""
    counted = figures_of(contest)
    if not counted.people:
        return None
    units = list(contest.units.values_list("pk", "name", "headcount")) if counted.by_unit else []
    words = words_of(contest)
    found = Participation(_figures(counted, len(units), words))
    today = now.astimezone(VIETNAM).date()
    found.days = day_columns(counted, today)
    if found.days:
        best = max(found.days, key=lambda column: column.value)
        found.days_title = words["days"].format(first=found.days[0].name, last=found.days[-1].name)
        found.days_label = words["best_day"].format(n=number(best.value), day=best.name)
    if not words["shares"]:
        return found
    rows = [
        (name, min(counted.by_unit_staff.get(str(pk), 0), headcount), headcount)
        for pk, name, headcount in units
        if headcount and counted.by_unit_staff.get(str(pk))
    ]
    found.units = sorted(rows, key=lambda row: (Fraction(-row[1], row[2]), -row[1], row[0]))[:TOP_UNITS]
    found.units_title = words["shares"].format(n=len(found.units))
    return found


def _figures(counted: Figures, units: int, words: Mapping[str, str]) -> list[dict[str, str]]:
    found: list[dict[str, Any]] = [
        {"label": words["people"], "value": number(counted.people)},
        {"label": words["entries"], "value": number(counted.entries)},
    ]
    if units:
        found.append({"label": words["units"], "value": number(counted.units), "of": number(units)})
    found.append({"label": words["complete"], "value": number(counted.complete)})
    return [one for one in found if one["label"]]


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
