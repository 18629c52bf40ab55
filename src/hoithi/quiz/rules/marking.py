"""Marking (chấm điểm): exact, without rounding; an unanswered question is wrong and costs nothing more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal


@dataclass(frozen=True)
class Marking:
    """Settings of the plan: how a multiple choice earns credit, what an answered wrong question costs."""

    multiple: Literal["exact", "partial"] = "exact"
    penalty: Fraction = Fraction(0)


@dataclass(frozen=True)
class Mark:
    """The marked paper: `correct` questions wholly right; `score` with part credit and penalties, if set."""

    correct: int
    questions: int
    per_question: Mapping[str, bool]
    score: Fraction

    @property
    def all_correct(self) -> bool:
        return self.questions > 0 and self.correct == self.questions


def mark(
    paper: Iterable[str],
    answers: Mapping[str, Collection[str]],
    keys: Mapping[str, Collection[str]],
    settings: Marking | None = None,
) -> Mark:
    """Mark the question ids of a paper: option ids chosen against option ids of the key.

    Answers to questions outside the paper count for nothing. Raises KeyError when a question has no key.
    """
    settings = settings or Marking()
    score: int | Fraction = 0
    per_question: dict[str, bool] = {}
    for question in paper:
        chosen, key = frozenset(answers.get(question, ())), frozenset(keys[question])
        per_question[question] = bool(key) and chosen == key
        score += _credit(chosen, key, settings)
    return Mark(sum(per_question.values()), len(per_question), per_question, Fraction(score))


def _credit(chosen: frozenset[str], key: frozenset[str], settings: Marking) -> int | Fraction:
    """1 for the exact set; by setting, a share of it for (right − wrong) of a longer key, never below the penalty."""
    if not chosen:
        return 0
    if chosen == key:
        return 1
    right, wrong = len(chosen & key), len(chosen - key)
    if settings.multiple == "partial" and len(key) > 1 and right > wrong:
        return Fraction(right - wrong, len(key))
    return -settings.penalty if settings.penalty else 0
