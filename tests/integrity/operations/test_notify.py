"""Whoever is asked or decided about gets a letter that says so and nothing else."""

from __future__ import annotations

import pytest

from hoithi.contests.models import Entrant
from hoithi.integrity.models import Ruling
from hoithi.integrity.operations.appeal import decide_appeal, make_appeal
from hoithi.integrity.operations.review import ask_person
from hoithi.integrity.operations.rule import make_ruling
from hoithi.people.models import Letter, User
from tests.contests import factories as make
from tests.integrity import factories as own

pytestmark = pytest.mark.django_db


def account(entrant: Entrant) -> User:
    assert entrant.person is not None
    return User.objects.create_user(f"nguoi.{entrant.pk}@vidu.example", person=entrant.person)


def test_a_letter_for_each_step_and_no_word_of_the_case() -> None:
    contest, people, now = own.closed_contest()
    secretary, organiser = make.holder_of("secretary", contest), make.holder_of("organiser", contest)
    assert secretary is not None
    assert organiser is not None
    person = account(people[0])
    case = own.case(contest, *people[:2])
    with_letter, without = case.subjects.all()
    for subject in (with_letter, without):
        ask_person(subject, "Bạn làm bài ở đâu?", now=now, by=secretary)
    case.refresh_from_db()
    more = {"reason": "Trùng bài với người khác", "now": now, "by": secretary}
    ruling = make_ruling(with_letter, Ruling.VOID, version=case.version, **more)
    appeal = make_appeal(ruling, "Tôi tự làm", now=now, by=person)
    decide_appeal(appeal, accept=True, answer="Đúng là tự làm", now=now, by=organiser)
    letters = list(Letter.objects.order_by("pk"))
    assert {letter.to for letter in letters} == {person.email}, "who has no address reads it on the page"
    asked, ruled, answered, reversed_ = (letter.text for letter in letters)
    assert "đề nghị bạn giải trình" in asked
    assert "đã có quyết định" in ruled
    assert "bạn khiếu nại được đến" in ruled
    assert "đã trả lời khiếu nại" in answered
    assert "đã hủy một quyết định" in reversed_
    for text in (asked, ruled, answered, reversed_):
        assert not any(word in text for word in ("ở đâu", "Trùng bài", "tự làm", people[0].display_name, "http"))


def test_nobody_is_told_that_there_was_nothing() -> None:
    contest, people, now = own.closed_contest()
    secretary = make.holder_of("secretary", contest)
    assert secretary is not None
    account(people[0])
    case = own.case(contest, people[0])
    make_ruling(case.subjects.get(), Ruling.CLEAR, reason="Không có gì", version=case.version, now=now, by=secretary)
    assert not Letter.objects.exists()
