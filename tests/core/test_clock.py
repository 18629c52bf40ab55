"""The only source of business time: frozen in a block, shifted for a demonstration, always aware."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from hoithi.core import clock

MOMENT = datetime(2024, 8, 31, 16, 59, 59, 999_000, tzinfo=UTC)


def test_now_is_in_vietnam_and_ticks() -> None:
    first = clock.now()
    assert first.tzinfo is clock.VIETNAM
    assert first.utcoffset() == timedelta(hours=7)
    assert timedelta(0) <= clock.now() - first < timedelta(seconds=5)


def test_frozen_at_holds_and_lets_go() -> None:
    with clock.frozen_at(MOMENT):
        assert clock.now() == clock.now() == MOMENT
        assert clock.now().hour == 23
        with clock.frozen_at(MOMENT + timedelta(milliseconds=1)):
            assert clock.now().day == 1
        assert clock.now() == MOMENT
    assert clock.now() != MOMENT


def test_an_error_inside_lets_go_too() -> None:
    with pytest.raises(KeyError), clock.frozen_at(MOMENT):
        raise KeyError
    assert clock.now() != MOMENT


def test_an_instant_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"), clock.frozen_at(MOMENT.replace(tzinfo=None)):
        pass


def test_offset_shifts_and_keeps_ticking() -> None:
    clock.set_offset(timedelta(days=-30))
    shifted = clock.now()
    real = datetime.now(UTC)
    assert timedelta(days=29, hours=23) < real - shifted < timedelta(days=30, hours=1)
    assert clock.now() >= shifted


def test_freezing_does_not_reach_other_threads() -> None:
    seen: list[datetime] = []
    with clock.frozen_at(MOMENT):
        worker = threading.Thread(target=lambda: seen.append(clock.now()))
        worker.start()
        worker.join()
    assert seen[0] != MOMENT
