"""How often and when questions were used, here and in earlier contests, from the counters folded after each round."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from django.db.models import Q

from hoithi.contests.models import Contest
from hoithi.core.text import fold
from hoithi.quiz.models import Question, Usage

RECENT = timedelta(days=180)
"""A question seen within half a year is still remembered, and stands in study notes passed around."""


@dataclass(frozen=True)
class Use:
    """One part a question was used in."""

    contest: str
    part: str
    drawn: int
    answered: int
    right: int
    at: datetime


@dataclass(frozen=True)
class UseLine:
    """One question with all its uses, newest first."""

    question: Question
    uses: list[Use]
    recent: bool

    @property
    def drawn(self) -> int:
        return sum(use.drawn for use in self.uses)

    @property
    def answered(self) -> Fraction | None:
        """Share of papers on which it was answered."""
        return Fraction(sum(use.answered for use in self.uses), self.drawn) if self.drawn else None

    @property
    def right(self) -> Fraction | None:
        """Share of papers on which it was answered rightly."""
        return Fraction(sum(use.right for use in self.uses), self.drawn) if self.drawn else None

    @property
    def last(self) -> datetime | None:
        return self.uses[0].at if self.uses else None


def text_key(text: str) -> str:
    """How the same question is known again in another bank: digest of its text without case and diacritics."""
    return hashlib.sha256(fold(text).encode()).hexdigest()


def usage_of(questions: Iterable[Question], now: datetime) -> list[UseLine]:
    """Uses of questions, also of the same text in other contests; one query whatever their number."""
    rows = list(questions)
    keys = {question.pk: _key(question) for question in rows}
    found = Usage.objects.filter(Q(question__in=keys) | Q(text_key__in=set(keys.values()) - {""}))
    by_question: dict[int, dict[int, Use]] = {pk: {} for pk in keys}
    by_key: dict[str, list[int]] = {}
    for pk, key in keys.items():
        by_key.setdefault(key, []).append(pk)
    for usage in found.select_related("part__contest").order_by("-last_at", "-pk"):
        part = usage.part
        use = Use(part.contest.short_title, part.title, usage.drawn, usage.answered, usage.right, usage.last_at)
        for pk in {usage.question_id, *by_key.get(usage.text_key, [])} & set(keys):
            by_question[pk][usage.pk] = use
    return [_line(question, by_question[question.pk], now) for question in rows]


def _key(question: Question) -> str:
    version = question.current or question.pending
    return text_key(version.text) if version else ""


def _line(question: Question, uses: Mapping[int, Use], now: datetime) -> UseLine:
    found = list(uses.values())
    return UseLine(question, found, bool(found) and now - found[0].at < RECENT)


def recently_used(contest: Contest, now: datetime) -> set[int]:
    """Approved questions of the contest whose text was on somebody's paper within half a year."""
    rows = Question.objects.filter(bank__contest=contest, state=Question.APPROVED, current__isnull=False)
    texts = dict(rows.values_list("pk", "current__text"))
    fresh = Usage.objects.filter(last_at__gt=now - RECENT)
    if not fresh.exists():  # the first contest of a site: no text need be looked at
        return set()
    used = set(fresh.filter(question__bank__contest=contest).values_list("question_id", flat=True))
    keys = set(fresh.values_list("text_key", flat=True))
    return {pk for pk, text in texts.items() if pk in used or text_key(text) in keys}
