"""A scorecard (bảng điểm thi đua): step tables over reported figures, minus penalties; nothing is rounded, ever.

Source: docs/rules/scorecard.md; docs/rules/ranking.md, "Scales" (step table).
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
from hoithi.emulation.rules.explain import Because
from hoithi.emulation.rules.reports import Calendar, Deduction, Penalty, Report, deductions, total_of


@dataclass(frozen=True)
class Criterion:
    """One line of a card, of one of three forms.

    - scored: a figure, or a share (of, over) of two figures in percent, and the step table that scores it;
      `less` is a figure taken off `over` first;
    - given (`steps` None, a figure): points people judge, 0 to `most`;
    - sum (`steps` None, no figure): the lines whose `parent` it is.

    Points = weight × min(cap, what the line came to).
    """

    key: str
    steps: Steps | None = None
    figure: str | None = None
    share: tuple[str, str] | None = None
    less: str | None = None
    most: Value | None = None
    cap: Value | None = None
    weight: Value = 1
    parent: str = ""

    def __post_init__(self) -> None:
        sources = (self.figure is not None) + (self.share is not None)
        if sources > 1 or (self.steps is not None and not sources) or (self.steps is None and self.share is not None):
            raise InvalidStanding("criterion.figure")

    def value(self, figures: Facts) -> Value | None:
        """The figure, or the exact percentage; None when it was not reported, or is a share of nothing."""
        if self.figure is not None:
            return _figure(figures, self.figure)
        of, over = self.sides(figures)
        if of is not None and over is not None and of > over:
            raise OutOfDomain(of)
        percent = ratio(of, over)
        return None if percent is None else exact(Fraction(percent) * 100)

    def sides(self, figures: Facts) -> tuple[Value | None, Value | None]:
        """The two numbers of a share; (None, None) for any other line."""
        if self.share is None:
            return None, None
        of, over = (_figure(figures, name) for name in self.share)
        if self.less is not None and over is not None:
            over = exact(over - (_figure(figures, self.less) or 0))
        return of, over


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
    """The rules for one group. The threshold compares with the total, or with the points before bonus and penalty.

    Lines of a sum may stand anywhere in `criteria`. `cap` limits the lines together, before penalties.
    """

    criteria: tuple[Criterion, ...]
    penalties: tuple[Penalty, ...] = ()
    threshold: Value | None = None
    threshold_on: Literal["total", "base"] = "total"
    calendar: Calendar = "calendar"
    holidays: Collection[date] = ()
    cap: Value | None = None


@dataclass(frozen=True)
class Item:
    """What one criterion gave: points = base + bonus."""

    criterion: str
    value: Value | None
    points: Value
    base: Value
    bonus: Value
    parent: str = ""
    because: Because | None = None


@dataclass(frozen=True)
class Score:
    """A whole card: items, what was taken off (penalty ≤ 0), total = items + penalty, without a cap unless stated."""

    items: tuple[Item, ...]
    deductions: tuple[Deduction, ...]
    base: Value
    penalty: Value
    total: Value
    eligible: bool

    @property
    def bonus(self) -> Value:
        return exact(self.total - self.base - self.penalty) or 0


def score(card: Scorecard, figures: Facts, reports: Iterable[Report] = ()) -> Score:
    """Points of one unit. Raises UnknownMeasure, InexactValue, OutOfDomain (negative, or a share above 100 %)."""
    taken = tuple(deductions(reports, card.penalties, card.calendar, card.holidays))
    return score_with(card, items_of(card, figures), taken)


def items_of(card: Scorecard, figures: Facts) -> tuple[Item, ...]:
    """What each line gives, in the card's order. Raises as `score` does."""
    children: dict[str, list[Criterion]] = {}
    for one in card.criteria:
        children.setdefault(one.parent, []).append(one)
    done: dict[str, Item] = {}

    def of(one: Criterion) -> Item:
        if one.key not in done:
            below = [of(child) for child in children.get(one.key, ())]
            done[one.key] = _limited(one, *_raw(one, figures, below))
        return done[one.key]

    return tuple(of(one) for one in card.criteria)


def score_with(card: Scorecard, items: tuple[Item, ...], taken: tuple[Deduction, ...]) -> Score:
    """The whole card from its lines and what is taken off."""
    penalty = total_of(taken)
    top = [item for item in items if not item.parent]
    base = _capped(_sum(item.base for item in top), card.cap)
    total = _sum([_capped(_sum(item.points for item in top), card.cap), penalty])
    compared = total if card.threshold_on == "total" else base
    return Score(items, taken, base, penalty, total, card.threshold is None or compared >= card.threshold)


def _raw(one: Criterion, figures: Facts, below: list[Item]) -> tuple[Value, Value, Because]:
    """(points, base, why) before cap and weight."""
    if one.steps is None and one.figure is None:
        points = _sum(item.points for item in below)
        return points, _sum(item.base for item in below), Because("sum", None, points)
    value = one.value(figures)
    if one.steps is None:
        points = value or 0
        if one.most is not None and points > one.most:
            raise OutOfDomain(points)
        return points, points, Because("none" if value is None else "given", value, points, most=one.most)
    points = one.steps.points(value)
    why = _why(one.steps, value, points)
    of, over = one.sides(figures)
    base = points if why.standard is None or why.reason == "zero" else why.standard
    return points, base, replace(why, of=of, over=over) if one.share else why


def _why(steps: Steps, value: Value | None, points: Value) -> Because:
    if not value and steps.nothing is not None:
        return Because("none" if value is None else "zero", value, points, steps.rungs[0].at)
    reached = [rung for rung in steps.rungs if value is not None and rung.at <= value]
    if not reached or value is None:
        return Because("none" if value is None else "below", value, points, steps.rungs[0].at)
    rung = reached[-1]
    beyond = exact(value - rung.at) or 0
    if rung.bonus is None:
        return Because("reached", value, points, rung.at, rung.points)
    how = rung.bonus
    extra = exact(points - rung.points) or 0
    return Because(
        "bonus" if extra else "reached",
        value,
        points,
        rung.at,
        rung.points,
        each=how.points,
        size=how.size,
        beyond=beyond,
        steps=exact(Fraction(extra) / how.points) if how.points else 0,
        first=how.first_step == "at",
        proportional=how.rounding == "proportional",
    )


def _limited(one: Criterion, points: Value, base: Value, why: Because) -> Item:
    if one.cap is not None and points > one.cap:
        why = replace(why, cap=one.cap)
        points, base = one.cap, _capped(base, one.cap)
    if one.weight != 1:
        why = replace(why, weight=one.weight)
        points, base = exact(Fraction(points) * one.weight) or 0, exact(Fraction(base) * one.weight) or 0
    return Item(one.key, why.value, points, base, _sum([points, -base]), one.parent, why)


def _capped(value: Value, cap: Value | None) -> Value:
    return value if cap is None or value <= cap else cap


def _sum(values: Iterable[Value]) -> Value:
    return exact(sum(values)) or 0


def places(scores: Mapping[Subject, Score]) -> list[Place]:
    """One group's order by total among the eligible; equals share a place and wait for minutes, the rest has none."""
    rows = [Row(unit, {"total": one.total, "eligible": int(one.eligible)}) for unit, one in scores.items()]
    return rank(rows, Standing(keys=(Key("total"),), floors=(Floor("eligible", 1),)))
