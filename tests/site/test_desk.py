"""The administrator's landing page and log, and the operator's page: health without names, answers or keys."""

from __future__ import annotations

import pytest
from django.test import Client

from hoithi.contests.operations.figures import refresh_figures
from hoithi.people.operations.accounts import note_sign_in
from tests.awards import story
from tests.contests import factories as make
from tests.contests.views.desk import SLUG, World, text_of

pytestmark = pytest.mark.django_db
ADMIN, LOG, HEALTH = "/quan-tri/", "/quan-tri/nhat-ky/", f"/cuoc-thi/{SLUG}/van-hanh/"


@pytest.fixture
def world(client: Client) -> World:
    contest, units = story.contest_with_units("Phòng Một")
    story.sit(story.join(contest, "Lê Thị Có Tên", units[0]), right=4, seconds=60)
    refresh_figures(contest.parts.get(), now=make.NOW)
    return World(contest, units, client)


@pytest.mark.parametrize("path", [ADMIN, LOG])
@pytest.mark.parametrize("role", make.ROLES)
def test_the_administrators_pages(role: str, path: str, world: World) -> None:
    world.sign_in(role)
    assert world.get(path).status_code == {"administrator": 200, "anonymous": 302}.get(role, 403)


@pytest.mark.parametrize("role", make.ROLES)
def test_the_operators_page(role: str, world: World) -> None:
    world.sign_in(role)
    expected = {"operator": 200, "administrator": 200, "anonymous": 302, "contestant": 404}.get(role, 403)
    assert world.get(HEALTH).status_code == expected


def test_health_tells_nobodys_name_and_no_key(world: World) -> None:
    world.sign_in("operator")
    page = text_of(world.get(HEALTH))
    assert "Lê Thị Có Tên" not in page
    assert "/keys" not in page
    assert "Đang mở" in page
    assert "Số liệu: 0 giây trước." in page


def test_the_sites_log_names_administrators_only(world: World) -> None:
    citizen = make.user("Công Dân Không Nêu")
    note_sign_in(citizen, now=make.NOW)
    admin = world.sign_in("administrator")
    note_sign_in(admin, now=make.NOW)
    page = text_of(world.get(LOG))
    assert "Trần Quản Trị Mẫu" in page
    assert "Công Dân Không Nêu" not in page
    assert "Nhật ký nguyên vẹn" in text_of(world.post(LOG))
