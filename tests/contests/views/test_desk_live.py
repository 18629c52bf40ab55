"""The leader's page and boards that ask again: who sees what, nothing twice, nobody's unit but one's own."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pydantic import BaseModel

from hoithi.contests import live
from hoithi.contests.models import Task
from hoithi.contests.operations.figures import refresh_figures
from hoithi.contests.registry import Kind, registry
from hoithi.core import clock
from hoithi.core.live import ticket_for
from tests.awards import story
from tests.contests import factories as make
from tests.contests.views.desk import DESK, UNIT, World, text_of

pytestmark = pytest.mark.django_db
PAGE = f"{DESK}tong-quan/"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    live.forget()


@pytest.fixture
def world(client: Client) -> World:
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai", "Phòng Ba")
    for name, unit in (("Lê Thị An", units[0]), ("Trần Văn Bình", units[0]), ("Đỗ Thị Cúc", units[1])):
        story.sit(story.join(contest, name, unit), right=4, seconds=60)
    refresh_figures(contest.parts.get(), now=make.NOW)
    return World(contest, units, client)


def address_in(response: Any) -> str:
    found = re.search(r'data-live="([^"]+)"', text_of(response))
    assert found is not None
    return found[1]


@pytest.mark.parametrize("role", make.ROLES)
def test_roles(role: str, world: World) -> None:
    world.sign_in(role)
    allowed = {"secretary": 200, "organiser": 200, "leader": 200, "anonymous": 302, "contestant": 404}
    assert world.get(PAGE).status_code == allowed.get(role, 403)


def test_one_page_says_it_all(world: World) -> None:
    day = timedelta(days=1)
    Task.objects.create(contest=world.contest, key="k", phase="run", agency="P", title="Việc trễ", due=make.NOW - day)
    Task.objects.create(contest=world.contest, key="m", phase="run", agency="P", title="Việc tới", due=make.NOW + day)
    world.sign_in("leader")
    page = text_of(world.get(PAGE))
    assert "Đang thi, còn 21 ngày" in page
    assert "Số liệu lúc 09:00 ngày 10/6/2024." in page
    assert "Đã qua 31\u00a0% thời gian thi, mới có 10\u00a0% cán bộ dự thi." in page
    assert "1 trên 3 đơn vị chưa có ai" in page
    assert "Phòng Ba" in page
    assert page.index("Việc trễ") < page.index("Sắp tới") < page.index("Việc tới")


def test_before_anybody_came(client: Client) -> None:
    world = World(*story.contest_with_units("Phòng Một"), client)
    world.sign_in("leader")
    page = text_of(world.get(PAGE, now=make.BEFORE))
    assert "Chưa có số liệu: chưa ai dự thi." in page
    assert "Sắp mở, còn 12 ngày" in page


def test_where_nobody_is_counted_nobody_is_missed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.kinds, "later", Kind("later", "Ngày hội", BaseModel, (), built=False))
    world.contest.parts.update(kind="later")
    world.sign_in("leader")
    assert "đơn vị chưa có ai" not in text_of(world.get(PAGE))


def test_without_units(client: Client) -> None:
    world = World(make.contest(), [], client)
    client.force_login(make.holder_of("leader", world.contest))  # type: ignore[arg-type]
    assert "Cán bộ dự thi so với thời gian" not in text_of(world.get(PAGE))


def test_asking_again_touches_no_database(world: World, django_assert_num_queries: Any) -> None:
    world.sign_in("leader")
    first = world.get(PAGE)
    address = address_in(first)
    with django_assert_num_queries(0):
        again = world.get(address)
        assert again.status_code == 200
        known = world.client.get(address, headers={"if-none-match": again["ETag"]})
    assert known.status_code == 304
    assert "Set-Cookie" not in known.headers
    assert text_of(again) in text_of(first)


def test_a_figure_that_changed_is_sent(world: World) -> None:
    world.sign_in("leader")
    address = address_in(world.get(PAGE))
    before = world.get(address)
    story.sit(story.join(world.contest, "Hồ Văn Dũng", world.units[2]), right=1, seconds=60)
    refresh_figures(world.contest.parts.get(), now=make.NOW)
    assert world.get(address)["ETag"] == before["ETag"]  # within the seconds a board is kept
    live.forget()
    after = world.client.get(address, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "Phòng Ba" not in text_of(after)


@pytest.mark.parametrize("number", [1, 3])
def test_a_computation_costs_the_same(number: int, client: Client, django_assert_num_queries: Any) -> None:
    contest = make.contest()
    make.units(contest, *(f"Phòng {n}" for n in range(number)))
    for n in range(number):
        Task.objects.create(contest=contest, key=f"k{n}", phase="run", agency="P", title="Việc")
    with clock.frozen_at(make.NOW), django_assert_num_queries(24):
        live.overview_fragment(contest.pk, frozenset({"leader"}), "vi")


def test_all_units_boards_share_one_look_at_the_database(world: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(7):
        for unit in world.units:
            live.unit_fragment(world.contest.pk, unit.pk, "vi")
    assert live.SNAPSHOTS.computed >= 1


def test_a_coordinator_sees_their_own_unit_and_no_other(world: World) -> None:
    world.sign_in("coordinator")  # of the first unit
    page = world.get(f"{UNIT}{world.units[0].code}/")
    again = text_of(world.get(address_in(page)))
    assert "2<small>/10</small>" in again
    assert not re.search("Phòng (Hai|Ba)", text_of(page) + again)
    assert world.get(f"{UNIT}{world.units[1].code}/").status_code == 404
    assert world.get(PAGE).status_code == 403


def test_boards_of_units_never_mix(world: World) -> None:
    """Whoever asked first, and whatever is already kept: each key holds its own unit's figures."""
    staff = {0: "2<small>/10</small>", 1: "1<small>/10</small>", 2: "0<small>/10</small>"}
    for order in ((0, 1, 2), (2, 1, 0)):
        live.forget()
        live.overview_fragment(world.contest.pk, frozenset({"leader"}), "vi")
        for at in order:
            html = live.unit_fragment(world.contest.pk, world.units[at].pk, "vi").html
            assert staff[at] in html
            assert [other for other in staff.values() if other in html] == [staff[at]]


def test_a_unit_of_another_contest_is_not_reached(world: World) -> None:
    other = make.contest(slug="hoi-thi-khac", codes={"prefix": "HK24"})
    with pytest.raises(live.ContestUnit.DoesNotExist):
        live.unit_fragment(other.pk, world.units[0].pk, "vi")


def test_a_ticket_of_somebody_else_opens_nothing(world: World) -> None:
    world.sign_in("leader")
    address = address_in(world.get(PAGE))
    world.sign_in("coordinator")
    assert world.get(address).status_code == 403
    world.client.logout()
    assert world.get(address).status_code == 403
    assert world.get("/so-lieu/").status_code == 403
    assert world.client.post(address).status_code == 405


def test_roles_have_boards_of_their_own(world: World) -> None:
    """A link one may not follow is not on one's board, whoever's board was rendered before."""
    contest = world.contest.pk
    with clock.frozen_at(make.BEFORE):
        secretary = live.overview_fragment(contest, frozenset({"secretary"}), "vi").html
        helper = live.overview_fragment(contest, frozenset({"helper"}), "vi").html
    assert f"{DESK}ban-to/" in secretary
    assert f"{DESK}ban-to/" not in helper


def test_each_language_its_own(world: World) -> None:
    vi, en = (live.unit_fragment(world.contest.pk, world.units[0].pk, language) for language in ("vi", "en"))
    assert vi.etag != en.etag


def test_the_page_works_without_scripts(world: World) -> None:
    world.sign_in("leader")
    page = text_of(world.get(PAGE))
    assert '<a href="">Tải lại số liệu</a>' in page
    assert "Người dự thi" in page


def test_the_scope_is_signed(world: World, rf: Any) -> None:
    request = rf.get("/")
    ticket = ticket_for(request, {"kind": "unit", "contest": world.contest.pk, "unit": world.units[0].pk})
    body, rest = ticket.split(":", 1)
    assert world.client.get("/so-lieu/", {"ve": f"{body[:-2]}xx:{rest}"}).status_code == 403
