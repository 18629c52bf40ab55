"""A unit's figures as sums that can be added to and taken from: what one person's facts change, and nobody else's.

Counts, sums, means and shares are exact from three numbers. A median or a best value is not, and is computed anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hoithi.contests.rules.aggregate import Aggregate, Member
from hoithi.contests.rules.facts import Value, exact, ratio

Rational = int | Fraction
ADDITIVE = ("count", "sum", "mean", "share")


@dataclass(frozen=True)
class Tally:
    """Of one term in one unit: all members, those that count for the term (and have its measure known), their sum."""

    members: int = 0
    counted: int = 0
    total: Rational = 0

    def __add__(self, other: Tally) -> Tally:
        total = self.total + other.total
        whole = total if isinstance(total, int) or total.denominator != 1 else total.numerator
        return Tally(self.members + other.members, self.counted + other.counted, whole)

    def __neg__(self) -> Tally:
        return Tally(-self.members, -self.counted, -self.total)


def tally_of(members: Iterable[Member], chosen: Iterable[Member], wanted: Aggregate) -> Tally:
    """What these members add up to; `chosen` are those of them the term is about."""
    holding = [member for member in chosen if all(where.holds(member) for where in wanted.where)]
    everybody = sum(1 for _member in members)
    if wanted.measure is None:
        return Tally(everybody, len(holding))
    known = [value for one in holding if (value := exact(one.facts.get(wanted.measure))) is not None]
    return Tally(everybody, len(known), exact(sum(known, Fraction(0))) or 0)


def value_of(tally: Tally, wanted: Aggregate) -> Value | None:
    """The term's value: as `aggregate` gives it for the members themselves; a share's count, not yet divided."""
    if wanted.how in ("count", "share"):
        return tally.counted
    if wanted.how == "sum":
        return tally.total
    return ratio(tally.total, tally.counted) if tally.counted else None


def sums(one: Sequence[Tally], other: Sequence[Tally]) -> tuple[Tally, ...]:
    """Term by term."""
    return tuple(a + b for a, b in zip(one, other, strict=True))


def nothing(terms: int) -> tuple[Tally, ...]:
    return (Tally(),) * terms
