"""Size bands (khối theo quy mô): units compete among those of similar headcount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hoithi.contests.rules.errors import InvalidStanding


@dataclass(frozen=True)
class Band:
    """Units with at least this many people, up to where the next band starts."""

    key: str
    at_least: int


def check_bands(bands: Sequence[Band]) -> None:
    """Bands start at different headcounts, ≥ 0, under different keys. Raises InvalidStanding."""
    starts = {band.at_least for band in bands}
    if len(starts) != len(bands) or len({band.key for band in bands}) != len(bands) or min(starts, default=0) < 0:
        raise InvalidStanding("bands")


def band_of(headcount: int | None, bands: Sequence[Band]) -> str | None:
    """The key of the unit's band; None when its headcount is unknown or under every band. Raises InvalidStanding."""
    check_bands(bands)
    fitting = [band for band in bands if headcount is not None and band.at_least <= headcount]
    return max(fitting, key=lambda band: band.at_least).key if fitting else None
