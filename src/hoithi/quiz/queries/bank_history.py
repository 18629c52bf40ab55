"""What happened to one question: its versions with authors and verdicts, and questions that say nearly the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hoithi.quiz.models import Question, QuestionVersion, Review


@dataclass(frozen=True)
class Verdict:
    """One decision on a version."""

    approved: bool
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class HistoryLine:
    """One version, newest first: `word` is its state, `in_force` whether papers are drawn with it."""

    version: QuestionVersion
    word: str
    by: str
    in_force: bool
    replaced: bool
    verdicts: list[Verdict]


def history_of(question: Question, words: Mapping[str, str]) -> list[HistoryLine]:
    """Two queries whatever the number of versions."""
    versions = list(question.versions.select_related("author__person").order_by("-no"))
    reviews = Review.objects.filter(version__question=question).select_related("reviewer__person").order_by("at")
    verdicts: dict[int, list[Verdict]] = {}
    for review in reviews:
        by = str(review.reviewer) if review.reviewer else ""
        verdicts.setdefault(review.version_id, []).append(Verdict(review.approved, review.reason, by, review.at))
    return [
        HistoryLine(
            version=version,
            word=words[version.state],
            by=str(version.author) if version.author else "",
            in_force=version.pk == question.current_id and question.state == Question.APPROVED,
            replaced=version.pk not in (question.current_id, question.pending_id),
            verdicts=verdicts.get(version.pk, []),
        )
        for version in versions
    ]
