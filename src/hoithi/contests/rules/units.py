"""Collective standings of units (xếp hạng tập thể): several criteria, by number or by rate, under three formulas.

Source: docs/rules/ranking.md, "Units".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from hoithi.contests.rules.errors import InvalidStanding
from hoithi.contests.rules.facts import Row, Value, checked, ratio
from hoithi.contests.rules.scales import Better, MinMax, Rank, Scale
from hoithi.contests.rules.standing import Floor, Key, Standing
from hoithi.contests.rules.terms import Term

Formula = Literal["lexicographic", "rank_sum", "weighted"]
Basis = Literal["number", "rate"]
FORMULAS: tuple[Formula, ...] = ("lexicographic", "rank_sum", "weighted")


@dataclass(frozen=True)
class Criterion:
    """One criterion; by rate it is divided by the measure `rate_over`, unless that is None (means and times)."""

    measure: str
    direction: Better = "high"
    rate_over: str | None = None

    def named(self, basis: Basis) -> str:
        """The measure that is compared: `participants`, or `participants_rate` by rate."""
        return self.measure if basis == "number" or self.rate_over is None else f"{self.measure}_rate"


PARTICIPANTS = Criterion("participants", "high", "headcount")
CORRECT: Mapping[str, Criterion] = {
    "all_correct": Criterion("all_correct", "high", "participants"),
    "sum_correct": Criterion("sum_correct", "high", "participants"),
    "mean_correct": Criterion("mean_correct", "high"),
}
FASTEST: Mapping[str, Criterion] = {
    "mean": Criterion("mean_s", "low"),
    "median": Criterion("median_s", "low"),
    "first_finish": Criterion("first_finish_s", "low"),
}


def usual_criteria(correct: str = "all_correct", fastest: str = "mean") -> tuple[Criterion, ...]:
    """Participation, correctness and speed, in that order."""
    return (PARTICIPANTS, CORRECT[correct], FASTEST[fastest])


def with_rates(rows: Iterable[Row], criteria: Sequence[Criterion]) -> list[Row]:
    """The rows with each criterion's rate beside it; a rate over 0 or over something unknown is None."""
    out = []
    for row in checked(rows):
        rates = {
            one.named("rate"): ratio(row.facts.get(one.measure), row.facts.get(one.rate_over))
            for one in criteria
            if one.rate_over is not None and row.facts
        }
        out.append(replace(row, facts={**row.facts, **rates}))
    return out


def unit_standing(
    formula: Formula,
    criteria: Sequence[Criterion],
    *,
    basis: Basis = "number",
    weights: Mapping[str, Value] | None = None,
    ties: Sequence[Criterion] = (PARTICIPANTS,),
    floors: Sequence[Floor] = (Floor(PARTICIPANTS.measure, 1),),
) -> Standing:
    """A standing of units; without a participant a unit is not ranked.

    `weights` (weighted only) go by the criterion's measure; one without a weight counts 0. `ties` follow the total of
    rank_sum and weighted; a lexicographic standing has none, its criteria are the keys. Raises InvalidStanding.
    """
    if (formula == "weighted") != (weights is not None):
        raise InvalidStanding("standing.weights")
    if weights is not None and not set(weights) <= {one.measure for one in criteria}:
        raise InvalidStanding("standing.weights")
    if formula == "lexicographic":
        return Standing(keys=_keys(criteria, basis), floors=tuple(floors))
    terms = tuple(
        Term(
            one.named(basis),
            _scale(formula, one),
            1 if weights is None else weights.get(one.measure, 0),
        )
        for one in criteria
    )
    return Standing(terms, _keys(ties, basis), tuple(floors))


def _scale(formula: Formula, criterion: Criterion) -> Scale:
    return Rank(criterion.direction) if formula == "rank_sum" else MinMax(criterion.direction)


def _keys(criteria: Sequence[Criterion], basis: Basis) -> tuple[Key, ...]:
    return tuple(Key(one.named(basis), one.direction) for one in criteria)
