"""Weighted terms: measure × scale × weight, and their total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hoithi.contests.rules.errors import InvalidStanding
from hoithi.contests.rules.facts import Facts, Subject, Value, exact
from hoithi.contests.rules.scales import Better, Scale


@dataclass(frozen=True)
class Term:
    """One criterion (tiêu chí) of a total. A weight of 0 is shown and counts nothing; negative weights are refused."""

    measure: str
    scale: Scale
    weight: Value = 1

    def __post_init__(self) -> None:
        if self.weight < 0:
            raise InvalidStanding("term.weight")


@dataclass(frozen=True)
class TermValue:
    """What one criterion gave one subject: raw value, scaled value, points = scaled × weight."""

    measure: str
    raw: Value | None
    scaled: Value | None
    points: Value | None


def better_of(terms: Sequence[Term]) -> Better:
    """Which way the total is good; what weighs 0 is only shown. Raises InvalidStanding when the scales disagree or all
    weights are 0."""
    ways = {term.scale.better for term in terms if term.weight}
    if not ways:
        raise InvalidStanding("terms.weight")
    if len(ways) != 1:
        raise InvalidStanding("terms.better")
    return ways.pop()


def score(table: Mapping[Subject, Facts], terms: Sequence[Term]) -> dict[Subject, tuple[TermValue, ...]]:
    """Each subject's value in each term, scaled over the subjects of the table only."""
    columns = [_column(table, term) for term in terms]
    return {subject: tuple(column[i] for column in columns) for i, subject in enumerate(table)}


def _column(table: Mapping[Subject, Facts], term: Term) -> list[TermValue]:
    raw = [facts[term.measure] for facts in table.values()]
    return [
        TermValue(
            term.measure,
            value,
            scaled,
            None if scaled is None else exact(Fraction(scaled) * term.weight),
        )
        for value, scaled in zip(raw, term.scale.scale(raw), strict=True)
    ]


def total(values: Sequence[TermValue]) -> Value | None:
    """The sum of the points; unknown as soon as one of them is."""
    points = [value.points for value in values]
    known = [point for point in points if point is not None]
    return exact(sum(known, Fraction(0))) if len(known) == len(points) else None
