"""Two of everything at once, on a database with row locks: each lock holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Entrant, Part
from hoithi.quiz.models import Answer, Attempt, Result
from hoithi.quiz.operations.attempt_expire import GRACE, expire_due
from hoithi.quiz.operations.attempt_save import Given, paper_of, save_answers
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from hoithi.quiz.tokens import Ticket
from tests.quiz import factories as make
from tests.quiz.factories import MINUTE, NOW, letters

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
ROUNDS = 10


@pytest.fixture
def part(transactional_db: None) -> Part:
    found = make.contest().parts.select_related("contest").get()
    make.frozen(found)
    return found


@pytest.fixture
def entrants(part: Part) -> Iterator[Entrant]:
    return (make.entrant(part.contest) for _ in range(ROUNDS))


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls in threads that start together; results in order, an exception re-raised."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            gate.wait()
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def carried(attempt: Attempt, right: int, seq: int = 1) -> list[Given]:
    paper = paper_of(attempt.code, attempt.pk)
    return [Given(pos, letter, seq) for pos, letter in enumerate(letters(paper, right), 1)]


def test_two_starts_at_once_open_one_attempt(part: Part, entrants: Iterator[Entrant]) -> None:
    for entrant in entrants:
        found = at_once(*[lambda e=entrant: start_attempt(e, part, now=NOW)] * 3)  # type: ignore[misc]
        assert len({attempt.pk for attempt in found}) == 1
        assert sorted(attempt.epoch for attempt in found) == [1, 2, 3]
    assert Attempt.objects.count() == ROUNDS
    assert AuditEvent.objects.filter(action="quiz:attempt:started").count() == ROUNDS


def test_two_submits_at_once_give_one_receipt(part: Part, entrants: Iterator[Entrant]) -> None:
    for entrant in entrants:
        attempt = start_attempt(entrant, part, now=NOW)
        calls = [
            lambda a=attempt, r=right: submit_attempt(a.code, carried(a, r), epoch=1, now=NOW + MINUTE)  # type: ignore[misc]
            for right in (2, 4)
        ]
        found = at_once(*calls)
        assert sorted(done.again for done in found) == [False, True]
        assert len({done.attempt.receipt_signature for done in found}) == 1
    assert AuditEvent.objects.filter(action="quiz:attempt:submitted").count() == ROUNDS
    assert set(Result.objects.values_list("attempts", flat=True)) == {1}


def test_a_save_beside_a_submit_is_marked_or_not_acknowledged(part: Part, entrants: Iterator[Entrant]) -> None:
    for entrant in entrants:
        attempt = start_attempt(entrant, part, now=NOW)
        answers = carried(attempt, 5, seq=2)
        ticket = Ticket(attempt.pk, part.pk)
        saved, done = at_once(
            lambda a=attempt, g=answers, t=ticket: save_answers(a.code, t, 1, g, now=NOW + MINUTE),  # type: ignore[misc]
            lambda a=attempt: submit_attempt(a.code, [], epoch=1, now=NOW + MINUTE),  # type: ignore[misc]
        )
        acknowledged = saved.state == "saved"
        assert done.attempt.correct == (5 if acknowledged else 0)
        assert Answer.objects.filter(attempt=attempt).exists() is acknowledged


def test_the_clock_beside_a_submit_in_time_never_takes_it_away(part: Part, entrants: Iterator[Entrant]) -> None:
    for entrant in entrants:
        attempt = start_attempt(entrant, part, now=NOW)
        in_time, later = attempt.deadline_at - MINUTE, attempt.deadline_at + GRACE
        at_once(
            lambda a=attempt, n=in_time: submit_attempt(a.code, carried(a, 5), epoch=1, now=n),  # type: ignore[misc]
            lambda n=later: expire_due(n),  # type: ignore[misc]
        )
        attempt.refresh_from_db()
        assert (attempt.ended_by, attempt.correct) == ("submitted", 5)


def test_two_clocks_at_once_end_each_attempt_once(part: Part, entrants: Iterator[Entrant]) -> None:
    attempts = [start_attempt(entrant, part, now=NOW) for entrant in entrants]
    later = attempts[0].deadline_at + GRACE
    first, second = at_once(lambda: expire_due(later), lambda: expire_due(later))
    expire_due(later)  # what both had skipped
    assert first + second <= ROUNDS
    assert Result.objects.count() == ROUNDS
    assert AuditEvent.objects.filter(action="quiz:attempt:expired").count() == ROUNDS


def test_a_save_racing_with_a_new_epoch_is_never_backwards(part: Part, entrants: Iterator[Entrant]) -> None:
    for entrant in entrants:
        attempt = start_attempt(entrant, part, now=NOW)
        ticket = Ticket(attempt.pk, part.pk)
        saved, reopened = at_once(
            lambda a=attempt, t=ticket: save_answers(a.code, t, 1, [Given(1, "A", 1)], now=NOW),  # type: ignore[misc]
            lambda e=entrant: start_attempt(e, part, now=NOW),  # type: ignore[misc]
        )
        assert reopened.epoch == 2
        assert saved.state == ("saved" if Answer.objects.filter(attempt=attempt).exists() else "superseded")
