"""Showing works, as the plan says which, and taking them away again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hoithi.core.errors import Refusal
from hoithi.entries.operations import publishing
from hoithi.entries.operations.work_errors import WorkClosed
from hoithi.entries.queries.access import gone_reason
from hoithi.entries.slots import slots
from tests.entries import showing

pytestmark = pytest.mark.django_db
LATER = showing.LATER


@pytest.fixture
def winners() -> Iterator[set[int]]:
    won: set[int] = set()
    before = list(slots.winners)
    slots.winners[:] = [lambda part: won]
    yield won
    slots.winners[:] = before


def test_all_accepted_works_at_one_press_and_no_other() -> None:
    part = showing.opened()
    by = showing.moderator(part)
    one, waiting = showing.accepted(part), showing.handed_in(part)
    assert publishing.publish_accepted(part, now=LATER, by=by) == 1
    assert publishing.publish_accepted(part, now=LATER, by=by) == 0
    one.refresh_from_db()
    one.entry.refresh_from_db()
    waiting.entry.refresh_from_db()
    assert (one.entry.state, one.published_at, waiting.entry.state) == ("published", LATER, "checking")
    with pytest.raises(WorkClosed):
        publishing.publish_work(waiting, now=LATER, by=by)


def test_a_plan_that_shows_nothing_shows_nothing() -> None:
    part = showing.opened(publish="none")
    work = showing.accepted(part)
    with pytest.raises(publishing.NotForPublic, match="không đăng"):
        publishing.publish_work(work, now=LATER, by=showing.moderator(part))


def test_only_winners_where_the_plan_says_so(winners: set[int]) -> None:
    part = showing.opened(publish="winners")
    by = showing.moderator(part)
    first, second = showing.accepted(part), showing.accepted(part, "Phòng Hai")
    with pytest.raises(publishing.NotForPublic, match="đoạt giải"):
        publishing.publish_accepted(part, now=LATER, by=by)
    winners.add(second.pk)
    with pytest.raises(publishing.NotForPublic):
        publishing.publish_work(first, now=LATER, by=by)
    assert publishing.publish_accepted(part, now=LATER, by=by) == 1


def test_taken_down_with_two_reasons_and_shown_again_with_one() -> None:
    part = showing.opened()
    work, by = showing.published(part), showing.moderator(part)
    with pytest.raises(Refusal, match="lý do ngắn gọn"):
        publishing.take_down_work(work, public=" ", now=LATER, by=by)
    work = publishing.take_down_work(work, public="Nhạc có bản quyền", reason="Đơn số 5", now=LATER, by=by)
    assert work.entry.state == "taken_down"
    assert gone_reason(work) == "Nhạc có bản quyền"
    assert work.steps.get(step="take_down").reason == "Nhạc có bản quyền\nĐơn số 5"
    with pytest.raises(Refusal, match="đăng lại"):
        publishing.publish_work(work, now=LATER, by=by)
    assert publishing.publish_work(work, now=LATER, by=by, reason="Đã thay nhạc").entry.state == "published"


def test_withdrawn_for_its_owner_for_good() -> None:
    part = showing.opened()
    by = showing.moderator(part)
    work = publishing.withdraw_for_owner(showing.published(part), public="Theo đơn của tác giả", now=LATER, by=by)
    assert work.entry.state == "withdrawn"
    with pytest.raises(WorkClosed):
        publishing.publish_work(work, now=LATER, by=by, reason="x")
