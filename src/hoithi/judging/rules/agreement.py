"""How far jurors agree (mức độ thống nhất): Krippendorff's alpha for points.

alpha = 1 − observed ÷ expected disagreement, differences squared (interval data), works with fewer than two sheets left
out. 1: everybody gave the same; 0: no better than points dealt out at random; below 0: jurors contradict each other.
Source: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011. Exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

Level = Literal["strong", "fair", "weak", "none"]


def alpha(points: Mapping[str, Mapping[str, Fraction]]) -> Fraction | None:
    """Alpha over work → juror → points; None where nothing can be compared (no two sheets of a work, or all equal)."""
    units = [list(given.values()) for given in points.values() if len(given) >= 2]
    values = [value for unit in units for value in unit]
    n = len(values)
    if n < 2:
        return None
    observed = sum((_squares(unit) / (len(unit) - 1) for unit in units), Fraction(0)) / n
    expected = _squares(values) / (n * (n - 1))
    return None if expected == 0 else 1 - observed / expected


def _squares(values: list[Fraction]) -> Fraction:
    """The sum of (a − b)² over all ordered pairs, without making them: 2(n·Σa² − (Σa)²)."""
    total = sum(values, Fraction(0))
    return 2 * (len(values) * sum((value * value for value in values), Fraction(0)) - total * total)


def level(value: Fraction) -> Level:
    """In words: 0,8 and 2/3 are Krippendorff's own bounds for reliable and for tentative conclusions."""
    if value >= Fraction(4, 5):
        return "strong"
    if value >= Fraction(2, 3):
        return "fair"
    return "weak" if value > 0 else "none"
