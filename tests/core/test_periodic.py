from __future__ import annotations

import threading

import pytest

from hoithi.core import periodic


@pytest.fixture(autouse=True)
def _no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "_jobs", {})


def test_a_job_runs_when_it_is_due() -> None:
    runs: list[int] = []
    periodic.every(seconds=5)(lambda: runs.append(1))
    for moment in (100.0, 101.0, 105.0, 109.0, 110.0):
        periodic.run_due(moment)
    assert len(runs) == 3


def test_a_failing_job_is_logged_and_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    runs: list[int] = []

    @periodic.every(seconds=1)
    def a_failing() -> None:
        raise RuntimeError("no")

    @periodic.every(seconds=1)
    def b_working() -> None:
        runs.append(1)

    assert len(periodic.run_due(0.0)) == 2
    assert runs == [1]
    assert "a_failing" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_loop_ends_when_told() -> None:
    stop = threading.Event()
    periodic.every(seconds=0)(stop.set)
    thread = threading.Thread(target=periodic.loop, args=[stop], kwargs={"step_s": 0.01})
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
