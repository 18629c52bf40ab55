"""Weeks of a contest (tuần thi): seven days from the opening, or the weekly rounds of the plan themselves.

Half-open, without gaps, from the first opening to the last close; the last one may be short.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WEEK = timedelta(days=7)
MOST = 400


@dataclass(frozen=True)
class Week:
    """`[starts, ends)`, numbered from 1."""

    no: int
    starts: datetime
    ends: datetime


def weeks(windows: Sequence[tuple[datetime, datetime]]) -> list[Week]:
    """The weeks of parts open in these windows. Rounds that follow one another weekly are the weeks themselves."""
    if not windows:
        return []
    first, last = min(opens for opens, _ in windows), max(closes for _, closes in windows)
    rounds = sorted({opens for opens, _ in windows})
    if len(rounds) > 1 and all(later - before == WEEK for before, later in itertools.pairwise(rounds)):
        starts = rounds
    else:
        starts = [first + n * WEEK for n in range(min(-(-(last - first) // WEEK), MOST))]
    return [Week(no, start, end) for no, (start, end) in enumerate(zip(starts, [*starts[1:], last], strict=True), 1)]


def week_at(found: Sequence[Week], instant: datetime) -> Week | None:
    """The week an instant falls into; the last one after the end, None before the opening."""
    begun = [week for week in found if week.starts <= instant]
    return begun[-1] if begun else None
