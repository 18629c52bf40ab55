"""Handing in: what arrived in time counts, once; which attempt counts is the plan's choice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Entrant, Part
from hoithi.core.sealed import public_key
from hoithi.quiz.models import Answer, Attempt, Result
from hoithi.quiz.operations.attempt_errors import AttemptNotFound, AttemptSuperseded, BadAnswer, BadPrediction
from hoithi.quiz.operations.attempt_expire import expire_due
from hoithi.quiz.operations.attempt_resume import resume_attempt
from hoithi.quiz.operations.attempt_save import Given, paper_of, save_answers
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import Handing, Submission, submit_attempt, submit_many
from hoithi.quiz.queries.attempt_receipt import is_genuine
from hoithi.quiz.tokens import Ticket
from tests.quiz import factories as make
from tests.quiz.factories import CLOSES, MINUTE, NOW, letters

pytestmark = [pytest.mark.both, pytest.mark.django_db]
TICK = timedelta(microseconds=1)


def carried(attempt: Attempt, right: int, seq: int = 1) -> list[Given]:
    paper = paper_of(attempt.code, attempt.pk)
    return [Given(pos, letter, seq) for pos, letter in enumerate(letters(paper, right), 1)]


def sit(entrant: Entrant, part: Part, right: int, *, at: datetime, takes: timedelta = MINUTE) -> Attempt:
    attempt = start_attempt(entrant, part, now=at)
    return submit_attempt(attempt.code, carried(attempt, right), epoch=1, now=at + takes).attempt


@pytest.fixture
def attempt(entrant: Entrant, part: Part) -> Attempt:
    return start_attempt(entrant, part, now=NOW)


def actions() -> list[str]:
    found = AuditEvent.objects.filter(action__startswith="quiz:attempt:").order_by("id")
    return [action.rpartition(":")[2] for action in found.values_list("action", flat=True)]


def test_a_submit_marks_counts_signs_and_logs(attempt: Attempt, part: Part, entrant: Entrant) -> None:
    done = submit_attempt(attempt.code, carried(attempt, 4), epoch=1, now=NOW + 3 * MINUTE)
    ended = done.attempt
    assert (done.late, done.again, ended.ended_by, ended.received_at) == (False, False, "submitted", NOW + 3 * MINUTE)
    assert (ended.correct, ended.score, ended.elapsed_ms) == (4, "", 180_000)
    result = Result.objects.get(part=part, entrant=entrant)
    assert (result.correct, result.attempt_id, result.all_correct, result.attempts) == (4, attempt.pk, False, 1)
    assert Answer.objects.count() == 5
    assert actions() == ["started", "submitted"]
    event = AuditEvent.objects.get(action="quiz:attempt:submitted")
    assert event.data == {"part": part.key, "n": 1, "correct": 4, "elapsed_ms": 180_000}


def test_the_receipt_is_signed_and_stops_being_genuine_when_changed(attempt: Attempt, settings: Any) -> None:
    ended = submit_attempt(attempt.code, carried(attempt, 4), epoch=1, now=NOW + MINUTE).attempt
    assert public_key(settings.SIGNING_KEY)
    assert is_genuine(ended)
    ended.correct = 5
    assert not is_genuine(ended)


def test_handing_in_twice_gives_the_same_receipt_and_one_result(attempt: Attempt) -> None:
    first = submit_attempt(attempt.code, carried(attempt, 2), epoch=1, now=NOW + MINUTE)
    second = submit_attempt(attempt.code, carried(attempt, 5, seq=9), epoch=1, now=NOW + 2 * MINUTE)
    assert (second.again, second.attempt.correct) == (True, 2)
    assert second.attempt.receipt_signature == first.attempt.receipt_signature
    assert actions() == ["started", "submitted"]
    assert Result.objects.get().attempts == 1


def test_after_the_deadline_what_was_saved_in_time_counts(attempt: Attempt) -> None:
    save_answers(attempt.code, Ticket(attempt.pk, attempt.part_id), 1, carried(attempt, 3)[:3], now=NOW + MINUTE)
    done = submit_attempt(attempt.code, carried(attempt, 5, seq=9), epoch=1, now=attempt.deadline_at)
    assert (done.late, done.attempt.ended_by, done.attempt.correct) == (True, "expired", 3)
    assert (done.attempt.elapsed_ms, done.attempt.received_at) == (600_000, None)
    assert "hết giờ" in done.sentence.lower()
    assert actions() == ["started", "expired"]
    assert AuditEvent.objects.get(action="quiz:attempt:expired").actor_label == "hệ thống"


def test_a_submit_that_arrived_in_time_counts_even_if_the_clock_job_was_faster(attempt: Attempt) -> None:
    assert expire_due(attempt.deadline_at + MINUTE) == 1
    done = submit_attempt(attempt.code, carried(attempt, 5), epoch=1, now=attempt.deadline_at - TICK)
    assert (done.attempt.ended_by, done.attempt.correct, done.late) == ("submitted", 5, False)
    assert Result.objects.get().correct == 5


def test_it_does_not_open_again_beside_the_next_attempt(attempt: Attempt, part: Part, entrant: Entrant) -> None:
    later = start_attempt(entrant, part, now=attempt.deadline_at + MINUTE)
    done = submit_attempt(attempt.code, carried(attempt, 5), epoch=1, now=attempt.deadline_at - TICK)
    assert (done.late, done.attempt.ended_by, done.attempt.correct) == (True, "expired", 0)
    later.refresh_from_db()
    assert (later.n, later.ended_at) == (2, None)


@pytest.mark.parametrize(("at", "ended_by"), [(-timedelta(milliseconds=1), "submitted"), (timedelta(0), "expired")])
def test_the_close_is_half_open(part: Part, entrant: Entrant, at: timedelta, ended_by: str) -> None:
    attempt = start_attempt(entrant, part, now=CLOSES - MINUTE)
    done = submit_attempt(attempt.code, carried(attempt, 5), epoch=1, now=CLOSES + at)
    assert (done.attempt.ended_by, done.attempt.correct) == (ended_by, 5 if ended_by == "submitted" else 0)


def test_an_older_device_may_not_hand_in(attempt: Attempt) -> None:
    resume_attempt(attempt.code, now=NOW)
    with pytest.raises(AttemptSuperseded):
        submit_attempt(attempt.code, carried(attempt, 5), epoch=1, now=NOW + MINUTE)
    assert not Answer.objects.exists()
    assert submit_attempt(attempt.code, carried(attempt, 5), epoch=2, now=NOW + MINUTE).attempt.correct == 5


def test_a_bad_answer_leaves_everything_as_it_was(attempt: Attempt) -> None:
    with pytest.raises(BadAnswer):
        submit_attempt(attempt.code, [*carried(attempt, 5), Given(1, "Z", 2)], epoch=1, now=NOW + MINUTE)
    attempt.refresh_from_db()
    assert attempt.ended_at is None
    assert not Answer.objects.exists()


def test_an_unknown_code_is_not_found(part: Part) -> None:
    with pytest.raises(AttemptNotFound):
        submit_attempt("KHONGCO", [], epoch=1, now=NOW)


@pytest.mark.parametrize(("counts", "correct"), [("best", 4), ("last", 1), ("first", 3)])
def test_the_plan_chooses_which_attempt_counts(db: None, counts: str, correct: int) -> None:
    part = make.contest(counts=counts).parts.get()
    make.frozen(part)
    entrant = make.entrant(part.contest)
    for n, right in enumerate([3, 4, 1]):
        sit(entrant, part, right, at=NOW + n * timedelta(hours=1))
    result = Result.objects.get()
    assert (result.correct, result.attempts) == (correct, 3)


def test_of_equally_correct_attempts_the_faster_then_the_earlier_counts(part: Part, entrant: Entrant) -> None:
    sit(entrant, part, 3, at=NOW, takes=3 * MINUTE)
    faster = sit(entrant, part, 3, at=NOW + timedelta(hours=1), takes=2 * MINUTE)
    sit(entrant, part, 3, at=NOW + timedelta(hours=2), takes=2 * MINUTE)
    result = Result.objects.get()
    assert (result.attempt_id, result.elapsed_ms, result.attempts) == (faster.pk, 120_000, 3)


def test_a_multiple_choice_may_earn_part_credit(db: None) -> None:
    part = make.contest(questions=1, multiple="partial").parts.get()
    make.frozen(part, 1, c1="multiple")
    attempt = start_attempt(make.entrant(part.contest), part, now=NOW)
    half = make.letters(paper_of(attempt.code, attempt.pk), 1)[0][0]
    ended = submit_attempt(attempt.code, [Given(1, half, 1)], epoch=1, now=NOW + MINUTE).attempt
    assert (ended.correct, ended.score) == (0, "1/2")


PREDICTION = {"question": "Có bao nhiêu người dự thi?", "truth": "people", "maximum": 1000, "required": True}


@pytest.mark.parametrize("number", [None, -1, 1001])
def test_a_prediction_is_a_number_within_reason(db: None, number: int | None) -> None:
    part = make.contest(prediction=PREDICTION).parts.get()
    make.frozen(part)
    attempt = start_attempt(make.entrant(part.contest), part, now=NOW)
    with pytest.raises(BadPrediction):
        submit_attempt(attempt.code, [], number, epoch=1, now=NOW + MINUTE)
    ended = submit_attempt(attempt.code, [], 250, epoch=1, now=NOW + MINUTE).attempt
    assert (ended.prediction, Result.objects.get().prediction) == (250, 250)


@pytest.mark.parametrize("people", [1, 3])
def test_handing_in_costs_a_fixed_number_of_queries(people: int, part: Part, django_assert_num_queries: Any) -> None:
    attempts = [start_attempt(make.entrant(part.contest), part, now=NOW) for _ in range(people)]
    batch = [Handing(one.code, carried(one, 4), None, 1, NOW + MINUTE) for one in attempts]
    with django_assert_num_queries(15 if connection.vendor == "postgresql" else 16):  # SQLite counts what is answered
        submit_many(batch)
    assert Result.objects.filter(correct=4).count() == people


def test_one_who_is_refused_keeps_nobody_back(part: Part) -> None:
    good, reopened, twice, late, bad = (start_attempt(make.entrant(part.contest), part, now=NOW) for _ in range(5))
    resume_attempt(reopened.code, now=NOW)
    first = submit_attempt(twice.code, carried(twice, 2), epoch=1, now=NOW + MINUTE)
    Attempt.objects.filter(pk=late.pk).update(deadline_at=NOW + MINUTE)
    given = {good: carried(good, 3), bad: [Given(9, "A", 1)]}
    batch = [
        Handing(one.code, given.get(one) or carried(one, 5, seq=9), None, 1, NOW + MINUTE)
        for one in (good, reopened, twice, late, bad)
    ]
    done = submit_many([*batch, Handing("KHONGCO", [], None, 1, NOW)])
    kinds = [type(one).__name__ for one in done]
    assert kinds == ["Submission", "AttemptSuperseded", "Submission", "Submission", "BadAnswer", "AttemptNotFound"]
    assert isinstance(done[2], Submission)
    assert (done[2].again, done[2].attempt.receipt_signature) == (True, first.attempt.receipt_signature)
    assert dict(Attempt.objects.values_list("pk", "ended_by")) == {
        good.pk: "submitted",
        reopened.pk: "",
        twice.pk: "submitted",
        late.pk: "expired",
        bad.pk: "",
    }
    assert dict(Result.objects.values_list("attempt_id", "correct")) == {good.pk: 3, twice.pk: 2, late.pk: 0}


def test_many_that_arrived_in_time_count_even_if_the_clock_job_was_faster(part: Part) -> None:
    attempts = [start_attempt(make.entrant(part.contest), part, now=NOW) for _ in range(3)]
    assert expire_due(attempts[0].deadline_at + MINUTE) == 3
    submit_many([Handing(one.code, carried(one, 5), None, 1, one.deadline_at - TICK) for one in attempts])
    assert set(Attempt.objects.values_list("ended_by", "correct")) == {("submitted", 5)}


def test_who_hands_in_stands_in_the_log(attempt: Attempt, entrant: Entrant) -> None:
    submit_attempt(attempt.code, [], epoch=1, now=NOW)
    assert entrant.person is not None
    assert AuditEvent.objects.get(action="quiz:attempt:submitted").actor_id == entrant.person.user.pk
