"""Excel files: the page's rows in the page's order, for the page's readers."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from hoithi.contests.operations.figures import refresh_figures
from hoithi.core import clock
from tests.awards import story
from tests.contests import factories as make
from tests.contests.views.desk import DESK, World

pytestmark = pytest.mark.django_db
FILE = f"{DESK}don-vi.xlsx"


def rows_of(response: Any) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


@pytest.fixture
def world(client: Client) -> World:
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai")
    story.sit(story.join(contest, "Lê Thị An", units[0]), right=4, seconds=60)
    refresh_figures(contest.parts.get(), now=make.NOW)
    return World(contest, units, client)


@pytest.mark.parametrize("role", make.ROLES)
def test_roles(role: str, world: World) -> None:
    world.sign_in(role)
    allowed = {"secretary": 200, "organiser": 200, "leader": 200, "anonymous": 302, "contestant": 404}
    assert world.get(FILE).status_code == allowed.get(role, 403)


def test_units_lowest_first_with_numbers_as_numbers(world: World) -> None:
    world.sign_in("leader")
    rows = rows_of(world.get(FILE))
    assert [row[0] for row in rows[3:]] == ["Phòng Hai", "Phòng Một"]
    assert rows[4][3:8] == [10.0, 1.0, "10\u00a0%", 9.0, 1.0]
    assert [row[0] for row in rows_of(world.get(FILE, {"loc": "chua-co"}))[3:]] == ["Phòng Hai"]
    assert [row[0] for row in rows_of(world.get(FILE, {"xep": "cao"}))[3:]] == ["Phòng Một", "Phòng Hai"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_file_costs_the_same(number: int, client: Client, django_assert_num_queries: Any) -> None:
    contest = make.contest()
    world = World(contest, make.units(contest, *(f"Phòng {n}" for n in range(number))), client)
    world.sign_in("leader")
    with clock.frozen_at(make.NOW), django_assert_num_queries(8):
        assert len(rows_of(client.get(FILE))) == number + 3
