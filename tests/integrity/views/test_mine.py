"""A person's own page: only their own, an answer, an appeal; and the count of lost focus."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from hoithi.contests.models import Entrant
from hoithi.core import clock
from hoithi.integrity.models import Appeal, CaseNote, CaseSubject, FocusCount, Ruling
from hoithi.integrity.operations.review import ask_person
from hoithi.integrity.operations.rule import make_ruling
from hoithi.people.models import User
from hoithi.people.operations.consents import give_consent, withdraw_consent
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.tokens import issue_token
from tests.contests import factories as make
from tests.integrity import factories as own
from tests.quiz import factories as quiz

pytestmark = pytest.mark.django_db
PAGE = "/cuoc-thi/hoi-thi-thu/giai-trinh/"


class World:
    def __init__(self, client: Client) -> None:
        self.client = client
        self.contest, self.people, self.now = own.closed_contest()
        self.case = own.case(self.contest, *self.people[:2])
        self.a, self.b = self.case.subjects.all()
        secretary = make.holder_of("secretary", self.contest)
        assert secretary is not None
        self.secretary = secretary

    def sign_in(self, entrant: Entrant) -> None:
        assert entrant.person is not None
        user = User.objects.create_user(f"nguoi.{entrant.pk}@vidu.example", person=entrant.person)
        self.client.force_login(user)

    def ruled(self, verdict: str = Ruling.VOID) -> Ruling:
        self.case.refresh_from_db()
        version = self.case.version
        return make_ruling(self.a, verdict, reason="Trùng bài", version=version, now=self.now, by=self.secretary)


@pytest.fixture
def world(client: Client) -> Iterator[World]:
    found = World(client)
    with clock.frozen_at(found.now):
        yield found


@pytest.mark.parametrize("role", make.ROLES)
def test_who_has_such_a_page(world: World, role: str) -> None:
    user = make.holder_of(role, world.contest, world.contest.units.first())
    if user is not None:
        world.client.force_login(user)
    expected = 302 if role == "anonymous" else 200 if role == "contestant" else 404
    assert world.client.get(PAGE).status_code == expected


def test_one_is_asked_and_answers(world: World) -> None:
    ask_person(world.a, "Anh làm bài ở đâu?", now=world.now, by=world.secretary)
    world.sign_in(world.people[0])
    assert "Trả lời đề nghị giải trình" in world.client.get("/cuoc-thi/hoi-thi-thu/").content.decode()
    assert "Anh làm bài ở đâu?" in world.client.get(PAGE).content.decode()
    about = f"giai-trinh-{world.a.pk}"
    assert world.client.post(PAGE, {"ve": about, "text": ""}).status_code == 400
    assert world.client.post(PAGE, {"ve": about, "text": "Ở nhà"}).status_code == 302
    assert CaseNote.objects.get(kind="answer").text == "Ở nhà"
    assert CaseSubject.objects.get(pk=world.a.pk).answered_at == world.now


def test_nobody_answers_or_appeals_for_somebody_else(world: World) -> None:
    ask_person(world.a, "Anh làm bài ở đâu?", now=world.now, by=world.secretary)
    ruling = world.ruled()
    world.sign_in(world.people[1])
    assert "Anh làm bài ở đâu?" not in world.client.get(PAGE).content.decode()
    for about in (f"giai-trinh-{world.a.pk}", f"khieu-nai-{ruling.pk}", "khieu-nai-x", "gi-do"):
        assert world.client.post(PAGE, {"ve": about, "text": "Tôi đây"}).status_code == 404


def test_a_ruling_is_told_and_appealed(world: World) -> None:
    ruling = world.ruled()
    world.sign_in(world.people[0])
    page = world.client.get(PAGE).content.decode()
    assert "Không tính lượt thi này" in page
    assert "Trùng bài" in page
    assert "không được tính" in world.client.get(f"/phieu/{own.attempt_of(world.people[0]).code}/").content.decode()
    assert world.client.post(PAGE, {"ve": f"khieu-nai-{ruling.pk}", "text": "Tôi tự làm"}).status_code == 302
    assert Appeal.objects.get().text == "Tôi tự làm"
    assert "Chờ trả lời" in world.client.get(PAGE).content.decode()
    again = world.client.post(PAGE, {"ve": f"khieu-nai-{ruling.pk}", "text": "Nữa"})
    assert again.status_code == 400


def test_after_the_window_there_is_no_appeal(world: World) -> None:
    ruling = world.ruled(Ruling.WARNING)
    world.sign_in(world.people[0])
    with clock.frozen_at(world.now + timedelta(days=8)):
        assert "Gửi khiếu nại" not in world.client.get(PAGE).content.decode()
        sent = world.client.post(PAGE, {"ve": f"khieu-nai-{ruling.pk}", "text": "Muộn"})
        assert sent.status_code == 400
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("asks", [True, False])
@pytest.mark.parametrize("agrees", [True, False])
def test_focus_is_counted_only_where_the_plan_asks_and_the_person_agreed(
    client: Client, asks: bool, agrees: bool
) -> None:
    contest = quiz.contest()
    if asks:
        contest.definition["consents"] = [{"key": "focus_signals", "title": "Rời màn hình", "text": "Ghi số lần"}]
        contest.save()
    part = contest.parts.select_related("contest").get()
    quiz.frozen(part)
    entrant = quiz.entrant(contest)
    assert entrant.person is not None
    if agrees:
        give_consent(entrant.person, "focus_signals", proof={}, now=quiz.NOW)
    client.force_login(entrant.person.user)
    with clock.frozen_at(quiz.NOW):
        attempt = start_attempt(entrant, part, now=quiz.NOW)
        page = client.get(f"/bai-thi/{attempt.code}/").content.decode()
        assert ("integrity/focus.js" in page) is (asks and agrees)
        path = f"/bai-thi/{attempt.code}/roi-man-hinh/"
        assert client.post(path, {"token": "x", "lan": 1, "ms": 1}).status_code == 403
        for lost in (2, 3, 1):  # totals: a late report never lowers them
            sent = client.post(path, {"token": issue_token(attempt), "lan": lost, "ms": 900})
            assert sent.status_code == 204
    counted = FocusCount.objects.values_list("losses", flat=True)
    assert list(counted) == ([3] if asks and agrees else [])
    if counted:
        withdraw_consent(entrant.person, "focus_signals", now=quiz.NOW)
        from hoithi.integrity.operations.observe import purge_signals

        keep = timedelta(days=30)
        assert purge_signals(now=quiz.NOW, keep=keep, focus_keep=keep) == (0, 1)


def test_whoever_has_no_letters_reads_it_on_every_own_page(world: World) -> None:
    """A person with only a telephone number gets no letter: home, own page and receipt tell them."""
    waiting = "<b>Trả lời đề nghị giải trình</b>"
    attempt = own.attempt_of(world.a.entrant)
    pages = ("/", "/tai-khoan/", f"/phieu/{attempt.code}/")
    world.sign_in(world.a.entrant)
    assert not any(waiting in world.client.get(page).content.decode() for page in pages)
    ask_person(world.a, "Bạn làm bài ở đâu?", now=world.now, by=world.secretary)
    assert all(waiting in world.client.get(page).content.decode() for page in pages)
    world.sign_in(world.people[2])
    assert not any(waiting in world.client.get(page).content.decode() for page in pages[:2])
    world.client.logout()
    assert waiting not in world.client.get("/").content.decode()
