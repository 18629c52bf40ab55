"""Practice (luyện tập): questions of the published study bank, unranked, for anybody. Never the sealed bank."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from hoithi.contests.models import Part
from hoithi.quiz.models import Question
from hoithi.quiz.queries.attempt_paper import LETTERS
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.rules.stream import Stream


@dataclass(frozen=True)
class Choice:
    """One option as practice shows it; `correct` is shown only once the person has answered."""

    key: str
    text: str
    correct: bool
    picture: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class PracticeQuestion:
    """A published question with its answer, explanation and the document it rests on."""

    pos: int
    kind: str
    text: str
    options: tuple[Choice, ...]
    explanation: str
    citation: str
    picture: Mapping[str, Any] | None = None

    @property
    def right(self) -> frozenset[str]:
        return frozenset(option.key for option in self.options if option.correct)


def may_practise(part: Part) -> bool:
    """Whether the plan allows practice and there is something published to practise with."""
    settings = settings_of(part)
    return bool(settings.practice and settings.study_bank and _published(part, settings.study_bank).exists())


def _published(part: Part, bank: str) -> QuerySet[Question]:
    approved = Question.objects.filter(bank__contest=part.contest, bank__key=bank, bank__sealed=False)
    return approved.filter(state=Question.APPROVED, current__isnull=False)


def practice_set(part: Part, seed: str) -> list[PracticeQuestion]:
    """As many questions as a paper has, the same for the same seed while the bank stays as it is."""
    settings = settings_of(part)
    ids = list(_published(part, settings.study_bank or "").order_by("pk").values_list("pk", flat=True))
    picked = Stream(seed.encode(), "practice").sample(ids, min(settings.questions, len(ids)))
    found = Question.objects.select_related("current").in_bulk(picked)
    return [_shown(pos, found[pk], seed) for pos, pk in enumerate(picked, 1)]


def _shown(pos: int, question: Question, seed: str) -> PracticeQuestion:
    version = question.current
    assert version is not None, "only questions with a version are published"
    options = list(version.options)
    if version.shuffle and version.kind != "true_false":
        options = Stream(seed.encode(), "options", question.pk).shuffled(options)
    return PracticeQuestion(
        pos=pos,
        kind=version.kind,
        text=version.text,
        options=tuple(
            Choice(LETTERS[at], str(option["text"]), bool(option["correct"]), version.pictures.get(option["id"]))
            for at, option in enumerate(options)
        ),
        explanation=version.explanation,
        citation=version.citation,
        picture=version.picture,
    )


@dataclass(frozen=True)
class Practised:
    """A question with what the person chose; `shown`: the answer and its reason may be seen now."""

    question: PracticeQuestion
    chosen: frozenset[str]
    shown: bool

    @property
    def right(self) -> bool:
        return self.chosen == self.question.right


def practised(
    questions: Collection[PracticeQuestion], chosen: Mapping[int, frozenset[str]], shown: Collection[int]
) -> list[Practised]:
    """Questions with the person's choices; answers only of the positions in `shown`."""
    return [Practised(one, chosen.get(one.pos, frozenset()), one.pos in shown) for one in questions]
