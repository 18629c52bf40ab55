"""Impossible speed (nhanh bất thường): below what eye and hand can do, or far below everybody else and near it.

Sources, and why the floor lies so low: docs/rules/integrity.md, "Speed".
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal, NamedTuple

from hoithi.integrity.rules.discovery import discoveries, lower_tail

MAD_TO_SIGMA = 1.4826
"""The median absolute deviation of a normal distribution, times this, is its standard deviation."""


@dataclass(frozen=True)
class Pace:
    """What no one undercuts having read: milliseconds per syllable (tiếng) of the paper, and per question to answer."""

    syllable_ms: int = 30
    question_ms: int = 700


class Sitting(NamedTuple):
    """One attempt: time taken, questions right and asked, syllables of all its questions and options."""

    elapsed_ms: int
    correct: int
    questions: int
    syllables: int


@dataclass(frozen=True)
class TooFast:
    """Why one is listed: the floor, how many times faster than the middle (in hundredths), and which test it failed."""

    floor_ms: int
    median_ms: int
    reason: Literal["floor", "outlier"]


def syllables(*texts: str) -> int:
    """Written syllables: Vietnamese puts a space between them."""
    return sum(len(text.split()) for text in texts)


def floor_ms(sitting: Sitting, pace: Pace = Pace()) -> int:
    return sitting.syllables * pace.syllable_ms + sitting.questions * pace.question_ms


def too_fast(
    sittings: Mapping[int, Sitting], *, rate: float = 0.01, pace: Pace = Pace(), least: int = 20
) -> dict[int, TooFast]:
    """Attempts too quick to have been read, among those at least as good as the middle: haste alone gains nothing.

    Below the floor; or below twice the floor and an outlier of log time per question (robust z by median and MAD),
    false discoveries held at `rate`. With fewer than `least` attempts only the floor speaks.
    """
    rows = {key: one for key, one in sittings.items() if one.questions and one.elapsed_ms > 0}
    if not rows:
        return {}
    half = median(one.correct / one.questions for one in rows.values())
    good = {key: one for key, one in rows.items() if one.correct and one.correct / one.questions >= half}
    typical = median(one.elapsed_ms / one.questions for one in rows.values())
    outliers = _outliers(rows, rate) if len(rows) >= least else set()
    found: dict[int, TooFast] = {}
    for key, one in good.items():
        floor = floor_ms(one, pace)
        if one.elapsed_ms < floor:
            found[key] = TooFast(floor, int(typical * one.questions), "floor")
        elif key in outliers and one.elapsed_ms < 2 * floor:
            found[key] = TooFast(floor, int(typical * one.questions), "outlier")
    return found


def _outliers(rows: Mapping[int, Sitting], rate: float) -> set[int]:
    logs = {key: math.log(one.elapsed_ms / one.questions) for key, one in rows.items()}
    middle = median(logs.values())
    spread = MAD_TO_SIGMA * _deviation(list(logs.values()), middle)
    if spread == 0:
        return set()
    p_values = {key: lower_tail((value - middle) / spread) for key, value in logs.items()}
    return discoveries(p_values, tests=len(p_values), rate=rate)


def _deviation(values: Sequence[float], middle: float) -> float:
    return median(abs(value - middle) for value in values)
