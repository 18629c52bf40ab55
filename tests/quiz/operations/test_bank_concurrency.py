"""Two people at one question at once, on a database with row locks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from hoithi.core.errors import Refusal
from hoithi.quiz.models import Question, Review
from hoithi.quiz.operations.bank import edit_question
from hoithi.quiz.operations.bank_errors import QuestionChanged
from hoithi.quiz.operations.review import review_question
from tests.quiz import banks
from tests.quiz.banks import NOW

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
ROUNDS = 5


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Results of calls that start together, a refusal in place of a result."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            gate.wait()
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def test_two_reviewers_at_once_decide_once() -> None:
    contest = banks.contest()
    one, other = banks.reviewer(contest, "Người Một"), banks.reviewer(contest, "Người Hai")
    for _ in range(ROUNDS):
        version = banks.submitted(contest)
        found = at_once(
            lambda version=version: review_question(version, approve=True, now=NOW, by=one),
            lambda version=version: review_question(version, approve=False, reason="Sai", now=NOW, by=other),
        )
        assert sum(isinstance(result, QuestionChanged) for result in found) == 1
        review = Review.objects.get(version=version)
        assert version.question.pk == review.version.question_id
        assert Question.objects.get(pk=version.question_id).state == ("approved" if review.approved else "rejected")


def test_an_edit_and_a_verdict_at_once_never_approve_what_nobody_read() -> None:
    contest = banks.contest()
    reviewer = banks.reviewer(contest)
    for _ in range(ROUNDS):
        version = banks.submitted(contest)
        at_once(
            lambda version=version: review_question(version, approve=True, now=NOW, by=reviewer),
            lambda version=version: edit_question(version.question, banks.draft(), now=NOW, by=None),
        )
        question = Question.objects.select_related("current", "pending").get(pk=version.question_id)
        assert question.current is None or question.current == version
        assert question.pending is not None
        assert question.pending.no == 2


def test_questions_written_at_once_get_codes_of_their_own() -> None:
    contest = banks.contest()
    at_once(*[lambda: banks.written(contest) for _ in range(4)])
    assert sorted(Question.objects.values_list("code", flat=True)) == ["C0001", "C0002", "C0003", "C0004"]
