"""A unit's whole campaign (cả đợt thi đua): its reports month by month in, a score at the end of each month out.

Source: docs/rules/scorecard.md, "Months".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from hoithi.contests.rules.facts import Facts, Value, exact
from hoithi.emulation.rules.reports import Deduction, Report, deductions
from hoithi.emulation.rules.scorecard import Score, Scorecard, items_of, score_with

Figures = Literal["cumulative", "month"]


@dataclass(frozen=True)
class Told:
    """What one unit's report of one period is worth now.

    `figures` None: nothing came. `submitted` is the day the first version came. `overdue`: the day it was due is over;
    without a report it counts as missing from then on, and as late once it comes.
    """

    period: str
    due: date
    figures: Facts | None = None
    submitted: date | None = None
    truthful: bool = True
    late_excused: bool = False
    overdue: bool = False


@dataclass(frozen=True)
class MonthScore:
    """The score at the end of a period, over everything up to it. `gain`: what it adds to the period before, at first
    to 0."""

    period: str
    score: Score
    gain: Value
    figures: Facts
    """Counted since the start, however they are reported."""
    reported: bool
    taken: tuple[tuple[str, Deduction], ...] = ()
    """Every deduction up to here with the period it is of."""


def season(months: Sequence[Told], cards: Sequence[Scorecard], names: Sequence[str], how: Figures) -> list[MonthScore]:
    """Scores of the periods that count by now: reported, or overdue. `months` in order, each under its own card.

    A deduction is made under the card of its own month and stays the same later. Raises as `score` does.
    """
    figures: dict[str, Value | None] = dict.fromkeys(names)
    taken: list[tuple[str, Deduction]] = []
    before: Value = 0
    found = []
    for told, card in zip(months, cards, strict=True):
        if told.figures is None and not told.overdue:
            continue
        if told.figures is not None:
            figures = _added(figures, told.figures, names, how)
        taken += [(told.period, one) for one in _taken(told, card)]
        score = score_with(card, items_of(card, figures), tuple(one for _period, one in taken))
        gain = exact(score.total - before) or 0
        reported = told.figures is not None
        found.append(MonthScore(told.period, score, gain, dict(figures), reported, tuple(taken)))
        before = score.total
    return found


def _added(so_far: dict[str, Value | None], own: Facts, names: Sequence[str], how: Figures) -> dict[str, Value | None]:
    """Figures since the start after one more report: its own where they are cumulative, else the sum."""
    if how == "cumulative":
        return {name: exact(own.get(name)) for name in names}
    return {name: _plus(so_far[name], exact(own.get(name))) for name in names}


def _plus(one: Value | None, other: Value | None) -> Value | None:
    if one is None or other is None:
        return other if one is None else one
    return exact(one + other)


def _taken(told: Told, card: Scorecard) -> list[Deduction]:
    submitted = told.due if told.late_excused and told.submitted is not None else told.submitted
    report = Report(told.due, submitted, told.truthful)
    return deductions([report], card.penalties, card.calendar, card.holidays)
