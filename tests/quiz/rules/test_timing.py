from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.core.clock import VIETNAM
from hoithi.quiz.rules import timing
from hoithi.quiz.rules.timing import Stamp

CLOSE = datetime(2024, 9, 1, tzinfo=VIETNAM)  # "đến hết ngày 31/8/2024"
LIMIT = timedelta(minutes=20)
MS = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Done:
    n: int
    correct: int
    elapsed_ms: int
    submitted_at: datetime


def done(n: int, correct: int, elapsed_ms: int) -> Done:
    return Done(n, correct, elapsed_ms, CLOSE - timedelta(days=10 - n))


def test_the_deadline_is_the_earlier_of_limit_and_close():
    assert timing.deadline(CLOSE - 2 * LIMIT, LIMIT, CLOSE) == CLOSE - LIMIT
    assert timing.deadline(CLOSE - LIMIT / 2, LIMIT, CLOSE) == CLOSE
    assert timing.deadline(CLOSE - LIMIT, LIMIT, CLOSE) == CLOSE
    assert timing.deadline(CLOSE - LIMIT, None, CLOSE) == CLOSE


def test_the_last_instant_before_the_close_and_the_close_itself():
    before = datetime(2024, 8, 31, 23, 59, 59, 999_000, VIETNAM)
    assert timing.in_time(before, CLOSE) is True
    assert timing.in_time(before.replace(microsecond=999_999), CLOSE) is True
    assert timing.in_time(CLOSE, CLOSE) is False
    opens = datetime(2024, 6, 1, tzinfo=VIETNAM)
    assert [timing.is_open(at, opens, CLOSE) for at in (opens - MS, opens, before, CLOSE)] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("received_after_ms", "expected"),
    [(-5, 0), (0, 0), (582_318, 582_318), (1_199_999, 1_199_999), (1_200_000, 1_200_000), (1_300_000, 1_200_000)],
)
def test_elapsed_time_stays_within_the_attempt(received_after_ms, expected):
    start = CLOSE - 3 * LIMIT
    assert timing.elapsed_ms(start, start + received_after_ms * MS, start + LIMIT) == expected


def test_elapsed_time_is_cut_to_whole_milliseconds_and_expiry_takes_all():
    start = CLOSE - timedelta(minutes=7)
    assert timing.elapsed_ms(start, start + timedelta(microseconds=1_999), CLOSE) == 1
    assert timing.elapsed_ms(start, None, CLOSE) == 420_000


def test_whole_seconds_are_rounded_down():
    assert [timing.in_unit(ms, "s") for ms in (0, 999, 1000, 1999)] == [0, 0, 1, 1]
    assert timing.in_unit(1999, "ms") == 1999


def test_attempts_left():
    assert [timing.attempts_left(3, used) for used in (0, 2, 3, 4)] == [3, 1, 0, 0]
    assert timing.attempts_left(None, 99) is None


def test_the_device_opened_last_wins_whatever_its_counter():
    assert timing.newer(Stamp(1, 1), None) is True
    assert timing.newer(Stamp(2, 1), Stamp(1, 99)) is True
    assert timing.newer(Stamp(1, 100), Stamp(2, 1)) is False
    assert timing.newer(Stamp(1, 5), Stamp(1, 5)) is False


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3))))
def test_saves_in_any_order_leave_the_newest(stamps):
    stored = None
    for stamp in stamps:
        if timing.newer(Stamp(*stamp), stored):
            stored = Stamp(*stamp)
    assert stored == max(stamps, default=None)


def test_which_attempt_counts():
    tries = [done(2, 18, 500_400), done(1, 18, 500_900), done(3, 17, 100)]
    assert timing.counting(tries, "first").n == 1
    assert timing.counting(tries, "last").n == 3
    assert timing.counting(tries, "best").n == 2
    assert timing.counting(tries, "best", unit="s").n == 1  # the same second: the earlier submission
    assert timing.counting(tries, "best", keys=[("elapsed", "low")]).n == 3
    assert timing.counting([]) is None


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 10**6)), min_size=1, max_size=5))
def test_no_attempt_beats_the_best(results):
    tries = [done(n, *result) for n, result in enumerate(results, 1)]
    best = timing.counting(tries)
    assert all((best.correct, -best.elapsed_ms) >= (other.correct, -other.elapsed_ms) for other in tries)
