"""Scales (thang đo): turn the raw values of one measure into comparable numbers, exactly.

`scale(values)` takes the values of all ranked subjects and returns one number for each, in the same order; `better`
says which way is good. Source: docs/rules/ranking.md, "Scales".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal, Protocol

from hoithi.contests.rules.errors import InvalidStanding, OutOfDomain
from hoithi.contests.rules.facts import Value, exact

Better = Literal["high", "low"]


class Scale(Protocol):
    @property
    def better(self) -> Better: ...

    def scale(self, values: Sequence[Value | None]) -> list[Value | None]: ...


def _whole(value: Fraction) -> Value:
    return value.numerator if value.denominator == 1 else value


@dataclass(frozen=True)
class Rank:
    """Competition rank 1, 2, 2, 4 of each value; unknown values share the rank after all known ones."""

    direction: Better = "high"
    better: Better = "low"

    def scale(self, values: Sequence[Value | None]) -> list[Value | None]:
        sign = -1 if self.direction == "high" else 1
        known = sorted(sign * value for value in values if value is not None)
        return [(len(known) if value is None else bisect_left(known, sign * value)) + 1 for value in values]


@dataclass(frozen=True)
class MinMax:
    """Worst known value 0, best 1, linear between; all equal → 1 for each; unknown → 0."""

    direction: Better = "high"
    better: Better = "high"

    def scale(self, values: Sequence[Value | None]) -> list[Value | None]:
        known = [value for value in values if value is not None]
        if not known:
            return [0 for _ in values]
        low, high = min(known), max(known)
        worst, span = (low, high - low) if self.direction == "high" else (high, low - high)
        return [0 if v is None else 1 if span == 0 else _whole(Fraction(v - worst) / span) for v in values]


@dataclass(frozen=True)
class Share:
    """value ÷ a stated maximum; above the maximum counts as 1 when `capped`; unknown → 0."""

    maximum: Value
    capped: bool = True
    better: Better = "high"

    def __post_init__(self) -> None:
        if self.maximum <= 0:
            raise InvalidStanding("share.maximum")

    def scale(self, values: Sequence[Value | None]) -> list[Value | None]:
        return [self._one(value) for value in values]

    def _one(self, value: Value | None) -> Value:
        share = _whole(Fraction(value or 0) / self.maximum)
        return 1 if self.capped and share > 1 else share


@dataclass(frozen=True)
class Relative:
    """Relative to the best: value ÷ best (high), best ÷ value (low); the best itself is 1; unknown → 0.

    Defined for values ≥ 0 only. Raises OutOfDomain.
    """

    direction: Better = "high"
    better: Better = "high"

    def scale(self, values: Sequence[Value | None]) -> list[Value | None]:
        known = [value for value in values if value is not None]
        if not known:
            return [0 for _ in values]
        if min(known) < 0:
            raise OutOfDomain(min(known))
        best = max(known) if self.direction == "high" else min(known)
        return [self._one(value, best) for value in values]

    def _one(self, value: Value | None, best: Value) -> Value:
        if value is None:
            return 0
        if value == best:
            return 1
        return _whole(Fraction(value) / best if self.direction == "high" else Fraction(best) / value)


@dataclass(frozen=True)
class Bonus:
    """Points for every further `size` beyond the last threshold.

    `first_step`: "after" = the first one needs a full step beyond the threshold, "at" = the threshold earns one.
    `rounding`: "floor" counts full steps, "proportional" counts part of a step too.
    """

    points: Value
    size: Value
    first_step: Literal["after", "at"] = "after"
    rounding: Literal["floor", "proportional"] = "floor"

    def __post_init__(self) -> None:
        if self.size <= 0:
            raise InvalidStanding("bonus.size")

    def earned(self, beyond: Value) -> Value:
        """Points for reaching `beyond` ≥ 0 past the threshold."""
        steps: Value = Fraction(beyond) / self.size
        if self.rounding == "floor":
            steps = beyond // self.size
        return self.points * (steps + (1 if self.first_step == "at" else 0))


@dataclass(frozen=True)
class Rung:
    """From `at` on (inclusive): `points`, and the bonus for what goes beyond `at`."""

    at: Value
    points: Value
    bonus: Bonus | None = None

    def earned(self, value: Value) -> Value:
        """Points for a value ≥ `at`."""
        return self.points + (self.bonus.earned(value - self.at) if self.bonus else 0)


@dataclass(frozen=True)
class Steps:
    """A step table: the highest rung reached decides; rungs rise.

    `below` is earned under the first rung, `nothing` (may be negative) for an unknown value or 0 and falls back to
    `below`. `cap` limits the whole.
    """

    rungs: tuple[Rung, ...]
    below: Value = 0
    nothing: Value | None = None
    cap: Value | None = None
    better: Better = "high"

    def __post_init__(self) -> None:
        if not self.rungs or any(b.at <= a.at for a, b in pairwise(self.rungs)):
            raise InvalidStanding("steps.rungs")

    def points(self, value: Value | None) -> Value:
        """Points for one value; needs nobody else's."""
        if not value and self.nothing is not None:
            return self.nothing
        reached = [rung for rung in self.rungs if value is not None and rung.at <= value]
        if not reached or value is None:
            return self.below
        earned = Fraction(reached[-1].earned(value))
        return _whole(earned if self.cap is None else min(earned, Fraction(self.cap)))

    def scale(self, values: Sequence[Value | None]) -> list[Value | None]:
        return [self.points(value) for value in values]


@dataclass(frozen=True)
class Raw:
    """The value itself; an unknown one becomes `nothing`, and without that the whole total stays unknown."""

    better: Better = "high"
    nothing: Value | None = None

    def scale(self, values: Sequence[Value | None]) -> list[Value | None]:
        return [self.nothing if value is None else exact(value) for value in values]
