"""Saves of many at once: one statement, yet each is judged and answered as if it were alone."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DataError, connection, connections, transaction

from hoithi.contests.models import Part
from hoithi.quiz.fast import wire
from hoithi.quiz.fast.asgi import SpeedPath
from hoithi.quiz.fast.lane import Busy, Lane
from hoithi.quiz.forms.sitting import MAX_BODY
from hoithi.quiz.models import Answer, Attempt
from hoithi.quiz.operations.attempt_resume import resume_attempt
from hoithi.quiz.operations.attempt_save import Asked, Given, save_many
from hoithi.quiz.operations.attempt_submit import submit_attempt
from hoithi.quiz.queries import attempt_choices
from hoithi.quiz.tokens import Ticket, issue_token
from tests import loops
from tests.quiz.factories import MINUTE, NOW
from tests.quiz.fast.caller import Reply, call, move_clock, one, post, speaking

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


def held(attempt: Attempt) -> dict[int, int]:
    """Counter of the answer the server holds, by place."""
    return dict(Answer.objects.filter(attempt=attempt).values_list("pos", "seq"))


def together(*requests: tuple[Attempt, dict[str, Any]], **more: Any) -> list[Reply]:
    async def talk(path: SpeedPath) -> list[Reply]:
        return await asyncio.gather(*[post(path, attempt, "luu", body, **more) for attempt, body in requests])

    found: list[Reply] = speaking(talk)
    return found


def test_a_save_is_answered_as_the_ordinary_view_answers(attempts: list[Attempt], client: Any) -> None:
    (fast,) = together((attempts[0], one(1, "A", 1)))
    slow = client.post(
        f"/bai-thi/{attempts[1].code}/luu/",
        one(1, "A", 1),
        content_type="application/json",
        headers={"Authorization": f"Attempt {issue_token(attempts[1])}"},
    )
    assert fast.status == slow.status_code == 200
    assert fast.body | {"server_time": ""} == slow.json() | {"server_time": ""}
    expected = {name.lower(): value for name, value in slow.headers.items()} | {"content-length": "133"}
    assert fast.headers | {"content-length": "133", "expires": expected["expires"]} == expected
    assert "set-cookie" not in fast.headers


def test_one_bad_request_of_each_kind_among_good_ones(attempts: list[Attempt], part: Part) -> None:
    good, other, submitted, reopened = attempts
    submit_attempt(submitted.code, [], epoch=1, now=NOW)
    resume_attempt(reopened.code, now=NOW)

    async def talk(path: SpeedPath) -> list[Reply]:
        return await asyncio.gather(
            post(path, good, "luu", one(1, "A", 1)),
            post(path, submitted, "luu", one(1, "A", 1)),
            post(path, reopened, "luu", one(1, "A", 1)),
            post(path, good, "luu", one(2, "A", 2), token=issue_token(other)),
            post(path, good, "luu", one(2, "A", 3), token="x"),
            post(path, good, "luu", one(99, "A", 4)),
            post(path, good, "luu", b"{"),
            post(path, other, "luu", one(5, "B", 1)),
        )

    replies: list[Reply] = speaking(talk)
    assert [reply.body.get("error", "") for reply in replies] == [
        *("", "closed", "superseded", "forged", "forged", "malformed", "malformed", "")
    ]
    assert [reply.status for reply in replies] == [200, 409, 409, 403, 403, 400, 400, 200]
    assert replies[1].body["receipt"] == f"/phieu/{submitted.code}/"
    assert [held(attempt) for attempt in attempts] == [{1: 1}, {5: 1}, {}, {}]


def test_arrival_decides_for_each(attempts: list[Attempt], part: Part) -> None:
    good, late, *_ = attempts
    Attempt.objects.filter(pk=late.pk).update(deadline_at=NOW + MINUTE)
    move_clock(NOW + MINUTE)
    in_time, too_late = together((good, one(1, "A", 1)), (late, one(1, "A", 1)))
    assert (in_time.status, too_late.body["error"]) == (200, "closed")
    assert held(late) == {}


@pytest.mark.parametrize("order", [(7, 8), (8, 7)])
def test_two_requests_for_one_question_leave_the_newer(attempts: list[Attempt], order: tuple[int, int]) -> None:
    replies = together(*[(attempts[0], one(1, "AB"[seq % 2], seq)) for seq in order])
    assert [reply.body["saved"] for reply in replies] == [[1], [1]]
    assert held(attempts[0]) == {1: 8}


def test_a_request_of_a_wrong_epoch_does_not_take_its_neighbour_along(attempts: list[Attempt]) -> None:
    replies = together((attempts[0], one(1, "A", 1)), (attempts[0], one(1, "B", 2, epoch=9)))
    assert [reply.status for reply in replies] == [200, 409]
    assert held(attempts[0]) == {1: 1}


def test_many_attempts_are_one_statement(attempts: list[Attempt], django_assert_num_queries: Any) -> None:
    batch = [Asked(one.code, Ticket(one.pk, one.part_id), 1, [Given(1, "A", 1)], NOW) for one in attempts]
    save_many(batch)  # reads the papers
    with django_assert_num_queries(2):
        save_many(batch)
    assert Answer.objects.count() == 4


def test_papers_of_a_batch_are_read_together(attempts: list[Attempt], django_assert_num_queries: Any) -> None:
    attempt_choices._papers.clear()  # starts have put them there
    with django_assert_num_queries(3):
        save_many([Asked(one.code, Ticket(one.pk, one.part_id), 1, [Given(1, "A", 1)], NOW) for one in attempts])


def test_a_row_the_database_refuses_fails_alone(attempts: list[Attempt]) -> None:
    guilty = attempts[2].pk

    def work(batch: Sequence[Asked]) -> Any:
        done = save_many(batch)
        if any(asked.ticket.attempt_id == guilty for asked in batch):
            raise DataError("a row that cannot be")
        return done

    async def talk(path: SpeedPath) -> list[Reply]:
        path.saves.work = lambda batch: _atomically(work, batch)
        return await asyncio.gather(*[post(path, attempt, "luu", one(1, "A", 1)) for attempt in attempts])

    replies: list[Reply] = speaking(talk)
    assert [reply.status for reply in replies] == [200, 200, 500, 200]
    assert [held(attempt) for attempt in attempts] == [{1: 1}, {1: 1}, {}, {1: 1}]


def _atomically(work: Any, batch: Sequence[Asked]) -> Any:
    with transaction.atomic():
        return work(batch)


@pytest.mark.postgresql
def test_a_lost_connection_is_made_anew(attempts: list[Attempt]) -> None:
    async def talk(path: SpeedPath) -> list[Reply]:
        def break_it(batch: Sequence[Asked]) -> Any:
            connection.ensure_connection()
            connection.connection.close()
            path.saves.work = ordinary
            return ordinary(batch)

        first = await post(path, attempts[0], "luu", one(1, "A", 1))
        ordinary, path.saves.work = path.saves.work, break_it
        return [first, await post(path, attempts[0], "luu", one(2, "A", 2))]

    replies: list[Reply] = speaking(talk)
    assert [reply.status for reply in replies] == [200, 200]


@contextmanager
def writing_elsewhere(attempt: Attempt) -> Iterator[threading.Event]:
    """Somebody holds the attempt (SQLite: the file) until the event is set."""
    holds, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Attempt.objects.filter(pk=attempt.pk).update(prediction=None)
            holds.set()
            let_go.wait(10)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    holds.wait(10)
    try:
        yield let_go
    finally:
        let_go.set()
        thread.join()


def test_nobody_is_answered_before_the_commit(attempts: list[Attempt]) -> None:
    async def talk(path: SpeedPath) -> Reply:
        with writing_elsewhere(attempts[0]) as let_go:
            waiting = asyncio.create_task(post(path, attempts[0], "luu", one(1, "A", 1)))
            await asyncio.sleep(0.4)
            assert not waiting.done()
            assert await asyncio.to_thread(_held_now, attempts[0]) == {}
            let_go.set()
            return await waiting

    reply: Reply = speaking(talk)
    assert (reply.status, held(attempts[0])) == (200, {1: 1})


def _held_now(attempt: Attempt) -> dict[int, int]:
    try:
        return held(attempt)
    finally:
        connections.close_all()


@pytest.mark.postgresql
def test_neighbours_do_not_wait_for_an_attempt_that_is_being_ended(attempts: list[Attempt]) -> None:
    async def talk(path: SpeedPath) -> list[int]:
        with writing_elsewhere(attempts[0]) as let_go:
            waiting = asyncio.create_task(post(path, attempts[0], "luu", one(1, "A", 1)))
            others = await asyncio.gather(*[post(path, other, "luu", one(1, "A", 1)) for other in attempts[1:]])
            assert not waiting.done()
            let_go.set()
            return [reply.status for reply in (await waiting, *others)]

    assert speaking(talk) == [200, 200, 200, 200]


@pytest.mark.postgresql
def test_patience_has_an_end(attempts: list[Attempt]) -> None:
    async def talk(path: SpeedPath) -> Reply:
        path.saves.patience_s = 0.2
        with writing_elsewhere(attempts[0]):
            return await post(path, attempts[0], "luu", one(1, "A", 1))

    reply: Reply = speaking(talk)
    assert (reply.status, reply.body["error"], reply.headers["retry-after"]) == (503, "busy", "2")


def test_more_than_there_is_room_for_is_turned_away_at_once(attempts: list[Attempt]) -> None:
    async def talk(path: SpeedPath) -> list[Reply]:
        path.saves.room = 5  # two answers and their heads
        return await asyncio.gather(*[post(path, attempt, "luu", one(1, "A", 1)) for attempt in attempts])

    replies: list[Reply] = speaking(talk)
    assert sorted(reply.status for reply in replies) == [200, 200, 503, 503]
    turned = next(reply for reply in replies if reply.status == 503)
    assert (turned.body["error"], turned.headers["retry-after"]) == ("busy", "2")
    assert Answer.objects.count() == 2


def test_two_processes_save_one_attempt(attempts: list[Attempt]) -> None:
    """Two paths with two connections, as two processes have them: the greatest counter wins whoever is faster."""

    async def talk(first: SpeedPath) -> list[Reply]:
        second = SpeedPath(first.application)
        try:
            return await asyncio.gather(
                *[
                    post((first, second)[seq % 2], attempt, "luu", one(1, "ABCD"[seq % 4], seq))
                    for seq in range(1, 21)
                    for attempt in attempts
                ]
            )
        finally:
            await second.stop()

    assert {reply.status for reply in speaking(talk)} == {200}
    assert [held(attempt) for attempt in attempts] == [{1: 20}] * 4


def test_stopping_writes_what_waits(attempts: list[Attempt]) -> None:
    async def talk(path: SpeedPath) -> list[Reply]:
        waiting = [asyncio.create_task(post(path, attempt, "luu", one(1, "A", 1))) for attempt in attempts]
        await asyncio.sleep(0)
        await path.stop()
        return await asyncio.gather(*waiting)

    assert [reply.status for reply in speaking(talk)] == [200] * 4
    assert Answer.objects.count() == 4


def test_the_server_tells_when_it_starts_and_ends() -> None:
    said: list[str] = []

    async def talk(path: SpeedPath) -> None:
        coming = iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive() -> Any:
            return {"type": next(coming)}

        async def send(message: Any) -> None:
            said.append(message["type"])

        await path({"type": "lifespan"}, receive, send)

    speaking(talk)
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


@pytest.mark.parametrize(
    ("cookie", "language", "word"), [("", "vi", "Thẻ"), ("django_language=en", "en", "attempt"), ("x=en", "vi", "Thẻ")]
)
def test_the_sentence_is_in_the_reader_s_language(
    attempts: list[Attempt], cookie: str, language: str, word: str
) -> None:
    (reply,) = together((attempts[0], one(1, "A", 1)), token="x", cookie=cookie, accept_language="en")
    assert reply.headers["content-language"] == language
    assert word in reply.body["message"]
    (reply,) = together((attempts[0], one(99, "A", 1)), cookie=cookie)
    assert ("Câu trả lời" in reply.body["message"]) is (language == "vi")


def test_a_body_longer_than_any_paper_is_not_read_to_its_end(attempts: list[Attempt]) -> None:
    async def talk(path: SpeedPath) -> list[Reply]:
        address, token = f"/bai-thi/{attempts[0].code}/luu/", f"Attempt {issue_token(attempts[0])}"
        chunk = b" " * 65536
        return [
            await call(path, address, [b"x"], authorization=token, content_length=str(MAX_BODY + 1)),
            await call(path, address, [chunk] * 100, authorization=token),
            await call(path, address, [chunk] * 100, authorization=token, content_length="10"),
            await call(path, address, [b"x"], authorization=token, content_length="many"),
        ]

    for reply in speaking(talk):
        assert (reply.status, reply.body["error"], reply.headers["connection"]) == (400, "malformed", "close")


def test_a_body_may_come_in_pieces_but_not_for_ever(attempts: list[Attempt], monkeypatch: Any) -> None:
    monkeypatch.setattr(wire, "SLOW_S", 0.2)
    address, token = f"/bai-thi/{attempts[0].code}/luu/", f"Attempt {issue_token(attempts[0])}"
    pieces = [b'{"epoch": 1, "ans', b'wers": []', b"}"]

    async def talk(path: SpeedPath) -> list[Reply]:
        return [
            await call(path, address, pieces, authorization=token, delay_s=0.01),
            await call(path, address, pieces, authorization=token, delay_s=1),
        ]

    good, slow = speaking(talk)
    assert (good.status, slow.status, slow.body["error"]) == (200, 408, "too_slow")
    assert slow.headers["connection"] == "close"


def test_a_client_that_goes_away_is_forgotten(attempts: list[Attempt]) -> None:
    async def talk(path: SpeedPath) -> Reply:
        return await call(
            path, f"/bai-thi/{attempts[0].code}/luu/", [], authorization=f"Attempt {issue_token(attempts[0])}"
        )

    assert speaking(talk).status == 0


def test_too_many_saves_of_one_attempt_wait_and_other_attempts_do_not(attempts: list[Attempt]) -> None:
    async def talk(path: SpeedPath) -> tuple[list[Reply], Reply]:
        empty = {"epoch": 1, "answers": []}
        many = [await post(path, attempts[0], "luu", empty) for _ in range(121)]
        return many, await post(path, attempts[1], "luu", empty)

    many, other = speaking(talk)
    assert [reply.status for reply in many] == [200] * 120 + [429]
    assert (many[-1].body["error"], many[-1].headers["retry-after"], other.status) == ("too_often", "10", 200)


def test_what_is_not_the_script_s_goes_on_whole(attempts: list[Attempt], settings: Any) -> None:
    async def talk(path: SpeedPath) -> list[Reply]:
        address = f"/bai-thi/{attempts[0].code}/luu/"
        form = await call(path, address, [b"epoch=1", b"&x=2"], content_type="application/x-www-form-urlencoded")
        stranger = await call(path, address, [b"{}"], host="elsewhere.example")
        settings.SECURE_SSL_REDIRECT = True
        plain = await call(path, address, [b"{}"])
        elsewhere = await call(path, "/tra-cuu/luu/", [b"{}"])
        return [form, stranger, plain, elsewhere]

    replies: list[Reply] = speaking(talk)
    assert [reply.status for reply in replies] == [299] * 4
    assert replies[0].body == "epoch=1&x=2"


def test_a_mistake_of_the_program_does_not_end_the_lane() -> None:
    answers: list[Any] = [[], [7]]

    async def talk() -> int:
        lane: Lane[int, int] = Lane("test", lambda batch: answers.pop(0), key=lambda item: item)
        try:
            with pytest.raises(Busy):
                await lane.ask(1)
            return await lane.ask(1)
        finally:
            await asyncio.to_thread(lane.stop)

    assert loops.run(talk()) == 7


def test_a_failing_program_answers_that_it_failed() -> None:
    def work(batch: Sequence[int]) -> list[int]:
        raise ZeroDivisionError

    async def talk() -> None:
        lane: Lane[int, int] = Lane("test", work, key=lambda item: item)
        try:
            with pytest.raises(ZeroDivisionError):
                await lane.ask(1)
        finally:
            await asyncio.to_thread(lane.stop)

    loops.run(talk())
    assert Busy.status == 503
