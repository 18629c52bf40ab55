from datetime import datetime, timedelta

import pytest

from hoithi.contests.rules.lifecycle import PartState, Window, days_left, part_state, phase
from hoithi.core.clock import VIETNAM

OPENS = datetime(2024, 6, 1, tzinfo=VIETNAM)
CLOSES = datetime(2024, 9, 1, tzinfo=VIETNAM)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "frozen", "state"),
    [
        (OPENS - TICK, True, "upcoming"),
        (OPENS, True, "open"),
        (OPENS, False, "blocked"),
        (CLOSES - timedelta(milliseconds=1), True, "open"),  # 23:59:59.999 of the last day
        (CLOSES, True, "closed"),  # 00:00:00
        (CLOSES, False, "closed"),
    ],
)
def test_windows_are_half_open(now: datetime, frozen: bool, state: PartState) -> None:
    assert part_state(Window(OPENS, CLOSES, frozen=frozen), now) == state


@pytest.mark.parametrize(
    "window", [Window(None, CLOSES), Window(OPENS, None), Window(OPENS, CLOSES, exact=False, frozen=True)]
)
def test_an_imprecise_window_never_opens(window: Window) -> None:
    assert part_state(window, OPENS + timedelta(days=1)) == "unset"


@pytest.mark.parametrize(
    ("states", "published", "expected"),
    [
        ([], False, "prepare"),
        (["upcoming", "unset"], False, "prepare"),
        (["blocked"], False, "prepare"),
        (["open", "upcoming"], False, "run"),
        (["closed", "upcoming"], False, "run"),
        (["closed", "closed"], False, "review"),
        (["closed"], True, "publish"),
    ],
)
def test_the_phase_derives_from_the_parts(states: list[PartState], published: bool, expected: str) -> None:
    assert phase(states, results_published=published) == expected


def test_days_left_are_rounded_up_to_whole_days() -> None:
    assert days_left(CLOSES, datetime(2024, 6, 22, 20, 30, tzinfo=VIETNAM)) == 71
    assert days_left(CLOSES, CLOSES - timedelta(minutes=1)) == 1
    assert days_left(CLOSES, CLOSES) == 0
    assert days_left(CLOSES, CLOSES + timedelta(days=3)) == 0
