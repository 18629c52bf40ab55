"""Submits of many in one transaction: each marked, signed and answered as if it were alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import DataError, connection, transaction

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Part, StandingRow
from hoithi.quiz.fast.asgi import SpeedPath
from hoithi.quiz.models import Answer, Attempt, Result
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import Handing
from hoithi.quiz.queries.attempt_receipt import is_genuine
from hoithi.quiz.tokens import issue_token
from tests.quiz import factories as make
from tests.quiz.factories import MINUTE, NOW
from tests.quiz.fast.caller import Reply, move_clock, one, post, speaking, whole
from tests.quiz.fast.test_saves import writing_elsewhere

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


def handed_in(*requests: tuple[Attempt, dict[str, Any]], **more: Any) -> list[Reply]:
    async def talk(path: SpeedPath) -> list[Reply]:
        return await asyncio.gather(*[post(path, attempt, "nop", body, **more) for attempt, body in requests])

    found: list[Reply] = speaking(talk)
    return found


def test_many_hand_in_at_once(attempts: list[Attempt]) -> None:
    replies = handed_in(*[(attempt, whole(attempt, right)) for right, attempt in enumerate(attempts, 1)])
    assert [reply.status for reply in replies] == [200] * 4
    assert [reply.body for reply in replies] == [{"receipt": f"/phieu/{attempt.code}/"} for attempt in attempts]
    ended = Attempt.objects.select_related("part__contest", "entrant__group").order_by("pk")
    assert [(attempt.correct, attempt.ended_by) for attempt in ended] == [(n, "submitted") for n in (1, 2, 3, 4)]
    assert all(is_genuine(attempt) for attempt in ended)
    assert Result.objects.count() == StandingRow.objects.count() == 4
    assert AuditEvent.objects.filter(action="quiz:attempt:submitted").count() == 4


def test_one_bad_request_of_each_kind_among_good_ones(attempts: list[Attempt], part: Part) -> None:
    good, twice, superseded, wrong = attempts
    handed_in((twice, whole(twice, 2)))
    Attempt.objects.filter(pk=superseded.pk).update(epoch=2)

    async def talk(path: SpeedPath) -> list[Reply]:
        return await asyncio.gather(
            post(path, good, "nop", whole(good, 5)),
            post(path, twice, "nop", whole(twice, 5, seq=9)),
            post(path, superseded, "nop", whole(superseded, 5)),
            post(path, wrong, "nop", one(99, "A", 1)),
            post(path, wrong, "nop", whole(wrong, 5), token=issue_token(good)),
            post(path, wrong, "nop", b"[]"),
        )

    replies: list[Reply] = speaking(talk)
    errors = [reply.body.get("error", "") for reply in replies]
    assert errors == ["", "", "superseded", "malformed", "forged", "malformed"]
    assert dict(Result.objects.values_list("attempt_id", "correct")) == {good.pk: 5, twice.pk: 2}


def test_arrival_decides_for_each(attempts: list[Attempt]) -> None:
    good, late, *_ = attempts
    Attempt.objects.filter(pk=late.pk).update(deadline_at=NOW + MINUTE)
    move_clock(NOW + MINUTE)
    replies = handed_in((good, whole(good, 5)), (late, whole(late, 5)))
    assert [reply.status for reply in replies] == [200, 200]
    assert dict(Attempt.objects.values_list("pk", "ended_by"))[late.pk] == "expired"
    assert not Answer.objects.filter(attempt=late).exists()


def test_what_the_database_refuses_fails_alone(attempts: list[Attempt]) -> None:
    guilty = attempts[1].code

    async def talk(path: SpeedPath) -> list[Reply]:
        ordinary = path.submits.work

        def work(batch: Sequence[Handing]) -> Any:
            if any(handing.code == guilty for handing in batch):
                raise DataError("a row that cannot be")
            return ordinary(batch)

        path.submits.work = work
        return await asyncio.gather(*[post(path, attempt, "nop", whole(attempt, 5)) for attempt in attempts])

    replies: list[Reply] = speaking(talk)
    assert [reply.status for reply in replies] == [200, 500, 200, 200]
    assert Result.objects.count() == 3


def test_a_broken_paper_fails_alone_and_whole(attempts: list[Attempt]) -> None:
    Attempt.objects.filter(pk=attempts[1].pk).update(paper=[[0, ["a"]]])
    bodies = [one(1, "", 1) if attempt == attempts[1] else whole(attempt, 5) for attempt in attempts]
    replies = handed_in(*zip(attempts, bodies, strict=True))
    assert [reply.status for reply in replies] == [200, 500, 200, 200]
    assert set(Attempt.objects.filter(ended_at=None).values_list("pk", flat=True)) == {attempts[1].pk}


def test_nobody_is_answered_before_the_commit(attempts: list[Attempt]) -> None:
    async def talk(path: SpeedPath) -> Reply:
        with writing_elsewhere(attempts[0]) as let_go:
            waiting = asyncio.create_task(post(path, attempts[0], "nop", whole(attempts[0], 5)))
            await asyncio.sleep(0.4)
            assert not waiting.done()
            let_go.set()
            return await waiting

    assert speaking(talk).status == 200
    assert Result.objects.get().correct == 5


def test_a_retry_while_the_first_still_waits_gets_its_outcome(attempts: list[Attempt]) -> None:
    """The first arrived in time; its page asks again after the close, with nothing in its hands."""
    Attempt.objects.filter(pk=attempts[0].pk).update(deadline_at=NOW + MINUTE)

    async def talk(path: SpeedPath) -> list[Reply]:
        with writing_elsewhere(attempts[0]) as let_go:
            first = asyncio.create_task(post(path, attempts[0], "nop", whole(attempts[0], 5)))
            await asyncio.sleep(0.2)
            move_clock(NOW + 2 * MINUTE)
            again = asyncio.create_task(post(path, attempts[0], "nop", {"epoch": 1, "answers": []}))
            await asyncio.sleep(0.2)
            assert not first.done()
            assert not again.done()
            let_go.set()
            return [await first, await again]

    replies: list[Reply] = speaking(talk)
    assert [(reply.status, reply.body) for reply in replies] == [(200, {"receipt": f"/phieu/{attempts[0].code}/"})] * 2
    assert Result.objects.get().correct == 5
    attempts[0].refresh_from_db()
    assert attempts[0].ended_by == "submitted"
    assert NOW <= attempts[0].ended_at < NOW + MINUTE


def test_whoever_hung_up_has_handed_in_all_the_same(attempts: list[Attempt]) -> None:
    """A phone that gave up waiting after its submit had arrived: its next question gets the receipt of the first."""

    async def talk(path: SpeedPath) -> Reply:
        with writing_elsewhere(attempts[0]) as let_go:
            first = asyncio.create_task(post(path, attempts[0], "nop", whole(attempts[0], 5)))
            await asyncio.sleep(0.2)
            first.cancel()
            let_go.set()
        return await post(path, attempts[0], "nop", {"epoch": 1, "answers": []})

    assert speaking(talk).status == 200
    assert Result.objects.get().correct == 5


def test_submits_wait_longer_than_saves() -> None:
    path = SpeedPath(application=None)  # type: ignore[arg-type]  # nobody asks it
    assert path.submits.patience_s > 2 * path.saves.patience_s > 10, "longer than the page waits for one answer"


@pytest.mark.postgresql
def test_neighbours_do_not_wait_for_one_that_is_locked(attempts: list[Attempt]) -> None:
    async def talk(path: SpeedPath) -> list[int]:
        with writing_elsewhere(attempts[0]) as let_go:
            waiting = asyncio.create_task(post(path, attempts[0], "nop", whole(attempts[0], 5)))
            others = await asyncio.gather(*[post(path, other, "nop", whole(other, 5)) for other in attempts[1:]])
            assert not waiting.done()
            let_go.set()
            return [reply.status for reply in (await waiting, *others)]

    assert speaking(talk) == [200] * 4


@pytest.mark.postgresql
def test_a_connection_lost_in_the_middle_is_made_anew(attempts: list[Attempt]) -> None:
    async def talk(path: SpeedPath) -> list[Reply]:
        ordinary = path.submits.work

        def lose_it(batch: Sequence[Handing]) -> Any:
            path.submits.work = ordinary
            with transaction.atomic(), connection.cursor() as cursor:
                ordinary(batch)
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

        path.submits.work = lose_it
        return await asyncio.gather(*[post(path, attempt, "nop", whole(attempt, 5)) for attempt in attempts])

    replies: list[Reply] = speaking(talk)
    assert [reply.status for reply in replies] == [200] * 4
    assert set(Result.objects.values_list("attempts", "correct")) == {(1, 5)}


def test_two_processes_and_two_taps_give_one_result(attempts: list[Attempt]) -> None:
    async def talk(first: SpeedPath) -> list[Reply]:
        second = SpeedPath(first.application)
        try:
            return await asyncio.gather(
                *[
                    post(path, attempt, "nop", whole(attempt, 5))
                    for path in (first, second, first)
                    for attempt in attempts
                ]
            )
        finally:
            await second.stop()

    assert {reply.status for reply in speaking(talk)} == {200}
    assert set(Result.objects.values_list("attempts", "correct")) == {(1, 5)}
    assert AuditEvent.objects.filter(action="quiz:attempt:submitted").count() == 4


def test_saves_beside_submits_are_marked_or_not_acknowledged(attempts: list[Attempt]) -> None:
    async def talk(path: SpeedPath) -> list[Reply]:
        calls = []
        for attempt in attempts:
            calls.append(post(path, attempt, "luu", whole(attempt, 5, seq=2)))
            calls.append(post(path, attempt, "nop", {"epoch": 1, "answers": []}))
        return await asyncio.gather(*calls)

    replies: list[Reply] = speaking(talk)
    for n, attempt in enumerate(attempts):
        attempt.refresh_from_db()
        saved, handed = replies[2 * n : 2 * n + 2]
        assert handed.status == 200
        assert attempt.correct == (5 if saved.status == 200 else 0)


def test_a_missing_prediction_loses_no_answer(transactional_db: None) -> None:
    asked = {"question": "Có bao nhiêu người dự thi?", "truth": "people", "required": True}
    part = make.contest(prediction=asked).parts.select_related("contest").get()
    make.frozen(part)
    move_clock(NOW)
    attempt = start_attempt(make.entrant(part.contest), part, now=NOW)
    (missing,) = handed_in((attempt, whole(attempt, 5)), cookie="django_language=en")
    assert (missing.status, missing.body["error"], Answer.objects.count()) == (400, "malformed", 5)
    (handed,) = handed_in((attempt, whole(attempt, 5) | {"prediction": 7900}))
    attempt.refresh_from_db()
    assert (handed.status, attempt.prediction, attempt.correct) == (200, 7900, 5)
