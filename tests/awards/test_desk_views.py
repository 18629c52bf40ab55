"""Awards on the console: from the close to publication, and who may do what."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from python_calamine import CalamineWorkbook

from hoithi.awards.models import Award
from hoithi.awards.operations import propose_awards
from hoithi.contests.models import Contest, ContestUnit, SealedResult, TieDecision
from hoithi.contests.operations.figures import refresh_figures
from hoithi.contests.operations.publication import NotPublishable, publish_results
from hoithi.core import clock
from hoithi.documents.models import Document
from tests.awards import story
from tests.contests import factories as make
from tests.contests.views.desk import DESK, World, text_of

pytestmark = pytest.mark.django_db
LIST, PROPOSE = f"{DESK}giai-thuong/", f"{DESK}giai-thuong/lap/"
TIE, SEAL, PUBLISH = (f"{DESK}giai-thuong/{end}/" for end in ("dong-hang/tap-the/1", "niem-phong", "cong-bo"))
EXCEL = f"{DESK}giai-thuong.xlsx"
LATER = make.AFTER + timedelta(minutes=1)
MINUTES = {
    "number": "5",
    "symbol": "BB-BTC",
    "issued_on": "2/7/2024",
    "signer": "Trần Văn Ký Mẫu",
    "reason": "Đông hơn",
}


@pytest.fixture(autouse=True)
def _forget() -> None:
    cache.clear()


def played(*names: str, tied: bool = True) -> tuple[Contest, list[ContestUnit]]:
    """Two units, one person each; alike in everything when `tied`."""
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai")
    for index, (unit, name) in enumerate(zip(units, names or ("Lê Thị An", "Trần Văn Bình"), strict=True)):
        person = story.join(contest, name, unit)
        story.sit(person, right=4, seconds=60 + (0 if tied else index), at=make.NOW + timedelta(minutes=index))
    story.ended(contest)
    return contest, units


@pytest.fixture
def world(client: Client) -> World:
    contest, units = played()
    return World(contest, units, client)


def at(world: World, path: str, method: str = "get", data: dict[str, Any] | None = None) -> Any:
    return getattr(world, method)(path, data, now=LATER)


def order(world: World, *places: int) -> dict[str, str]:
    return MINUTES | {f"order-{unit.pk}": str(n) for unit, n in zip(world.units, places, strict=True)}


ALLOWED = {
    ("get", LIST): {"secretary", "organiser", "leader"},
    ("get", TIE): {"secretary"},
    ("get", SEAL): {"secretary"},
    ("get", PUBLISH): {"secretary"},
    ("post", PROPOSE): {"secretary"},
    ("post", SEAL): {"secretary"},
    ("post", PUBLISH): {"secretary"},
}


@pytest.mark.parametrize("role", make.ROLES)
def test_roles(role: str, world: World) -> None:
    at(world, LIST)
    world.sign_in(role)
    for (method, path), roles in ALLOWED.items():
        response = at(world, path, method)
        if role in roles:
            assert response.status_code == (200 if method == "get" else 302), path
        elif role == "anonymous":
            assert "dang-nhap" in response.url
        else:
            assert response.status_code == (404 if role == "contestant" else 403), path


def test_from_the_close_to_publication(world: World) -> None:
    world.sign_in("secretary")
    page = text_of(at(world, LIST))
    assert "Bằng nhau ở hạng 1, Tập thể" in page
    assert "Công bố được sau khi xử lý đồng hạng" in page

    assert at(world, SEAL, "post").url == LIST
    assert "Còn thứ hạng bằng nhau" in text_of(world.post(PUBLISH, now=LATER, follow=True))

    at(world, PROPOSE, "post")
    assert Award.objects.filter(prize__key="tap-the-nhat").count() == 0
    assert world.post(TIE, order(world, 2, 1), now=LATER + timedelta(minutes=1)).url == LIST
    decision = TieDecision.objects.get()
    assert decision.subjects == [world.units[1].pk, world.units[0].pk]
    assert Document.objects.get().reference == "5/BB-BTC"
    assert decision.document == Document.objects.get()

    later = LATER + timedelta(minutes=2)
    assert "sau lần niêm phong cuối" in text_of(world.post(PUBLISH, now=later, follow=True))
    world.post(PROPOSE, now=later)
    assert Award.objects.get(prize__key="tap-the-nhat").subject_id == world.units[1].pk
    world.post(SEAL, now=later)
    world.post(SEAL, now=later + timedelta(minutes=1))
    assert SealedResult.objects.count() == 2
    world.post(PUBLISH, now=later)
    world.post(PUBLISH, now=later + timedelta(minutes=5))
    world.contest.refresh_from_db()
    assert world.contest.results_published_at == later
    page = text_of(world.get(LIST, now=later + timedelta(minutes=6)))
    assert "Đã công bố 2/7/2024" in page
    assert "1.000.000" in page


def test_the_board_leads_through_the_review(world: World) -> None:
    world.sign_in("secretary")
    refresh_figures(world.contest.parts.get(), now=make.AFTER)
    page = text_of(at(world, DESK))
    assert "Xử lý 2 bên bằng nhau ở hạng 1, Tập thể" in page
    assert TIE in page
    at(world, TIE, "post", order(world, 1, 2))
    page = text_of(at(world, DESK))
    assert "Xử lý 2 bên" not in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": ""}, "Hãy điền ô này."),
        ({"number": "0"}, "number"),
        ({"issued_on": "31/2/2024"}, "không có trong lịch"),
    ],
)
def test_minutes_need_reason_number_and_date(changes: dict[str, str], sentence: str, world: World) -> None:
    world.sign_in("secretary")
    response = at(world, TIE, "post", order(world, 1, 2) | changes)
    assert response.status_code == 400
    assert sentence in text_of(response)
    assert TieDecision.objects.count() == Document.objects.count() == 0


@pytest.mark.parametrize("places", [(1, 1), (2, 3), (0, 1)])
def test_every_side_needs_its_own_number(places: tuple[int, int], world: World) -> None:
    world.sign_in("secretary")
    response = at(world, TIE, "post", order(world, *places))
    assert response.status_code == 400
    assert "Mỗi bên cần một thứ tự riêng" in text_of(response)


def test_a_document_number_used_twice_decides_nothing(world: World) -> None:
    world.sign_in("secretary")
    at(world, TIE, "post", order(world, 1, 2))
    response = at(world, TIE, "post", order(world, 2, 1))
    assert response.status_code == 400
    assert "đã dùng trong năm" in text_of(response)
    assert TieDecision.objects.get().subjects == [unit.pk for unit in world.units]


def test_there_is_no_page_for_a_tie_that_is_none(world: World) -> None:
    world.sign_in("secretary")
    for path in (f"{DESK}giai-thuong/dong-hang/tap-the/7/", f"{DESK}giai-thuong/dong-hang/khong-co/1/"):
        assert at(world, path).status_code == 404


def test_before_the_close_nothing_is_listed_or_sealed(world: World) -> None:
    world.sign_in("secretary")
    assert "chưa chốt: Cá nhân, Tập thể" in text_of(world.get(LIST))
    assert "chưa chốt" in text_of(world.post(PROPOSE, follow=True))
    assert "chưa chốt" in text_of(world.post(SEAL, follow=True))
    assert Award.objects.count() == SealedResult.objects.count() == 0
    with pytest.raises(NotPublishable):
        publish_results(world.contest, now=make.NOW)


def test_a_workbook_for_the_meeting(world: World) -> None:
    world.sign_in("leader")
    assert at(world, EXCEL).status_code == 404
    world.sign_in("secretary")
    at(world, PROPOSE, "post")
    world.sign_in("leader")
    book = CalamineWorkbook.from_filelike(io.BytesIO(at(world, EXCEL).content))
    rows = book.get_sheet_by_name("Cá nhân").to_python()
    assert rows[3][1:3] == ["Giải nhất", "Lê Thị An"]
    world.sign_in("coordinator")
    assert at(world, EXCEL).status_code == 403


@pytest.mark.parametrize("prizes", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    prizes: int, client: Client, django_assert_num_queries: Any
) -> None:
    one = {"key": "giai", "title": "Giải", "standing": "ca-nhan", "quantity": prizes, "cash": 100_000}
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai", prize=[one])
    for index, name in enumerate(["Lê Thị An", "Trần Văn Bình", "Phạm Thị Chi"]):
        person = story.join(contest, name, units[index % 2])
        story.sit(person, right=4, seconds=60 + index, at=make.NOW + timedelta(minutes=index))
    story.ended(contest)
    propose_awards(contest, now=LATER)
    world = World(contest, units, client)
    world.sign_in("leader")
    with clock.frozen_at(LATER), django_assert_num_queries(27):
        assert text_of(client.get(LIST)).count('<span class="medal">') == prizes
