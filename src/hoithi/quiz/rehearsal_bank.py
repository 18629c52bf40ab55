"""A synthetic bank for a rehearsal: questions for every cell of the blueprint, plainly invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random

from hoithi.contests.models import Part
from hoithi.people.models import User
from hoithi.quiz.models import Bank, Question, QuestionVersion
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.schema import DIFFICULTIES, QuizSettings

SPARE = 3
"""Times as many questions in the bank as a paper draws."""


def write_bank(part: Part, *, authors: Sequence[User], reviewers: Sequence[User], rng: Random, now: datetime) -> None:
    for settings in {s.bank: s for s in _settings(part)}.values():
        bank, _ = Bank.objects.get_or_create(
            contest=part.contest, key=settings.bank, defaults={"title": settings.bank, "sealed": True}
        )
        if bank.questions.filter(state=Question.APPROVED).exists():
            continue
        for number, (topic, difficulty) in enumerate(_cells(settings, part), start=1):
            _write(bank, number, topic, difficulty, rng, now, authors[number % len(authors)])


def _settings(part: Part) -> list[QuizSettings]:
    keys = part.spec.groups or [group.key for group in part.contest.groups.all()]
    return [settings_of(part, key) for key in keys]


def _cells(settings: QuizSettings, part: Part) -> Iterator[tuple[str, str]]:
    topics = [topic.key for topic in part.contest.plan.topics] or ["chung"]
    if settings.blueprint is None:
        for number in range(settings.questions * SPARE):
            yield topics[number % len(topics)], DIFFICULTIES[number % len(DIFFICULTIES)]
        return
    for section in settings.blueprint.sections:
        for cell in section.cells:
            for number in range(cell.count * SPARE):
                yield cell.topic or topics[0], cell.difficulty or DIFFICULTIES[number % len(DIFFICULTIES)]


def _write(bank: Bank, number: int, topic: str, difficulty: str, rng: Random, now: datetime, author: User) -> None:
    right = rng.randrange(4)
    question = Question.objects.create(
        bank=bank, code=f"DT-{number:03d}", topic=topic, difficulty=difficulty, state="approved", updated_at=now
    )
    question.current = QuestionVersion.objects.create(
        question=question,
        no=1,
        kind="single",
        text=f"Câu hỏi diễn tập số {number}?",
        options=[
            {"id": "abcd"[at], "text": f"Phương án {at + 1} của câu {number}", "correct": at == right}
            for at in range(4)
        ],
        author=author,
        created_at=now,
    )
    question.save()
