"""Answers given in step (trả lời cùng nhịp): the same questions answered at the same seconds by two people.

Papers are mixed, so two people who work alone meet the same question at unrelated moments. If the later of two answers
fell anywhere in a sitting of T seconds, it would lie within ±w of the other's with probability at most 2w / T; `SLACK`
times that allows for people who answer in bursts. Derivation and limits: docs/rules/integrity.md, "In step".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from hoithi.integrity.rules.discovery import at_least

WINDOW = timedelta(seconds=2)
SLACK = 3
LEAST = 5
"""Questions in step below which nothing is said."""


class Rhythm(NamedTuple):
    """An attempt's moments: item → when its last answer arrived; start and end of the sitting."""

    start: datetime
    end: datetime
    moments: Mapping[int, datetime]


class InStep(NamedTuple):
    """How many questions both answered at times of their own, how many of them in step, and the probability."""

    compared: int
    together: int
    p: float


def single(moments: Mapping[int, datetime]) -> dict[int, datetime]:
    """Answers that arrived alone: a batch sent after a lost network says nothing of when they were given."""
    seconds = Counter(moment.replace(microsecond=0) for moment in moments.values())
    return {item: moment for item, moment in moments.items() if seconds[moment.replace(microsecond=0)] == 1}


def in_step(one: Rhythm, other: Rhythm) -> InStep:
    """Compare two sittings; p is 1 unless they overlap and at least `LEAST` questions are in step."""
    common: Sequence[int] = sorted(one.moments.keys() & other.moments.keys())
    close = sum(abs(one.moments[item] - other.moments[item]) <= WINDOW for item in common)
    span = min(one.end - one.start, other.end - other.start)
    if close < LEAST or span <= timedelta(0):
        return InStep(len(common), close, 1.0)
    chance = min(1.0, SLACK * 2 * WINDOW / span)
    return InStep(len(common), close, at_least([chance] * len(common), close))
