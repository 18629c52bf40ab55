"""A scorecard (bảng điểm thi đua): step tables over reported figures, minus penalties; nothing is rounded, ever.

Source: docs/rules/ranking.md, "Scales" (step table).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from hoithi.contests.rules.errors import InvalidStanding, OutOfDomain, UnknownMeasure
from hoithi.contests.rules.facts import Facts, Row, Subject, Value, exact, ratio
from hoithi.contests.rules.ranking import Place, rank
from hoithi.contests.rules.scales import Bonus, Rung, Steps
from hoithi.contests.rules.standing import Floor, Key, Standing
from hoithi.emulation.rules.reports import Calendar, Deduction, Penalty, Report, deductions, total_of


@dataclass(frozen=True)
class Criterion:
    """One line: a figure, or a share (of, over) of two figures in percent, and the step table that scores it."""

    key: str
    steps: Steps
    figure: str | None = None
    share: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if (self.figure is None) == (self.share is None):
            raise InvalidStanding("criterion.figure")

    def value(self, figures: Facts) -> Value | None:
        """The figure, or the exact percentage; None when it was not reported, or is a share of nothing."""
        if self.figure is not None:
            return _figure(figures, self.figure)
        of, over = (_figure(figures, name) for name in self.share or ())
        if of is not None and over is not None and of > over:
            raise OutOfDomain(of)
        percent = ratio(of, over)
        return None if percent is None else exact(Fraction(percent) * 100)


def _figure(figures: Facts, name: str) -> Value | None:
    if name not in figures:
        raise UnknownMeasure(name, "")
    value = exact(figures[name])
    if value is not None and value < 0:
        raise OutOfDomain(value)
    return value


def step_table(
    at: Value,
    standard: Value,
    *,
    below: Value = 0,
    zero: Value | None = None,
    zero_rule: Literal["item", "deduct"] = "item",
    bonus: Bonus | None = None,
) -> Steps:
    """`standard` points from `at` on, then the bonus.

    `zero` is what nothing brings: the whole item (−5), or with "deduct" taken off the standard points (15 − 5).
    """
    nothing = zero if zero is None or zero_rule == "item" else standard + zero
    return Steps((Rung(at, standard, bonus),), below, nothing)


@dataclass(frozen=True)
class Scorecard:
    """The rules for one group. The threshold compares with the total, or with the points before bonus and penalty."""

    criteria: tuple[Criterion, ...]
    penalties: tuple[Penalty, ...] = ()
    threshold: Value | None = None
    threshold_on: Literal["total", "base"] = "total"
    calendar: Calendar = "calendar"
    holidays: Collection[date] = ()


@dataclass(frozen=True)
class Item:
    """What one criterion gave: points = base + bonus."""

    criterion: str
    value: Value | None
    points: Value
    base: Value
    bonus: Value


@dataclass(frozen=True)
class Score:
    """A whole card: items, what was taken off (penalty ≤ 0), total = items + penalty, without a cap."""

    items: tuple[Item, ...]
    deductions: tuple[Deduction, ...]
    base: Value
    penalty: Value
    total: Value
    eligible: bool


def score(card: Scorecard, figures: Facts, reports: Iterable[Report] = ()) -> Score:
    """Points of one unit. Raises UnknownMeasure, InexactValue, OutOfDomain (negative, or a share above 100 %)."""
    items = tuple(_item(criterion, figures) for criterion in card.criteria)
    taken = tuple(deductions(reports, card.penalties, card.calendar, card.holidays))
    penalty = total_of(taken)
    base = _sum(item.base for item in items)
    total = _sum([*(item.points for item in items), penalty])
    compared = total if card.threshold_on == "total" else base
    return Score(items, taken, base, penalty, total, card.threshold is None or compared >= card.threshold)


def _item(criterion: Criterion, figures: Facts) -> Item:
    value = criterion.value(figures)
    points = criterion.steps.points(value)
    plain = replace(criterion.steps, rungs=tuple(replace(rung, bonus=None) for rung in criterion.steps.rungs))
    base = plain.points(value)
    return Item(criterion.key, value, points, base, _sum([points, -base]))


def _sum(values: Iterable[Value]) -> Value:
    return exact(sum(values, Fraction(0))) or 0


def places(scores: Mapping[Subject, Score]) -> list[Place]:
    """One group's order by total among the eligible; equals share a place and wait for minutes, the rest has none."""
    rows = [Row(unit, {"total": one.total, "eligible": int(one.eligible)}) for unit, one in scores.items()]
    return rank(rows, Standing(keys=(Key("total"),), floors=(Floor("eligible", 1),)))
