"""Distributions (phân bố) of results and times from counts, exact, and what of them may be shown of small groups."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
LEAST_GROUP = 5
"""Results of fewer people than this are not shown on their own (docs/rules/statistics.md, "Small groups")."""


@dataclass(frozen=True)
class Band:
    """Results with at least this share of the full mark, up to where the next band starts."""

    key: str
    at_least: Fraction


BANDS = (
    Band("full", Fraction(1)),
    Band("high", Fraction(3, 4)),
    Band("middle", Fraction(1, 4)),
    Band("low", Fraction(0)),
)
"""The bands Vietnamese contests report (100 %, from 75 %, 25–75 %, under 25 %), best first."""


def in_bands(results: Mapping[Fraction, int], bands: Sequence[Band] = BANDS) -> dict[str, int]:
    """Band → people, from share of the full mark → people. A share on a border belongs to the higher band.

    Raises ValueError when the bands do not fall to 0.
    """
    starts = [band.at_least for band in bands]
    if starts != sorted(set(starts), reverse=True) or not starts or starts[-1] > 0:
        raise ValueError("bands fall from best to 0")
    found = {band.key: 0 for band in bands}
    for share, people in results.items():
        found[next((band for band in bands if share >= band.at_least), bands[-1]).key] += people
    return found


def mean(results: Mapping[Fraction, int]) -> Fraction | None:
    people = sum(results.values())
    return sum((share * n for share, n in results.items()), Fraction(0)) / people if people else None


def quantile(counts: Mapping[int, int], share: Fraction) -> int | None:
    """The smallest value that at least `share` of the people do not exceed (nearest rank)."""
    wanted, reached = share * sum(counts.values()), 0
    for value in sorted(counts):
        reached += counts[value]
        if reached >= wanted and reached:
            return value
    return None


def in_bins(counts: Mapping[int, int], width: int, highest: int) -> list[int]:
    """People per bin of `width` values from 0; what lies above `highest` falls into the last bin. Nobody is lost."""
    bins = [0] * max(-(-highest // width), 1)
    for value, people in counts.items():
        bins[min(max(value, 0) // width, len(bins) - 1)] += people
    return bins


def bin_width(highest: int, most: int = 24, widths: Sequence[int] = (10, 15, 30, 60, 120, 300, 600, 900, 1800)) -> int:
    """The narrowest readable width (seconds) that covers `highest` in at most `most` bins."""
    return next((width for width in widths if width * most >= highest), max(widths[-1], -(-highest // most)))


def withheld(people: Mapping[Key, int], least: int = LEAST_GROUP) -> set[Key]:
    """Groups whose results are not shown: small ones, and one more where subtraction would give a single one away.

    `people` are the disjoint groups of a whole that is shown. Empty groups tell nothing and are never withheld.
    """
    small = {key for key, n in people.items() if 0 < n < least}
    hidden = sum(people[key] for key in small)
    if small and hidden < least:
        rest = sorted((n, str(key), key) for key, n in people.items() if n and key not in small)
        if rest:
            small.add(rest[0][2])
    return small
