"""The close passes while answers are on their way: arrival decides, whatever else happens at that instant."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, connections

from hoithi.contests.models import Part
from hoithi.core import clock
from hoithi.quiz.models import Attempt, Result
from hoithi.quiz.operations.attempt_expire import GRACE, expire_due
from tests.faults.sitting import Sitting, hold_lock, open_part, set_clock
from tests.quiz import factories as make

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]
SECOND = timedelta(seconds=1)
ROUNDS = 6
ARRIVED_S = 1.5
"""After so long a call has reached the server; how it waits there for the lock is the server's affair."""
Apart = Callable[..., Future[Any]]


@pytest.fixture
def part(transactional_db: None) -> Iterator[Part]:
    cache.clear()
    yield open_part()
    cache.clear()


@pytest.fixture
def apart() -> Iterator[Apart]:
    """`apart(call, …)` runs it in a thread with database connections of its own."""
    pool = ThreadPoolExecutor(8)

    def run(call: Callable[..., Any], *args: Any) -> Any:
        try:
            return call(*args)
        finally:
            connections.close_all()

    yield lambda call, *args: pool.submit(run, call, *args)
    pool.shutdown()


def test_a_submit_that_arrives_in_time_and_commits_late_counts(site: str, part: Part, apart: Apart) -> None:
    one = Sitting(site, part, make.entrant(part.contest))
    deadline, taken, release = one.attempt.deadline_at, Event(), Event()
    set_clock(deadline - 30 * SECOND)
    holding = apart(hold_lock, one.attempt, taken, release)
    assert taken.wait(20)
    submitted = apart(one.submit, 1, 2, 3)
    time.sleep(ARRIVED_S)
    set_clock(deadline + 5 * SECOND)
    clock_job = apart(lambda: expire_due(clock.now()))
    time.sleep(0.2)
    assert one.stored().ended_at is None or connection.vendor == "sqlite"
    release.set()
    holding.result(60)
    status, told = submitted.result(60)
    clock_job.result(60)
    expire_due(clock.now())
    assert (status, told) == (200, {"receipt": f"/phieu/{one.attempt.code}/"})
    found = one.stored()
    assert (found.ended_by, found.correct) == (Attempt.SUBMITTED, 3)
    assert found.received_at is not None
    assert found.received_at < deadline
    assert Result.objects.get(attempt=found).correct == 3


def test_a_submit_that_arrives_after_the_close_gets_the_receipt_of_what_was_saved(site: str, part: Part) -> None:
    one = Sitting(site, part, make.entrant(part.contest))
    assert one.save(1)[0] == 200
    set_clock(one.attempt.deadline_at)  # the window is half-open: at this instant it is over
    status, told = one.submit(1, 2, 3)
    assert (status, told) == (200, {"receipt": f"/phieu/{one.attempt.code}/"})
    found = one.stored()
    assert (found.ended_by, found.correct, found.received_at) == (Attempt.EXPIRED, 1, None)


def test_a_save_that_arrives_after_the_close_is_refused_and_told_where_the_receipt_is(site: str, part: Part) -> None:
    one = Sitting(site, part, make.entrant(part.contest))
    set_clock(one.attempt.deadline_at)
    status, told = one.save(1)
    assert (status, told["error"]) == (409, "closed")
    assert expire_due(clock.now() + GRACE) == 1
    assert one.stored().correct == 0


def test_the_clocks_job_at_the_instant_of_the_submit_takes_nothing_away(site: str, part: Part, apart: Apart) -> None:
    people = [Sitting(site, part, make.entrant(part.contest)) for _ in range(ROUNDS)]
    later = people[-1].attempt.deadline_at + GRACE
    set_clock(people[0].attempt.deadline_at - 30 * SECOND)
    work = [apart(expire_due, later) if at % 2 else None for at in range(4)]
    sent = [apart(one.submit, 1, 2) for one in people]
    assert [future.result(60)[0] for future in sent] == [200] * ROUNDS
    for future in filter(None, work):
        future.result(60)
    expire_due(later)
    assert [(one.stored().ended_by, one.stored().correct) for one in people] == [(Attempt.SUBMITTED, 2)] * ROUNDS


def test_a_save_acknowledged_beside_the_submit_was_read_by_the_marking(site: str, part: Part, apart: Apart) -> None:
    for _ in range(ROUNDS):
        one = Sitting(site, part, make.entrant(part.contest))
        bodies = one.answers(1, 2, 3), {"epoch": one.attempt.epoch, "answers": []}
        saved, done = apart(one.post, "luu/", bodies[0]), apart(one.post, "nop/", bodies[1])
        assert done.result(60)[0] == 200
        status, told = saved.result(60)
        found = one.stored()
        if status == 200:
            assert (told["saved"], found.correct) == ([1, 2, 3], 3)
        else:
            assert (status, told["error"], found.correct) == (409, "closed", 0)


def test_nobody_is_left_behind_when_the_last_minute_is_everybodys(site: str, part: Part, apart: Apart) -> None:
    """Some save, some hand in, some do both and some nothing; a second later all have a receipt that verifies."""
    people = [Sitting(site, part, make.entrant(part.contest)) for _ in range(4 * ROUNDS)]
    deadline = min(one.attempt.deadline_at for one in people)
    set_clock(deadline - SECOND / 2)
    work = [apart(one.save, 1) for one in people[:18]] + [apart(one.submit, 1, 2) for one in people[6:]]
    while clock.now() < deadline + 2 * GRACE:
        expire_due(clock.now())
        time.sleep(0.1)
    assert {future.result(60)[0] for future in work} <= {200, 409}
    expire_due(clock.now() + 60 * SECOND)
    assert all(one.stored().ended_by for one in people)
