"""From jurors' points to one score (tổng hợp điểm giám khảo).

Mean and median are taken as they are. The trimmed mean drops the highest and the lowest (as sports juries do). The
standardised mean puts every juror on the same footing before it is taken: a juror's points become their distance from
that juror's own mean in that juror's own standard deviations, put back on the scale of all points together (z-scores;
Gulliksen, Theory of Mental Tests, 1950, ch. 19). Exact fractions; the one irrational step, the square root, is rounded
to 20 digits the same way everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Literal

Method = Literal["mean", "trimmed_mean", "median", "standardised", "sum"]
METHODS: tuple[Method, ...] = ("mean", "trimmed_mean", "median", "standardised", "sum")
Points = Mapping[str, Mapping[str, Fraction]]
"""work → juror → points of a signed sheet."""
TRIM_FROM = 4
"""Fewer sheets than this lose nothing: of three, dropping two would leave one juror to decide."""


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def median(values: Sequence[Fraction]) -> Fraction:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def trimmed_mean(values: Sequence[Fraction]) -> Fraction:
    """Without one highest and one lowest, from four sheets on."""
    ordered = sorted(values)
    return mean(ordered[1:-1] if len(ordered) >= TRIM_FROM else ordered)


def square_root(value: Fraction) -> Fraction:
    """√value to 20 significant digits, the same on every machine."""
    with localcontext() as context:
        context.prec = 20
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())


def deviation(values: Sequence[Fraction]) -> Fraction:
    """The standard deviation of all values given (n in the denominator)."""
    centre = mean(values)
    return square_root(sum(((value - centre) ** 2 for value in values), Fraction(0)) / len(values))


def standardised(points: Points) -> dict[str, dict[str, Fraction]]:
    """Every juror's points on the common footing: same mean, same spread. A juror who gave everybody the same counts
    as undecided: the common mean for each of their works."""
    by_juror: dict[str, dict[str, Fraction]] = {}
    for work, given in points.items():
        for juror, value in given.items():
            by_juror.setdefault(juror, {})[work] = value
    everything = [value for given in by_juror.values() for value in given.values()]
    if not everything:
        return {work: {} for work in points}
    centre, spread = mean(everything), deviation(everything)
    found: dict[str, dict[str, Fraction]] = {work: {} for work in points}
    for juror, given in by_juror.items():
        own_mean, own_spread = mean(list(given.values())), deviation(list(given.values()))
        for work, value in given.items():
            z = (value - own_mean) / own_spread if own_spread else Fraction(0)
            found[work][juror] = centre + spread * z
    return found


def scores(method: Method, points: Points) -> dict[str, Fraction | None]:
    """Each work's score; None for a work nobody has marked."""
    if method == "standardised":
        points = standardised(points)
    join = _JOINS[method]
    return {work: join(list(given.values())) if given else None for work, given in points.items()}


def total(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0))


_JOINS: dict[Method, Callable[[Sequence[Fraction]], Fraction]] = {
    "mean": mean,
    "standardised": mean,
    "median": median,
    "trimmed_mean": trimmed_mean,
    "sum": total,
}


@dataclass(frozen=True)
class Spread:
    """How far jurors lie apart on one work."""

    lowest: Fraction
    highest: Fraction
    median: Fraction
    outliers: tuple[str, ...]
    """Jurors who lie further from the middle than the limit."""

    @property
    def width(self) -> Fraction:
        return self.highest - self.lowest


def spread(given: Mapping[str, Fraction], *, limit: Fraction) -> Spread | None:
    """The spread of one work's sheets; None below two. `limit`: points away from the median.

    The median of all sheets, not of the others: of 20, 22 and 60 only the 60 is far, though 20 is far from 41.
    """
    if len(given) < 2:
        return None
    values = list(given.values())
    middle = median(values)
    far = tuple(juror for juror, value in sorted(given.items()) if abs(value - middle) > limit)
    return Spread(min(values), max(values), middle, far if len(given) > 2 else ())
