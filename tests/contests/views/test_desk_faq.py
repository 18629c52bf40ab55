"""Questions and answers: added, corrected, taken off, each seen on the contest page at once."""

from __future__ import annotations

import pytest
from django.test import Client

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Faq
from tests.contests import factories as make
from tests.contests.views.desk import DESK, SLUG, World

pytestmark = pytest.mark.django_db
FAQS = f"{DESK}hoi-dap/"


@pytest.fixture
def world(client: Client) -> World:
    found = World(make.contest(), [], client)
    found.units = make.units(found.contest, "Phòng Ví dụ")
    found.sign_in("secretary")
    return found


def test_a_question_goes_onto_the_page_is_corrected_and_taken_off(world: World) -> None:
    assert "Chưa có câu hỏi nào" in world.get(FAQS).content.decode()
    assert world.post(FAQS, {"question": "Thi  mấy lượt?", "answer": "Ba lượt."}).status_code == 302
    row = Faq.objects.get()
    assert (row.question, row.position) == ("Thi mấy lượt?", 0)
    assert "Thi mấy lượt?" in world.get(f"/cuoc-thi/{SLUG}/").content.decode()

    world.post(f"{FAQS}{row.pk}/", {"question": "Thi mấy lượt?", "answer": "Tối đa ba lượt."})
    assert [one.answer for one in Faq.objects.all()] == ["Tối đa ba lượt."]

    assert "Bỏ câu hỏi này" in world.get(f"{FAQS}{row.pk}/bo/").content.decode()
    assert world.post(f"{FAQS}{row.pk}/bo/").status_code == 302
    assert world.post(f"{FAQS}{row.pk}/bo/").status_code == 302  # a second press changes nothing
    assert not Faq.objects.exists()
    actions = list(AuditEvent.objects.filter(action__startswith="contests:faq").values_list("action", flat=True))
    assert actions == ["contests:faq:saved", "contests:faq:saved", "contests:faq:removed"]


def test_an_empty_question_says_what_is_missing(world: World) -> None:
    response = world.post(FAQS, {"question": " ", "answer": "x"})
    assert response.status_code == 400
    assert not Faq.objects.exists()


def test_a_question_of_another_contest_does_not_exist_here(world: World) -> None:
    elsewhere = Faq.objects.create(contest=make.contest(slug="hoi-thi-khac"), question="Q?", answer="A")
    assert world.get(f"{FAQS}{elsewhere.pk}/").status_code == 404
    assert world.post(f"{FAQS}{elsewhere.pk}/", {"question": "a", "answer": "b"}).status_code == 404
    world.post(f"{FAQS}{elsewhere.pk}/bo/")
    assert Faq.objects.filter(pk=elsewhere.pk).exists()
