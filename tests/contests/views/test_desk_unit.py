"""The coordinator's page: who has not taken part, for exactly the right eyes."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from hoithi.contests.models import ContestUnit
from hoithi.contests.operations.figures import refresh_figures
from hoithi.core import clock
from hoithi.people.models import Unit
from hoithi.people.rules.cells import derived_code
from tests.awards import story
from tests.contests import factories as make
from tests.contests.views.desk import SLUG, UNIT, World, staff, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client: Client) -> World:
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai")
    story.sit(story.join(contest, "Lê Thị Đã Thi", units[0]), right=4, seconds=60)
    story.join(contest, "Trần Mới Đăng Ký", units[0])
    staff(units[0], "Phạm Chưa Vào", "Đặng Đọc Đề")
    staff(units[1], "Người Phòng Hai")
    refresh_figures(contest.parts.get(), now=make.NOW)
    return World(contest, units, client)


def missing(world: World, unit: ContestUnit | None = None) -> str:
    return f"{UNIT}{(unit or world.units[0]).code}/chua-du-thi/"


def test_missing_are_those_without_a_result(world: World) -> None:
    world.sign_in("coordinator")
    page = text_of(world.get(missing(world)))
    for name in ("Trần Mới Đăng Ký", "Phạm Chưa Vào", "Đặng Đọc Đề"):
        assert name in page
    assert "Lê Thị Đã Thi" not in page
    assert "Người Phòng Hai" not in page
    assert "1990" not in page


def test_readers_of_the_bank_are_not_missed(world: World) -> None:
    from hoithi.people.models import RosterEntry

    author = make.user("Đặng Đọc Đề")
    RosterEntry.objects.filter(full_name="Đặng Đọc Đề").update(person=author.person)
    make.seat(world.contest, "authors", author)
    world.sign_in("coordinator")
    assert "Đặng Đọc Đề" not in text_of(world.get(missing(world)))


def test_a_code_made_of_the_birth_date_is_not_shown(world: World) -> None:
    entry = staff(world.units[0], "Lý Không Mã")[0]
    entry.staff_code = derived_code(entry.full_name, entry.birth_date)
    entry.save()
    world.sign_in("coordinator")
    page = text_of(world.get(missing(world), {"tim": "ly khong ma"}))
    assert "Lý Không Mã" in page
    assert entry.staff_code not in page


def test_missing_are_searched_without_diacritics(world: World) -> None:
    world.sign_in("coordinator")
    page = text_of(world.get(missing(world), {"tim": "pham chua"}))
    assert "Phạm Chưa Vào" in page
    assert "Trần Mới Đăng Ký" not in page
    assert "Không thấy ai" in text_of(world.get(missing(world), {"tim": "xyz\0"}))


def test_missing_are_paged_by_key(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hoithi.contests.views.desk_unit.ROWS", 2)
    world.sign_in("coordinator")
    first = text_of(world.get(missing(world)))
    cursor = first.split("?sau=")[1].split('"')[0]
    second = text_of(world.get(missing(world), {"sau": cursor}))
    assert (first.count('<th scope="row">'), second.count('<th scope="row">')) == (2, 1)
    assert "Về đầu danh sách" in second
    assert world.get(missing(world), {"sau": "9" * 30}).status_code == 200


def test_the_page_shows_participation_and_the_kit(world: World) -> None:
    world.sign_in("coordinator")
    page = text_of(world.get(f"{UNIT}{world.units[0].code}/"))
    assert "Xem 3 người chưa dự thi" in page
    assert f"http://testserver/cuoc-thi/{SLUG}/" in page
    assert "&lt;a href=" in page
    svg = world.get(f"{UNIT}{world.units[0].code}/ma-qr.svg")
    assert svg.headers["Content-Type"] == "image/svg+xml"


def test_a_unit_without_a_roster_is_told_so(world: World) -> None:
    bare = make.units(world.contest, "Phòng Trống")[0]
    bare = world.contest.units.get(name="Phòng Trống")
    world.sign_in("secretary")
    assert "chưa có danh sách cán bộ" in text_of(world.get(f"{UNIT}{bare.code}/"))


def test_a_code_with_a_slash_has_an_address(world: World) -> None:
    Unit.objects.filter(name="Phòng Hai").update(code="12/TH")
    ContestUnit.objects.filter(name="Phòng Hai").update(code="12/TH")
    world.sign_in("secretary")
    assert world.get(f"{UNIT}12~TH/").status_code == 200


def test_several_units_are_listed(world: World) -> None:
    user = world.sign_in("coordinator")
    make.seat(world.contest, "coordinators", user, world.units[1])
    page = text_of(world.get(UNIT))
    assert page.count("Phòng ") >= 2
    assert world.get(f"{UNIT}{world.units[1].code}/").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_missing_cost_the_same(number: int, world: World, django_assert_num_queries: Any) -> None:
    fresh = make.units(world.contest, "Phòng Ba")[0]
    fresh = world.contest.units.get(name="Phòng Ba")
    staff(fresh, *(f"Người Số {n}" for n in range(number)))
    world.sign_in("secretary")
    with clock.frozen_at(make.NOW), django_assert_num_queries(14):
        assert text_of(world.client.get(missing(world, fresh))).count('<th scope="row">') == number


def test_the_workbook_holds_the_same_names_and_nothing_more(world: World) -> None:
    path = f"{UNIT}{world.units[0].code}/chua-du-thi.xlsx"
    world.sign_in("coordinator")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(world.get(path).content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[4:]] == ["Đặng Đọc Đề", "Trần Mới Đăng Ký", "Phạm Chưa Vào"]
    assert "1990" not in str(rows)
    assert rows[4][2].startswith("CB")
    for role in set(make.ROLES) - {"coordinator", "secretary", "anonymous"}:
        world.sign_in(role)
        assert world.get(path).status_code == 404
