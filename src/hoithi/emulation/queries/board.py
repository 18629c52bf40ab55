"""The boards of a scorecard (bảng điểm): kept scores by unit and month. However many units compete, a page asks three
statements: the order of all of them, their names, the months of those on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from hoithi.contests.models import ContestUnit, Part
from hoithi.contests.queries.standings import value_of
from hoithi.contests.rules.facts import Value
from hoithi.core.charts import nice_step
from hoithi.core.text import fold
from hoithi.emulation.models import KeptScore
from hoithi.emulation.words import MARKS

PAGE = 50


@dataclass(frozen=True)
class Cell:
    """A unit's points at the end of a month. `level` 0 below the threshold, else 1 to 3; `marks` late, missing, …"""

    period: str
    points: Value | None = None
    level: int = 0
    marks: str = ""
    verified: bool = True
    score: KeptScore | None = None


@dataclass(frozen=True)
class Line:
    """A unit's row: its place among those that reach the threshold, newest month first."""

    unit: ContestUnit
    place: int | None
    cells: tuple[Cell, ...]

    @property
    def now(self) -> Cell:
        return self.cells[0]


@dataclass
class Board:
    """One page. `bounds` are the points from which a cell has level 1, 2, 3; `older`, `newer` numbers of pages."""

    lines: list[Line] = field(default_factory=list)
    count: int = 0
    bounds: tuple[Value, ...] = ()
    page: int = 1
    pages: int = 1

    @property
    def newer(self) -> int:
        return self.page - 1

    @property
    def older(self) -> int:
        return self.page + 1 if self.page < self.pages else 0


@dataclass(frozen=True)
class _Standing:
    points: Value | None
    eligible: bool


def month_board(
    part: Part,
    group: str,
    periods: Sequence[str],
    *,
    threshold: Value | None = None,
    page: int = 1,
    search: str = "",
    only: Sequence[int] | None = None,
    size: int | None = PAGE,
    items: bool = False,
) -> Board:
    """The board of a group over `periods`, the newest first: it decides the order. `only`: these units alone, with the
    places they have among all; `size` None: everything on one page; `items`: with the lines of each score."""
    if not periods:
        return Board()
    units = {unit.pk: unit for unit in ContestUnit.objects.filter(contest=part.contest_id, group__key=group)}
    order = _order(units, _standings(part, group, periods[0]))
    words = fold(search).split()
    chosen = [
        (pk, place)
        for pk, place in order
        if all(word in units[pk].name_norm for word in words) and (only is None or pk in only)
    ]
    size = size or max(len(chosen), 1)
    pages = max(-(-len(chosen) // size), 1)
    page = min(max(page, 1), pages)
    shown = chosen[(page - 1) * size : page * size]
    scores = _scores(part, [pk for pk, _place in shown], periods, items=items)
    best = max((value_of(one.values["points"]) or 0 for one in scores.values()), default=0)
    bounds = levels(threshold, best)
    lines = [
        Line(units[pk], place, tuple(_cell(one, scores.get((pk, one)), bounds) for one in periods))
        for pk, place in shown
    ]
    return Board(lines, len(chosen), bounds, page, pages)


def levels(threshold: Value | None, best: Value) -> tuple[Value, ...]:
    """From which points on a cell is darker: the threshold, then two even steps that reach about the best."""
    low = Fraction(threshold or 0)
    step = nice_step(max(int(best - low), 1), 3)
    return tuple(low + step * n for n in range(3))


def _standings(part: Part, group: str, period: str) -> dict[int, _Standing]:
    rows = KeptScore.objects.filter(part=part, period=period, unit__group__key=group).order_by()
    return {
        pk: _Standing(value_of(values["points"]), eligible)
        for pk, values, eligible in rows.values_list("unit_id", "values", "eligible")
    }


def _order(units: Mapping[int, ContestUnit], found: Mapping[int, _Standing]) -> list[tuple[int, int | None]]:
    """Who may be considered by points, equals sharing a place; then the rest by points; then those without a score."""

    def key(pk: int) -> tuple[Any, ...]:
        one = found.get(pk)
        if one is None or one.points is None:
            return (2, 0, units[pk].position, units[pk].name_norm)
        return (0 if one.eligible else 1, -one.points, units[pk].position, units[pk].name_norm)

    ordered = sorted(units, key=key)
    placed: list[tuple[int, int | None]] = []
    for n, pk in enumerate(ordered, start=1):
        one = found.get(pk)
        if one is None or not one.eligible:
            placed.append((pk, None))
            continue
        above = found.get(ordered[n - 2]) if n > 1 else None
        level = above is not None and above.eligible and above.points == one.points
        placed.append((pk, placed[-1][1] if level else n))
    return placed


def _scores(
    part: Part, units: Sequence[int], periods: Sequence[str], *, items: bool
) -> dict[tuple[int, str], KeptScore]:
    rows = KeptScore.objects.filter(part=part, unit__in=units, period__in=periods).order_by()
    rows = rows if items else rows.defer("items")
    return {(one.unit_id, one.period): one for one in rows}


def _cell(period: str, score: KeptScore | None, bounds: Sequence[Value]) -> Cell:
    if score is None:
        return Cell(period)
    total = value_of(score.values["points"])
    level = sum(total is not None and total >= bound for bound in bounds) if score.eligible else 0
    own = [one["kind"] for one in score.deductions if one["period"] == period]
    marks = "".join(letter for kind, letter in MARKS.items() if kind in own)
    return Cell(period, total, max(level, 1) if score.eligible else 0, marks, score.verified, score)
