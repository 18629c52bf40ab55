"""Windows, choices and presses."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.core.clock import VIETNAM
from hoithi.voting.rules.casting import PER, PRESSES, Presses, choose, phase, pressed

A, B = datetime(2024, 7, 5, 8, tzinfo=VIETNAM), datetime(2024, 7, 15, tzinfo=VIETNAM)
MICRO = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "expected"),
    [(A - MICRO, "before"), (A, "open"), (B - MICRO, "open"), (B, "closed"), (B + MICRO, "closed")],
)
def test_a_window_is_half_open(now: datetime, expected: str) -> None:
    assert phase(A, B, now) == expected
    assert phase(None, B, now) == phase(A, None, now) == "unset"


@pytest.mark.parametrize(
    ("held", "wanted", "most", "change", "instead_of", "expected"),
    [
        ([], 1, 1, True, None, "cast"),
        ([1], 1, 1, True, None, "there"),
        ([1], 1, 1, False, None, "there"),
        ([1], 2, 1, True, None, "move"),
        ([1], 2, 1, False, None, "full"),
        ([1, 2], 3, 2, True, None, "full"),
        ([1, 2], 3, 2, True, 2, "move"),
        ([1, 2], 3, 2, True, 4, "full"),
        ([1, 2], 3, 2, False, 2, "full"),
        ([1, 2], 3, None, False, None, "cast"),
    ],
)
def test_what_a_press_does(
    held: list[int], wanted: int, most: int | None, change: bool, instead_of: int | None, expected: str
) -> None:
    assert choose(held, wanted, most=most, change=change, instead_of=instead_of).kind == expected


@given(st.sets(st.integers(0, 9)), st.integers(0, 9), st.integers(1, 5), st.booleans())
def test_nobody_ever_holds_more_than_the_plan_says(held: set[int], wanted: int, most: int, change: bool) -> None:
    held = set(sorted(held)[:most])
    kind = choose(held, wanted, most=most, change=change).kind
    after = len(held) + (kind == "cast")
    assert after <= most
    assert (kind == "there") == (wanted in held)


@given(st.lists(st.integers(0, 120), min_size=1, max_size=80))
def test_a_press_too_many_waits_for_the_next_window(gaps: list[int]) -> None:
    now, state, taken = A, Presses(A, 0), []
    for gap in gaps:
        now += timedelta(seconds=gap)
        after = pressed(state, now)
        if after is not None:
            state = after
            taken.append(now)
    windows = [sum(start <= at < start + PER for at in taken) for start in taken]
    assert max(windows, default=0) <= 2 * PRESSES
