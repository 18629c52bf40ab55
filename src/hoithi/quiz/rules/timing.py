"""Time in a quiz: deadlines, elapsed milliseconds, the order of saves, and which attempt counts.

Every window is half-open: at the deadline itself it is over. Source: docs/rules/timing.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Literal, NamedTuple, Protocol, TypeVar

MS = timedelta(milliseconds=1)
TimeUnit = Literal["ms", "s"]
Counts = Literal["best", "last", "first"]


class Stamp(NamedTuple):
    """Order of a save: the epoch the server issued on opening the sitting, then the device's own counter."""

    epoch: int
    seq: int


class Finished(Protocol):
    """A finished attempt: its number from 1, questions right, time in ms, instant of the submission."""

    @property
    def n(self) -> int: ...
    @property
    def correct(self) -> int | Fraction: ...
    @property
    def elapsed_ms(self) -> int: ...
    @property
    def submitted_at(self) -> datetime: ...


F = TypeVar("F", bound=Finished)

Key = tuple[Literal["correct", "elapsed", "submitted"], Literal["high", "low"]]
DEFAULT_KEYS: tuple[Key, ...] = (("correct", "high"), ("elapsed", "low"), ("submitted", "low"))


def deadline(start: datetime, limit: timedelta | None, close: datetime) -> datetime:
    """The first instant at which an answer is too late: the earlier of start + limit and the part's close."""
    return close if limit is None else min(start + limit, close)


def is_open(now: datetime, opens: datetime, closes: datetime) -> bool:
    """Is `now` inside `[opens, closes)`?"""
    return opens <= now < closes


def in_time(received_at: datetime, deadline: datetime) -> bool:
    """Did it arrive in time? The arrival decides, not the moment the database wrote it."""
    return received_at < deadline


def elapsed_ms(start: datetime, received_at: datetime | None, deadline: datetime) -> int:
    """Whole milliseconds from the delivery of the paper to the arrival of the submit, within [0, deadline − start].

    None (nobody submitted, the attempt expired) and anything late take the whole time.
    """
    whole = max(0, (deadline - start) // MS)
    if received_at is None or not in_time(received_at, deadline):
        return whole
    return min(max(0, (received_at - start) // MS), whole)


def in_unit(elapsed_ms: int, unit: TimeUnit) -> int:
    """Elapsed time as it is compared: milliseconds, or whole seconds rounded down (`rank.time_unit`)."""
    return elapsed_ms if unit == "ms" else elapsed_ms // 1000


def attempts_left(allowed: int | None, used: int) -> int | None:
    """How many more attempts may be started; None means no limit. Practice attempts are not counted as used."""
    return None if allowed is None else max(0, allowed - used)


def newer(incoming: Stamp, stored: Stamp | None) -> bool:
    """May this save replace what is stored? Equal stamps are one save sent twice: nothing to do."""
    return stored is None or tuple(incoming) > tuple(stored)


def counting(
    attempts: Iterable[F], counts: Counts = "best", keys: Sequence[Key] = DEFAULT_KEYS, unit: TimeUnit = "ms"
) -> F | None:
    """The attempt that counts (lượt thi được tính): first, last, or best by the plan's keys; of equals the earliest."""
    finished = sorted(attempts, key=lambda attempt: attempt.n)
    if not finished:
        return None
    if counts == "best":
        return min(finished, key=lambda attempt: _order(attempt, keys, unit))
    return finished[-1 if counts == "last" else 0]


def _order(attempt: Finished, keys: Sequence[Key], unit: TimeUnit) -> tuple[int | Fraction, ...]:
    values: dict[str, int | Fraction] = {
        "correct": attempt.correct,
        "elapsed": in_unit(attempt.elapsed_ms, unit),
        "submitted": _microseconds(attempt.submitted_at),
    }
    return tuple(-values[name] if direction == "high" else values[name] for name, direction in keys)


def _microseconds(instant: datetime) -> int:
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
