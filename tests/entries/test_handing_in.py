"""The button of the contest page and the console's tasks, by phase."""

from __future__ import annotations

import pytest

from hoithi.contests.models import Part
from hoithi.contests.views.desk_frame import side
from hoithi.entries import handing_in as desk
from tests.contests import factories as make
from tests.entries import factories as works

pytestmark = pytest.mark.django_db
HOME = "/cuoc-thi/hoi-thi-thu/video/nop/"


@pytest.fixture
def part(db: None) -> Part:
    return works.opened()


def test_the_button_by_phase(part: Part) -> None:
    account, entrant = works.person(part)
    (visitor,) = desk.actions(part, entrant=None, now=works.NOW)
    assert (visitor.label, visitor.url, visitor.main, visitor.note) == ("Nộp tác phẩm", HOME, True, "")
    (own,) = desk.actions(part, entrant=entrant, now=works.NOW)
    assert own.note == "Đã nộp 0 tác phẩm, còn nộp được 2"
    (early,) = desk.actions(part, entrant=entrant, now=works.BEFORE)
    assert (early.label, early.main) == ("Chuẩn bị tác phẩm", False)
    assert desk.actions(part, entrant=entrant, now=works.AFTER) == []
    works.draft(part, account, entrant)
    (late,) = desk.actions(part, entrant=entrant, now=works.AFTER)
    assert late.label == "Xem tác phẩm đã nộp"


@pytest.mark.parametrize("changes", [{"intake": {"online": False}}, {"media": "none"}])
def test_no_button_where_nothing_is_handed_in_online(changes: dict[str, object]) -> None:
    part = works.opened(works.entries_part(**changes))
    assert desk.actions(part, entrant=None, now=works.NOW) == []


def test_tasks_say_who_owes_and_what_lies_at_the_desk(part: Part) -> None:
    account, unit = works.coordinator(part)
    works.submitted(part, account, unit)
    works.taken(part, unit="Phòng Hai")
    found = desk.tasks(part, now=works.NOW)
    assert [str(one.label) for one in found] == [
        "1 đơn vị chưa nộp đủ tác phẩm",
        "1 tác phẩm tiếp nhận dở, chưa có biên nhận",
    ]
    assert desk.tasks(part, now=works.AFTER)[0].state == "late"
    other, second = works.coordinator(part, "Phòng Hai")
    works.submitted(part, other, second)
    assert desk.tasks(part, now=works.NOW)[0].state == "done"


def test_the_places_stand_only_where_works_are_handed_in(part: Part) -> None:
    keys = {one["key"] for one in side(part.contest, {"secretary"}, "")}
    assert {"works_board", "works_intake"} <= keys
    quiz = make.contest(slug="thi-trac-nghiem")
    assert {one["key"] for one in side(quiz, {"secretary"}, "")}.isdisjoint({"works_board", "works_intake"})
