"""Marks of prizes on public boards: nobody is shown a prize that another board takes from them."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from hoithi.awards.models import Award
from hoithi.awards.operations import propose_awards, seal_result
from hoithi.contests.models import Contest
from hoithi.contests.operations.publication import publish_results
from hoithi.core import clock
from tests.awards import story
from tests.contests import factories as make

pytestmark = pytest.mark.django_db
ONE_EACH = {"stacking": "one_per_subject"}
MARKED = re.compile(r'class="prize" title="([^"]+)">(\d+)<')


def two_boards(awards: dict[str, object]) -> Contest:
    """Two people; the first leads on both boards, each with one prize."""
    boards = make.definition()["standing"]
    second = boards[0] | {"key": "phu", "title": "Bảng phụ"}
    prizes = [
        {"key": "nhat", "title": "Giải nhất", "standing": "ca-nhan", "quantity": 1, "cash": 300_000},
        {"key": "phu-nhat", "title": "Giải phụ", "standing": "phu", "quantity": 1, "cash": 100_000},
    ]
    contest, (unit,) = story.contest_with_units("Phòng Một", standing=[*boards, second], prize=prizes, awards=awards)
    for number in range(2):
        story.sit(story.join(contest, f"Người {number}", unit), right=5, seconds=60 + number)
    return contest


def marks(contest: Contest, board: str) -> list[tuple[str, str]]:
    with clock.frozen_at(make.AFTER):
        shown = Client().get(f"{contest.get_absolute_url()}xep-hang/{board}/").content.decode()
    return MARKED.findall(shown)


def published(contest: Contest) -> Contest:
    now = story.ended(contest)
    propose_awards(contest, now=now)
    seal_result(contest, now=now)
    return publish_results(contest, now=now)


def test_where_each_may_win_once_no_place_is_marked_before_publication() -> None:
    contest = two_boards(ONE_EACH)
    story.ended(contest)
    assert marks(contest, "ca-nhan") == marks(contest, "phu") == []
    propose_awards(contest, now=make.AFTER)
    assert marks(contest, "phu") == [], "a proposal is nobody's business yet"


def test_published_boards_mark_what_was_given() -> None:
    contest = published(two_boards(ONE_EACH))
    assert marks(contest, "ca-nhan") == [("Giải nhất", "1")]
    assert marks(contest, "phu") == [("Giải phụ", "2")], "the first has a prize already"


def test_a_revoked_prize_loses_its_mark() -> None:
    contest = published(two_boards({"stacking": "allow"}))
    assert marks(contest, "phu") == [("Giải phụ", "1")]
    Award.objects.filter(prize__key="phu-nhat").update(state=Award.REVOKED)
    assert marks(contest, "phu") == []


def test_without_limits_places_say_what_they_would_bring() -> None:
    contest = two_boards({"stacking": "warn"})
    assert marks(contest, "ca-nhan") == [("Giải nhất", "1")]
    assert marks(contest, "phu") == [("Giải phụ", "1")]
