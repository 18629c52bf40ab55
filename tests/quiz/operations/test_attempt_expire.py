"""Attempts nobody came back to end by themselves, and their result counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hoithi.contests.models import Entrant, Part
from hoithi.quiz.models import Attempt, Result
from hoithi.quiz.operations.attempt_expire import GRACE, expire_due, settle_attempt
from hoithi.quiz.operations.attempt_save import Given, paper_of, save_answers
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.provider import QuizProvider
from hoithi.quiz.queries.facts import IN_FLIGHT
from hoithi.quiz.tokens import Ticket
from tests.quiz import factories as make
from tests.quiz.factories import CLOSES, MINUTE, NOW, letters

pytestmark = [pytest.mark.both, pytest.mark.django_db]


@pytest.fixture
def attempt(entrant: Entrant, part: Part) -> Attempt:
    return start_attempt(entrant, part, now=NOW)


def test_a_person_who_never_comes_back_has_a_result(attempt: Attempt) -> None:
    paper = paper_of(attempt.code, attempt.pk)
    answers = [Given(pos, letter, 1) for pos, letter in enumerate(letters(paper, 2), 1)]
    save_answers(attempt.code, Ticket(attempt.pk, attempt.part_id), 1, answers, now=NOW + MINUTE)
    assert expire_due(attempt.deadline_at + GRACE) == 1
    attempt.refresh_from_db()
    assert (attempt.ended_by, attempt.ended_at, attempt.correct) == ("expired", attempt.deadline_at, 2)
    result = Result.objects.get()
    assert (result.correct, result.elapsed_ms) == (2, 600_000)


def test_nothing_ends_before_its_deadline_and_grace(attempt: Attempt) -> None:
    assert expire_due(attempt.deadline_at) == 0
    assert expire_due(attempt.deadline_at + GRACE - timedelta(microseconds=1)) == 0
    assert not Result.objects.exists()


def test_expiring_twice_changes_nothing(attempt: Attempt) -> None:
    later = attempt.deadline_at + MINUTE
    assert expire_due(later) == 1
    assert expire_due(later) == 0


def test_a_turn_takes_no_more_than_its_limit_oldest_first(part: Part) -> None:
    attempts = [start_attempt(make.entrant(part.contest), part, now=NOW + n * MINUTE) for n in range(3)]
    assert expire_due(NOW + timedelta(hours=1), limit=2) == 2
    ended = set(Attempt.objects.filter(ended_at__isnull=False).values_list("pk", flat=True))
    assert ended == {attempts[0].pk, attempts[1].pk}


def test_one_broken_attempt_does_not_hold_up_the_others(part: Part, caplog: pytest.LogCaptureFixture) -> None:
    broken, sound = (start_attempt(make.entrant(part.contest), part, now=NOW) for _ in range(2))
    Attempt.objects.filter(pk=broken.pk).update(paper=[[0, ["a"]]])
    assert expire_due(NOW + timedelta(hours=1)) == 1
    sound.refresh_from_db()
    assert sound.ended_by == "expired"
    assert broken.code in caplog.text


def test_looking_at_an_attempt_past_its_deadline_ends_it(attempt: Attempt) -> None:
    assert settle_attempt(attempt, now=NOW + MINUTE).ended_at is None
    assert settle_attempt(attempt, now=attempt.deadline_at).ended_by == "expired"


def test_a_part_is_settled_once_closed_and_every_attempt_ended(part: Part, entrant: Entrant) -> None:
    start_attempt(entrant, part, now=CLOSES - MINUTE)
    settled = QuizProvider().settled
    assert not settled(part, now=CLOSES - MINUTE)
    assert not settled(part, now=CLOSES + GRACE)
    expire_due(CLOSES + GRACE)
    assert not settled(part, now=CLOSES + GRACE)  # a submit may still be on its way
    assert settled(part, now=CLOSES + IN_FLIGHT)
