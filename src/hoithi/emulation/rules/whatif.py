"""What a little more of one figure would give (thêm 50 hồ sơ thì được gì): the calculator of a unit's page."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hoithi.contests.rules.facts import Facts, Value, exact
from hoithi.emulation.rules.reports import Deduction
from hoithi.emulation.rules.scorecard import Criterion, Score, Scorecard, items_of, score_with


@dataclass(frozen=True)
class Change:
    """The card before and after; `gained` may be 0 or negative (more received, none of them resolved)."""

    before: Score
    after: Score

    @property
    def gained(self) -> Value:
        return exact(self.after.total - self.before.total) or 0


def what_if(card: Scorecard, figures: Facts, more: Facts, taken: tuple[Deduction, ...] = ()) -> Change:
    """The card with `more` added to these figures (an unknown one counts as 0). Raises as `score` does."""
    raised = {
        name: exact((value or 0) + (more.get(name) or 0)) if more.get(name) else value
        for name, value in figures.items()
    }
    return Change(score_with(card, items_of(card, figures), taken), score_with(card, items_of(card, raised), taken))


def _raised(value: Value | None, more: Value | None) -> Value | None:
    return exact((value or 0) + more) if more else value


def next_step(one: Criterion, figures: Facts) -> Value | None:
    """How much more of a counted figure brings the next points of a line; None where nothing more is to be had."""
    if one.figure is None or one.steps is None or (one.cap is not None and _points(one, figures) >= one.cap):
        return None
    value = one.value(figures) or 0
    ahead = [rung.at for rung in one.steps.rungs if rung.at > value]
    if ahead:
        return exact(Fraction(ahead[0]) - value)
    bonus = one.steps.rungs[-1].bonus
    if bonus is None:
        return None
    if bonus.rounding == "proportional":
        return 1
    return exact(bonus.size - (Fraction(value) - one.steps.rungs[-1].at) % bonus.size)


def _points(one: Criterion, figures: Facts) -> Value:
    return one.steps.points(one.value(figures)) if one.steps is not None else 0


def distance(score: Score, card: Scorecard) -> Value:
    """Points missing to the threshold; 0 where it is reached or there is none."""
    if card.threshold is None:
        return 0
    reached = score.total if card.threshold_on == "total" else score.base
    return max(exact(card.threshold - reached) or 0, 0)
