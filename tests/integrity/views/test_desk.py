"""The review on the console: who may, each outcome, how much the queue asks the database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hoithi.awards.operations import propose_awards, seal_result
from hoithi.contests.operations.publication import publish_results
from hoithi.core import clock
from hoithi.integrity.models import Appeal, Case, CaseNote, Ruling, Scan
from hoithi.people.models import User
from hoithi.quiz.models import Attempt
from tests.contests import factories as make
from tests.integrity import factories as own

pytestmark = pytest.mark.django_db
SLUG = "hoi-thi-thu"
DESK = f"/cuoc-thi/{SLUG}/dieu-hanh/trung-thuc/"
COMMITTEE = {"secretary", "organiser"}
WITH_A_ROLE = set(make.ROLES) - {"anonymous", "contestant"}


class World:
    def __init__(self, client: Client) -> None:
        self.client = client
        self.contest, self.people, self.now = own.closed_contest()
        self.case = own.case(self.contest, *self.people[:2])
        self.a, self.b = self.case.subjects.all()

    def sign_in(self, role: str) -> User | None:
        user = make.holder_of(role, self.contest, self.contest.units.first())
        if user is not None:
            self.client.force_login(user)
        return user

    def ruling(self, verdict: str = Ruling.VOID) -> Ruling:
        from hoithi.integrity.operations.rule import make_ruling

        by = make.holder_of("organiser", self.contest)
        assert by is not None
        self.case.refresh_from_db()
        return make_ruling(self.a, verdict, reason="Trùng bài", version=self.case.version, now=self.now, by=by)


@pytest.fixture
def world(client: Client) -> Iterator[World]:
    found = World(client)
    with clock.frozen_at(found.now):
        yield found


PAGES = ("", "1/", "1/hoi/A/", "1/quyet-dinh/A/", "1/quyet-dinh/A/?cach=void", "quyet-dinh/R/huy/", "khieu-nai/K/")
QUEUE, CASE = 11, 10
"""Queries of a page, whatever the number of rows."""
POSTS = ("kiem-tra/trac-nghiem/", "1/nhan-viec/", "1/khong-van-de/")


def filled(world: World, page: str) -> str:
    if "R" in page or "K" in page:
        ruling = world.ruling()
        appeal = Appeal.objects.create(ruling=ruling, text="Tôi tự làm", made_at=world.now)
        page = page.replace("R", str(ruling.pk)).replace("K", str(appeal.pk))
    return DESK + page.replace("A", str(world.a.pk))


def expected(role: str, good: int) -> int:
    if role in COMMITTEE:
        return good
    return 302 if role == "anonymous" else 403 if role in WITH_A_ROLE else 404


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", make.ROLES)
def test_who_may_open(world: World, role: str, page: str) -> None:
    path = filled(world, page)
    world.sign_in(role)
    assert world.client.get(path).status_code == expected(role, 200)


@pytest.mark.parametrize("page", POSTS)
@pytest.mark.parametrize("role", make.ROLES)
def test_who_may_do(world: World, role: str, page: str) -> None:
    world.sign_in(role)
    assert world.client.post(DESK + page).status_code == expected(role, 302)


@pytest.mark.parametrize("role", make.ROLES)
def test_only_the_secretary_gives_prizes_anew(world: World, role: str) -> None:
    world.sign_in(role)
    good = 302 if role in ("secretary", "anonymous") else 403 if role in WITH_A_ROLE else 404
    assert world.client.post(f"{DESK}lap-lai-giai/").status_code == good


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_asks_the_same_for_one_and_three(
    world: World, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count - 1):
        own.case(world.contest, *world.people[2:])
    world.sign_in("secretary")
    with django_assert_num_queries(QUEUE):
        assert world.client.get(DESK).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_case_asks_the_same_for_one_and_three(
    world: World, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = own.case(world.contest, *world.people[:count])
    world.sign_in("secretary")
    with django_assert_num_queries(CASE):
        assert world.client.get(f"{DESK}{case.no}/").status_code == 200


def test_names_stay_hidden_until_somebody_decides(world: World) -> None:
    world.sign_in("secretary")
    page = world.client.get(f"{DESK}1/").content.decode()
    assert world.people[0].display_name not in page
    assert world.people[0].display_name in world.client.get(f"{DESK}1/quyet-dinh/{world.a.pk}/").content.decode()


def test_before_deciding_one_sees_who_moves_up_and_which_prize_changes_hands(world: World) -> None:
    world.sign_in("secretary")
    page = world.client.get(f"{DESK}1/quyet-dinh/{world.a.pk}/?cach=void").content.decode()
    for one in world.people:
        assert one.display_name in page
    assert "Giải nhất" in page
    assert not Ruling.objects.exists()
    path = f"{DESK}1/quyet-dinh/{world.a.pk}/"
    empty = world.client.post(path, {"cach": "void", "ban": world.case.version, "reason": ""})
    assert empty.status_code == 400
    done = world.client.post(path, {"cach": "void", "ban": world.case.version, "reason": "Chép bài"})
    assert done.status_code == 302
    assert own.attempt_of(world.people[0]).ended_by == Attempt.VOIDED
    assert world.client.get(path).status_code == 302  # decided already


def test_a_page_opened_before_a_colleague_decided_is_told_so(world: World) -> None:
    world.sign_in("secretary")
    world.ruling(Ruling.WARNING)
    old = world.client.post(
        f"{DESK}1/quyet-dinh/{world.b.pk}/", {"cach": "void", "ban": world.case.version - 1, "reason": "Chép bài"}
    )
    assert old.status_code == 400
    assert "Đồng nghiệp vừa cập nhật" in old.content.decode()
    assert Ruling.objects.count() == 1


def test_asking_commenting_taking(world: World) -> None:
    user = world.sign_in("organiser")
    assert world.client.post(f"{DESK}1/hoi/{world.a.pk}/", {"text": "Anh làm bài ở đâu?"}).status_code == 302
    assert world.client.post(f"{DESK}1/hoi/{world.a.pk}/", {"text": ""}).status_code == 400
    assert world.client.post(f"{DESK}1/", {"text": "Cần hỏi thêm"}).status_code == 302
    assert world.client.post(f"{DESK}1/", {"text": ""}).status_code == 400
    assert [note.kind for note in CaseNote.objects.all()] == ["question", "comment"]
    world.client.post(f"{DESK}1/nhan-viec/")
    assert Case.objects.get().assigned_to == user
    world.client.post(f"{DESK}1/nhan-viec/")
    assert Case.objects.get().assigned_to is None


def test_clearing_needs_a_reason(world: World) -> None:
    world.sign_in("secretary")
    world.client.post(f"{DESK}1/khong-van-de/", {"ban": world.case.version, "reason": ""})
    assert not Ruling.objects.exists()
    world.client.post(f"{DESK}1/khong-van-de/", {"ban": world.case.version, "reason": "Học chung"})
    assert Case.objects.get().state == Case.CLOSED
    assert "Hồ sơ 1" in world.client.get(f"{DESK}?loc=xong").content.decode()


def test_taking_back_and_answering_an_appeal(world: World) -> None:
    ruling = world.ruling()
    appeal = Appeal.objects.create(ruling=ruling, text="Tôi tự làm", made_at=world.now)
    world.sign_in("secretary")
    assert world.client.post(f"{DESK}khieu-nai/{appeal.pk}/", {}).status_code == 400
    answer = {"accept": "1", "answer": "Đúng là nhầm"}
    assert world.client.post(f"{DESK}khieu-nai/{appeal.pk}/", answer).status_code == 302
    assert own.attempt_of(world.people[0]).ended_by == Attempt.SUBMITTED
    again = world.ruling(Ruling.WARNING)
    assert world.client.post(f"{DESK}quyet-dinh/{again.pk}/huy/", {"reason": ""}).status_code == 400
    assert world.client.post(f"{DESK}quyet-dinh/{again.pk}/huy/", {"reason": "Nhầm"}).status_code == 302
    assert not Ruling.objects.filter(reversed_at__isnull=True).exists()


def test_whoever_the_case_is_about_does_not_see_it(world: World) -> None:
    person = world.people[0].person
    assert person is not None
    himself = User.objects.create_user("chinh.minh@vidu.example", person=person)
    make.seat(world.contest, "organising", himself)
    world.client.force_login(himself)
    assert world.client.get(f"{DESK}1/").status_code == 403
    assert "Hồ sơ 1" not in world.client.get(DESK).content.decode()


def test_asking_for_a_look_and_prizes_after_publication(world: World) -> None:
    world.sign_in("secretary")
    world.client.post(f"{DESK}kiem-tra/trac-nghiem/")
    world.client.post(f"{DESK}kiem-tra/trac-nghiem/")
    assert Scan.objects.count() == 1
    propose_awards(world.contest, now=world.now)
    seal_result(world.contest, now=world.now)
    publish_results(world.contest, now=world.now)
    world.ruling(Ruling.DISQUALIFY)
    assert "Cần thu hồi" in world.client.get(DESK).content.decode()
    world.client.post(f"{DESK}lap-lai-giai/")
    assert "Đã thu hồi" in world.client.get(DESK).content.decode()


SPEED = {"elapsed_ms": 9000, "floor_ms": 45_890, "median_ms": 652_079, "reason": "floor", "correct": 5, "questions": 5}
EVIDENCE = {
    "speed": (SPEED | {"compared": 40, "context": {}}, "Mức sàn của đề này: 0:45,890"),
    "device": ({"people": 2, "overlapping": 1}, "2 người trên một máy."),
    "similarity": (
        {"pairs": [{"of": [0, 0], "common": 5, "wrong": [3, 3], "same": 3, "one_in": 5000}] * 5, "questions": []},
        "Xem 2 dòng khác",
    ),
    "timing": ({"pairs": [{"of": [0, 0], "compared": 5, "together": 5, "one_in": 900}]}, "cứ 900 cặp"),
    "same_person": ({"grounds": ["name_birth"]}, "Từng người"),
    "roster": ({"fields": ["birth"]}, "Ngày sinh khác danh sách."),
}


@pytest.mark.parametrize("kind", EVIDENCE)
def test_a_case_of_every_kind_opens_with_what_its_detector_kept(world: World, kind: str) -> None:
    evidence, said = EVIDENCE[kind]
    found = own.case(world.contest, *world.people[:2], kind=kind)
    Case.objects.filter(pk=found.pk).update(evidence=evidence)
    world.sign_in("organiser")
    response = world.client.get(f"{DESK}{found.no}/")
    assert response.status_code == 200
    assert said in response.content.decode()
