"""A synthetic bank for a rehearsal: written by authors, approved by reviewers, plainly invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random

from hoithi.contests.models import Part
from hoithi.people.models import User
from hoithi.quiz.models import Question
from hoithi.quiz.operations.bank import submit_questions, write_question
from hoithi.quiz.operations.review import review_question
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.queries.bank import topics_of
from hoithi.quiz.rules.question import Draft, Option
from hoithi.quiz.schema import DIFFICULTIES, QuizSettings

SPARE = 3
"""Times as many questions in the bank as a paper draws."""
OPTIONS = 4
Cell = tuple[str, str]


def write_bank(part: Part, *, authors: Sequence[User], reviewers: Sequence[User], rng: Random, now: datetime) -> None:
    """Fill every sealed bank of the part that has nothing approved yet."""
    for settings in _by_bank(part):
        bank = Question.objects.filter(bank__contest=part.contest, bank__key=settings.bank)
        if bank.filter(state=Question.APPROVED).exists():
            continue
        for number, (topic, difficulty) in enumerate(_cells(settings, list(topics_of(part.contest))), start=1):
            draft, author = _draft(number, topic, difficulty, rng), authors[number % len(authors)]
            write_question(part.contest, settings.bank, draft, now=now, by=author, code=f"DT-{number:03d}")
        submit_questions(part.contest, list(bank.values_list("pk", flat=True)), now=now, by=authors[0])
        for number, question in enumerate(bank.select_related("pending")):
            if question.pending is not None:
                review_question(question.pending, approve=True, now=now, by=reviewers[number % len(reviewers)])


def _by_bank(part: Part) -> list[QuizSettings]:
    keys = part.spec.groups or [group.key for group in part.contest.groups.all()]
    return list({found.bank: found for found in (settings_of(part, key) for key in keys)}.values())


def _cells(settings: QuizSettings, topics: Sequence[str]) -> Iterator[Cell]:
    """Topic and difficulty of each question the bank needs."""
    if settings.blueprint is None:
        for number in range(settings.questions * SPARE):
            yield topics[number % len(topics)], DIFFICULTIES[number % len(DIFFICULTIES)]
        return
    for section in settings.blueprint.sections:
        for cell in section.cells:
            for number in range(cell.count * SPARE):
                yield cell.topic or topics[0], cell.difficulty or DIFFICULTIES[number % len(DIFFICULTIES)]


def _draft(number: int, topic: str, difficulty: str, rng: Random) -> Draft:
    right = rng.randrange(OPTIONS)
    options = tuple(Option(f"Phương án {at + 1} của câu {number}", at == right) for at in range(OPTIONS))
    return Draft(topic, difficulty, "single", f"Câu hỏi diễn tập số {number}?", options, citation="Câu hỏi diễn tập")
