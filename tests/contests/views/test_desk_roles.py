"""Who may open what on the console, as a table over every role."""

from __future__ import annotations

import pytest
from django.test import Client

from hoithi.contests.models import EntrantCorrection, Faq, Seat, Task
from hoithi.contests.operations.office import report_note
from tests.contests import factories as make
from tests.contests.views.desk import DESK, SLUG, UNIT, World, staff

pytestmark = pytest.mark.django_db
OFFICE = {"secretary", "organiser", "leader"}
SECRETARY = {"secretary"}
PAGES = {
    DESK: OFFICE,
    f"{DESK}phan-thi/trac-nghiem/": OFFICE,
    f"{DESK}nhiem-vu/viec/": OFFICE,
    f"{DESK}the-le/": SECRETARY,
    f"{DESK}ban-to/": OFFICE,
    f"{DESK}ban-to/to-ra-de/cu-nguoi/": SECRETARY,
    f"{DESK}ban-to/ghe/SEAT/cu-nguoi/": SECRETARY,
    f"{DESK}don-vi/": OFFICE,
    f"{DESK}don-vi/chot/": {"secretary", "administrator"},
    f"{DESK}don-vi/nhap/don-vi/": {"secretary", "administrator"},
    f"{DESK}don-vi/nhap/danh-sach/": {"secretary", "administrator"},
    f"{DESK}don-vi/nhap/don-vi/mau.xlsx": {"secretary", "administrator"},
    f"{DESK}bao-cao/": OFFICE,
    f"{DESK}hoi-dap/": SECRETARY,
    f"{DESK}hoi-dap/FAQ/": SECRETARY,
    f"{DESK}hoi-dap/FAQ/bo/": SECRETARY,
    f"{DESK}de-nghi-sua/": SECRETARY,
    f"{DESK}de-nghi-sua/ASKED/": SECRETARY,
    f"/cuoc-thi/{SLUG}/nhat-ky/": {"secretary", "organiser", "administrator"},
}
UNIT_PAGES = {
    f"{UNIT}CODE/": OFFICE | {"coordinator"},
    f"{UNIT}CODE/ma-qr.svg": OFFICE | {"coordinator"},
    f"{UNIT}CODE/chua-du-thi/": SECRETARY | {"coordinator"},
}
WITH_A_ROLE = set(make.ROLES) - {"anonymous", "contestant"}


@pytest.fixture
def world(client: Client) -> World:
    contest = make.contest()
    units = make.units(contest, "Phòng Ví dụ", "Phòng Khác")
    staff(units[0], "Lê Thị Chưa Thi")
    Task.objects.create(contest=contest, key="viec", phase="prepare", agency="Phòng", title="Một việc")
    return World(contest, units, client)


def filled(page: str, world: World) -> str:
    seat = Seat.objects.filter(body__contest=world.contest, person__isnull=True).first()
    page = page.replace("SEAT", str(seat.pk) if seat else "").replace("CODE", world.units[0].code)
    if "FAQ" in page:
        row = Faq.objects.create(contest=world.contest, question="Ai được thi?", answer="Mọi người.")
        page = page.replace("FAQ", str(row.pk))
    if "ASKED" in page:
        entrant = make.holder_of("contestant", world.contest).person.entrants.get()
        asked = EntrantCorrection.objects.create(
            entrant=entrant, changes={"full_name": "Tên Mới"}, reason="Sai", asked_at=make.NOW
        )
        page = page.replace("ASKED", str(asked.pk))
    return page


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", make.ROLES)
def test_console_pages(role: str, page: str, world: World) -> None:
    path = filled(page, world)
    world.sign_in(role)
    expected = 200 if role in PAGES[page] else 302 if role == "anonymous" else 403 if role in WITH_A_ROLE else 404
    assert world.get(path).status_code == expected


@pytest.mark.parametrize("page", UNIT_PAGES)
@pytest.mark.parametrize("role", make.ROLES)
def test_unit_pages_do_not_exist_for_anybody_else(role: str, page: str, world: World) -> None:
    world.sign_in(role)
    expected = 200 if role in UNIT_PAGES[page] else 302 if role == "anonymous" else 404
    assert world.get(filled(page, world)).status_code == expected


@pytest.mark.parametrize("page", UNIT_PAGES)
def test_a_coordinator_of_another_unit_finds_nothing(page: str, world: World) -> None:
    world.sign_in("coordinator")
    assert world.get(page.replace("CODE", world.units[1].code)).status_code == 404


@pytest.mark.parametrize("role", make.ROLES)
def test_own_units(role: str, world: World) -> None:
    world.sign_in(role)
    response = world.get(UNIT)
    if role == "coordinator":
        assert response.url == f"{UNIT}{world.units[0].code}/"
    else:
        assert response.status_code == (302 if role == "anonymous" else 403 if role in WITH_A_ROLE else 404)


WRITES = {
    f"{DESK}phan-thi/trac-nghiem/": SECRETARY,
    f"{DESK}nhiem-vu/viec/": SECRETARY,
    f"{DESK}the-le/ban-hanh/": SECRETARY,
    f"{DESK}ban-to/ghe/SEAT/thoi/": SECRETARY,
    f"{DESK}bao-cao/NOTE/tra-loi/": {"secretary", "organiser"},
}


@pytest.mark.parametrize("page", WRITES)
@pytest.mark.parametrize("role", make.ROLES)
def test_writes(role: str, page: str, world: World) -> None:
    reporter = make.user("Người Báo")
    note = report_note(world.units[0], kind="progress", text="Đang làm", now=make.NOW, by=reporter)
    world.sign_in(role)
    response = world.post(filled(page, world).replace("NOTE", str(note.pk)), {"answer": "Đã rõ"})
    if role in WRITES[page]:
        assert response.status_code == 302
        assert "dang-nhap" not in response.url
    elif role == "anonymous":
        assert "dang-nhap" in response.url
    else:
        assert response.status_code == (403 if role in WITH_A_ROLE else 404)


@pytest.mark.parametrize("role", make.ROLES)
def test_names_stay_with_the_unit_and_the_secretariat(role: str, world: World) -> None:
    world.sign_in(role)
    page = world.get(f"{UNIT}{world.units[0].code}/").content.decode()
    assert ("Lê Thị Chưa Thi" in page) == (role in {"coordinator", "secretary"})
