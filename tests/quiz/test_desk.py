"""What the quiz tells the console: questions that wait, and who has taken part."""

from __future__ import annotations

import pytest

from hoithi.contests.operations.opening import freeze_part
from hoithi.quiz.desk import participants, tasks
from hoithi.quiz.models import Bank, Question, QuestionVersion
from tests.awards import story
from tests.contests import factories as make
from tests.quiz import factories as quiz

pytestmark = pytest.mark.django_db


def pending(bank: Bank, code: str, state: str) -> None:
    quiz.question(bank, code)
    question = Question.objects.get(bank=bank, code=code)
    version = QuestionVersion.objects.create(
        question=question, no=9, state=state, kind="single", text="?", options=[], created_at=make.BEFORE
    )
    Question.objects.filter(pk=question.pk).update(pending=version)


def test_waiting_and_returned_questions_are_counted_until_the_freeze() -> None:
    contest = make.contest()
    make.units(contest, "Phòng Một")
    bank = Bank.objects.create(contest=contest, key="de-thi", title="Đề thi", sealed=True)
    study = Bank.objects.create(contest=contest, key="on-tap", title="Ôn tập", sealed=False)
    for number in range(6):
        quiz.question(bank, f"C{number}")
    for code, state in (("W1", "submitted"), ("W2", "submitted"), ("R1", "rejected"), ("D1", "draft")):
        pending(bank, code, state)
    pending(study, "S1", "submitted")
    part = contest.parts.get()
    assert [str(line.label) for line in tasks(part, now=make.BEFORE)] == [
        "2 câu hỏi chưa thẩm định",
        "1 câu hỏi bị trả lại, chờ sửa",
    ]
    assert all(line.href.endswith("/ngan-hang/") for line in tasks(part, now=make.BEFORE))
    assert tasks(freeze_part(part, now=make.BEFORE), now=make.BEFORE) == []


def test_participants_are_those_with_a_result() -> None:
    contest, (unit,) = story.contest_with_units("Phòng Một")
    sat = story.join(contest, "Lê Thị An", unit)
    story.join(contest, "Trần Chưa Thi", unit)
    story.sit(sat, right=3, seconds=50)
    assert list(participants(contest.parts.get())) == [sat.pk]
