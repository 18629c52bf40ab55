"""Deciding on questions (thẩm định): by somebody who had no part in writing them, once for each version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoithi.core.text import nfc
from hoithi.people.models import User
from hoithi.quiz.models import Question, QuestionVersion, Review
from hoithi.quiz.operations.bank import locked_question, log_question
from hoithi.quiz.operations.bank_errors import CitationMissing, OwnQuestion, QuestionChanged, ReasonMissing


@transaction.atomic
def review_question(
    version: QuestionVersion, *, approve: bool, reason: str = "", now: datetime, by: User | None
) -> Question:
    """Approve a submitted version, which then is in force, or send it back with a reason.

    Raises QuestionChanged when the version no longer waits, OwnQuestion, ReasonMissing, CitationMissing.
    """
    question = locked_question(version.question)
    pending = question.pending
    if pending is None or pending.pk != version.pk or pending.state != Question.SUBMITTED:
        raise QuestionChanged(question.code)
    if by is not None and question.versions.filter(author=by).exists():
        raise OwnQuestion
    reason = nfc(reason)
    if not approve and not reason:
        raise ReasonMissing
    if approve and not pending.citation:
        raise CitationMissing
    Review.objects.create(version=pending, reviewer=by, approved=approve, reason=reason, at=now)
    _decide(question, pending, approve, now)
    action = "quiz:question:approved" if approve else "quiz:question:rejected"
    log_question(action, question, pending, now, by)
    return question


def _decide(question: Question, version: QuestionVersion, approve: bool, now: datetime) -> None:
    version.state = Question.APPROVED if approve else Question.REJECTED
    version.save(update_fields=["state"])
    if approve:
        question.current, question.pending, question.state = version, None, Question.APPROVED
        question.topic = version.topic or question.topic
        question.difficulty = version.difficulty or question.difficulty
    elif question.current_id is None:
        question.state = Question.REJECTED
    question.updated_at = now
    question.save()
