"""Review rounds (đợt thẩm định): opening one gives waiting questions to reviewers; remarks are made on the way."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from hoithi.audit.operations import record
from hoithi.contests.models import Contest
from hoithi.core.text import nfc
from hoithi.people.models import User
from hoithi.quiz.models import Assignment, Comment, Question, ReviewRound
from hoithi.quiz.operations.bank import bank_for, locked_question, log_question, target_of
from hoithi.quiz.operations.review_errors import (
    NoReviewers,
    NotAReviewer,
    OwnReview,
    RemarkEmpty,
    RemarkTooLong,
    RoundClosed,
    RoundOpen,
)
from hoithi.quiz.queries.bank import newest
from hoithi.quiz.queries.bank_review import authors_of, loose_questions, reviewers_of
from hoithi.quiz.rules.review import assign

REMARK_CHARS = 2000


@transaction.atomic
def open_round(contest: Contest, bank_key: str, *, due: date | None, now: datetime, by: User | None) -> ReviewRound:
    """The next round of a bank; what waits for a verdict is given out evenly, nobody gets their own.

    Raises BankNotFound, RoundOpen, NoReviewers.
    """
    bank = bank_for(contest, bank_key)
    if bank.rounds.filter(closed_at__isnull=True).exists():
        raise RoundOpen
    found = ReviewRound.objects.create(bank=bank, no=bank.rounds.count() + 1, due=due, opened_at=now, opened_by=by)
    count = _give_out(found, contest, now)
    data = {"no": found.no, "count": count}
    record("quiz:review:opened", now=now, contest_key=contest.slug, actor=by, target=bank.key, data=data)
    return found


@transaction.atomic
def give_out(found: ReviewRound, *, now: datetime, by: User | None) -> int:
    """Give out what was handed over since the round opened; returns how many. Raises RoundClosed, NoReviewers."""
    found = _locked(found)
    contest = found.bank.contest
    count = _give_out(found, contest, now)
    data = {"no": found.no, "count": count}
    record("quiz:review:opened", now=now, contest_key=contest.slug, actor=by, target=found.bank.key, data=data)
    return count


def _give_out(found: ReviewRound, contest: Contest, now: datetime) -> int:
    reviewers = [user.pk for user in reviewers_of(contest, now)]
    if not reviewers:
        raise NoReviewers
    loose = list(loose_questions(found).values_list("pk", flat=True))
    written = authors_of(loose)
    load: dict[int, int] = {}
    for reviewer in Assignment.objects.filter(round=found).values_list("reviewer_id", flat=True):
        load[reviewer] = load.get(reviewer, 0) + 1
    given, _nobody = assign({pk: written.get(pk, set()) for pk in loose}, reviewers, load)
    rows = [Assignment(round=found, question_id=pk, reviewer_id=reviewer, at=now) for pk, reviewer in given.items()]
    Assignment.objects.bulk_create(rows, batch_size=500)
    return len(rows)


@transaction.atomic
def reassign(question: Question, reviewer: User, *, now: datetime, by: User | None) -> Assignment:
    """Give a question of an open round to another reviewer. Raises RoundClosed, NotAReviewer, OwnReview."""
    question = locked_question(question)
    found = ReviewRound.objects.filter(bank_id=question.bank_id, closed_at__isnull=True).first()
    if found is None:
        raise RoundClosed
    if reviewer.pk not in {user.pk for user in reviewers_of(question.bank.contest, now)}:
        raise NotAReviewer
    if question.versions.filter(author=reviewer).exists():
        raise OwnReview
    values = {"reviewer": reviewer, "at": now}
    row, _made = Assignment.objects.update_or_create(round=found, question=question, defaults=values)
    slug = question.bank.contest.slug
    record("quiz:review:reassigned", now=now, contest_key=slug, actor=by, target=target_of(question))
    return row


@transaction.atomic
def close_round(found: ReviewRound, *, now: datetime, by: User | None) -> ReviewRound:
    """End a round; what still waits goes to the next one. Raises RoundClosed."""
    found = _locked(found)
    found.closed_at = now
    found.save(update_fields=["closed_at"])
    slug, data = found.bank.contest.slug, {"no": found.no}
    record("quiz:review:closed", now=now, contest_key=slug, actor=by, target=found.bank.key, data=data)
    return found


def _locked(found: ReviewRound) -> ReviewRound:
    row = ReviewRound.objects.select_for_update().get(pk=found.pk)
    if row.closed_at is not None:
        raise RoundClosed
    return row


@transaction.atomic
def remark(question: Question, text: str, *, now: datetime, by: User | None) -> Comment:
    """Say something about the newest version of a question; it stays. Raises RemarkEmpty, RemarkTooLong."""
    text = nfc(text)
    if not text:
        raise RemarkEmpty
    if len(text) > REMARK_CHARS:
        raise RemarkTooLong(REMARK_CHARS)
    question = locked_question(question)
    version = newest(question)
    row = Comment.objects.create(version=version, author=by, text=text, at=now)
    log_question("quiz:question:commented", question, version, now, by)
    return row
