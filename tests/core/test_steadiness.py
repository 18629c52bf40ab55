"""A machine's clock that is set while the site runs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hoithi.core import clock

STEP = timedelta(hours=1)


class Clocks:
    """Wall and processor time, moved by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall = clock.now()
        self.count = 1000.0
        monkeypatch.setattr(clock, "_machine", lambda: self.wall)
        monkeypatch.setattr(clock.time, "monotonic", lambda: self.count)

    def pass_by(self, seconds: float, *, set_by: timedelta = timedelta(0)) -> None:
        self.wall += timedelta(seconds=seconds) + set_by
        self.count += seconds


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def test_time_that_passes_is_trusted(clocks: Clocks) -> None:
    steady = clock.Steadiness()
    for seconds in (0, 1, 1, 30, 3600):
        clocks.pass_by(seconds, set_by=timedelta(seconds=1))
        assert steady.holds()


def test_a_jump_ahead_is_doubted_for_a_minute_and_then_believed(clocks: Clocks) -> None:
    steady = clock.Steadiness()
    assert steady.holds()
    clocks.pass_by(1, set_by=STEP)
    assert not steady.holds()
    clocks.pass_by(59)
    assert not steady.holds()
    clocks.pass_by(1)
    assert steady.holds()
    clocks.pass_by(1)
    assert steady.holds()


def test_set_right_again_is_trusted_at_once(clocks: Clocks) -> None:
    steady = clock.Steadiness()
    assert steady.holds()
    clocks.pass_by(1, set_by=STEP)
    assert not steady.holds()
    clocks.pass_by(1, set_by=-STEP)
    assert steady.holds()


def test_a_second_jump_is_doubted_anew(clocks: Clocks) -> None:
    steady = clock.Steadiness(wait_s=10)
    steady.holds()
    for _ in range(2):
        clocks.pass_by(1, set_by=STEP)
        assert not steady.holds()
        clocks.pass_by(10)
        assert steady.holds()


def test_running_behind_ends_nobody_early(clocks: Clocks) -> None:
    steady = clock.Steadiness()
    steady.holds()
    clocks.pass_by(1, set_by=-STEP)
    assert steady.holds()


def test_an_offset_is_meant() -> None:
    steady = clock.Steadiness()
    assert steady.holds()
    clock.set_offset(STEP)
    assert steady.holds()
