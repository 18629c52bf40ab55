"""Two questions that look the same and are not: said once, remembered until one of them changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoithi.audit.operations import record
from hoithi.contests.models import Contest
from hoithi.people.models import User
from hoithi.quiz.models import Distinct, Question
from hoithi.quiz.operations.bank import target_of
from hoithi.quiz.operations.bank_errors import QuestionNotFound
from hoithi.quiz.queries.bank_alike import pairs_alike, texts_digest, wording_of


@transaction.atomic
def mark_distinct(contest: Contest, one: int, other: int, *, now: datetime, by: User | None) -> None:
    """ "Đây là hai câu khác nhau". Raises QuestionNotFound for a pair the person is not shown as alike."""
    pair = (min(one, other), max(one, other))
    if pair not in {found for found, _alike in pairs_alike(contest, by, now)}:
        raise QuestionNotFound
    rows = Question.objects.filter(pk__in=pair).select_related("bank__contest", "current", "pending").order_by("pk")
    first, second = rows
    Distinct.objects.update_or_create(
        one=first,
        other=second,
        defaults={"texts": texts_digest(wording_of(first), wording_of(second)), "by": by, "at": now},
    )
    data = {"other": target_of(second)}
    record("quiz:question:distinct", now=now, contest_key=contest.slug, actor=by, target=target_of(first), data=data)
