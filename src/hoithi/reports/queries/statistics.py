"""Kept statistics as pages and files read them: a handful of rows, whatever took part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from hoithi.contests.models import Contest, Part
from hoithi.quiz.rules.distribution import BANDS, in_bands, mean, withheld
from hoithi.reports.models import ContestStatistics, ItemStatistics, PartStatistics
from hoithi.reports.queries.calendar import weeks_of
from hoithi.reports.rules.weeks import Week, week_at

Shares = dict[Fraction, int]


@dataclass(frozen=True)
class WeekFigures:
    """One week that has begun, with what was reached at its end; `staff`, `others`: people who came for the first time.

    `units`: contest unit id → staff of it who have come so far; `ended`: the week is over.
    """

    week: Week
    ended: bool
    attempts: int
    staff: int
    others: int
    all_attempts: int
    all_people: int
    units: Mapping[int, int]
    all_units: int
    """Units anybody has come from so far."""

    @property
    def people(self) -> int:
        return self.staff + self.others


@dataclass(frozen=True)
class GroupResults:
    """Results of one group of people; `bands` and `average` are None where so few would be recognised."""

    title: str
    people: int
    average: Fraction | None
    bands: dict[str, int] | None


@dataclass
class PartFiguresKept:
    """Results of one part. `shares` is empty where fewer than five people took part."""

    at: datetime
    final: bool
    people: int
    shares: Shares
    groups: list[GroupResults]
    size: int | None
    """Questions on a paper; None where groups have papers of different length."""
    seconds: dict[int, int]
    total_ms: int
    tries: list[tuple[int, int, Fraction, Fraction | None]]


@dataclass
class ContestFigures:
    """Days, hours and weeks of a contest; empty before anything was counted."""

    at: datetime | None = None
    days: dict[str, int] = field(default_factory=dict)
    hours: list[int] = field(default_factory=lambda: [0] * 24)
    weeks: list[WeekFigures] = field(default_factory=list)


def quiz_parts(contest: Contest) -> list[Part]:
    return [part for part in contest.parts.all() if part.kind == "quiz"]


def contest_figures(contest: Contest) -> ContestFigures:
    kept = ContestStatistics.objects.filter(contest=contest).first()
    if kept is None or kept.at is None:
        return ContestFigures()
    rows: dict[str, list[int]] = kept.data.get("hours", {})
    found = ContestFigures(kept.at)
    found.days = {day: sum(rows[day]) for day in sorted(rows)}
    found.hours = [sum(row[hour] for row in rows.values()) for hour in range(24)]
    found.weeks = _weeks(weeks_of(quiz_parts(contest)), kept.data.get("weeks", {}), kept.at)
    return found


def _weeks(calendar: list[Week], kept: Mapping[str, Any], at: datetime) -> list[WeekFigures]:
    found: list[WeekFigures] = []
    staff_of: dict[int, int] = {}
    come: set[int] = set()
    attempts = people = 0
    for week in calendar:
        data = kept.get(str(week.no))
        if data is None:
            continue
        staff = sum(pair[0] for pair in data["units"].values())
        others = sum(pair[1] for pair in data["units"].values())
        for unit, pair in data["units"].items():
            if unit:
                staff_of[int(unit)] = staff_of.get(int(unit), 0) + pair[0]
                come.add(int(unit))
        attempts, people = attempts + data["attempts"], people + staff + others
        ended = week.ends <= at
        found.append(
            WeekFigures(week, ended, data["attempts"], staff, others, attempts, people, dict(staff_of), len(come))
        )
    return found


def week_shown(figures: ContestFigures, wanted: str) -> WeekFigures | None:
    """The week asked for by its number, else the present one."""
    by_no = {str(one.week.no): one for one in figures.weeks}
    if wanted in by_no:
        return by_no[wanted]
    here = week_at([one.week for one in figures.weeks], figures.at) if figures.at else None
    return by_no.get(str(here.no)) if here else None


def part_figures(part: Part) -> PartFiguresKept | None:
    """None before the part was counted."""
    kept = PartStatistics.objects.filter(part=part).first()
    if kept is None:
        return None
    data = kept.data
    rows = [(group, roster, {Fraction(share): n for share, n in raw.items()}) for group, roster, raw in data["results"]]
    everybody = _added(shares for _group, _roster, shares in rows)
    people = sum(everybody.values())
    sizes = set(data["sizes"].values())
    hidden = bool(withheld({"all": people}))
    return PartFiguresKept(
        kept.at,
        data["final"],
        people,
        {} if hidden else everybody,
        [] if hidden else _groups(part, rows),
        sizes.pop() if len(sizes) == 1 else None,
        {} if hidden else {int(second): n for second, n in data["seconds"].items()},
        data["total_ms"],
        [
            (n, count, Fraction(share), Fraction(first) if first is not None else None)
            for n, count, share, first in data["tries"]
        ],
    )


def _added(many: Any) -> Shares:
    total: Shares = {}
    for shares in many:
        for share, n in shares.items():
            total[share] = total.get(share, 0) + n
    return total


def _groups(part: Part, rows: list[tuple[str, bool, Shares]]) -> list[GroupResults]:
    """The plan's groups, those too small to be shown without their results."""
    titles = {group.key: group.title for group in part.contest.groups.all()}
    by_group: dict[str, Shares] = {}
    for group, _roster, shares in rows:
        by_group[group] = _added([by_group.get(group, {}), shares])
    people = {group: sum(shares.values()) for group, shares in by_group.items()}
    hidden = withheld(people)
    order = [*(key for key in titles if key in by_group), *(key for key in by_group if key not in titles)]
    return [
        GroupResults(
            titles.get(key, key),
            people[key],
            None if key in hidden else mean(by_group[key]),
            None if key in hidden else in_bands(by_group[key], BANDS),
        )
        for key in order
    ]


def item_statistics(part: Part) -> ItemStatistics | None:
    """The item analysis of a part once everybody has been read; never before the close."""
    found = ItemStatistics.objects.filter(part=part, done_at__isnull=False).defer("work")
    return found.first()
