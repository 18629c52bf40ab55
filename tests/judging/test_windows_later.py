"""What a plan leaves open when works are called for is set after the freeze, by a document that everybody reads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hoithi.contests.models import Part
from hoithi.contests.operations.definition import FrozenRules, define_contest
from hoithi.contests.schema import Plan
from hoithi.judging.queries.settings import settings_of as jury_of
from hoithi.voting.queries.settings import phase_of, settings_of
from tests.contests import factories as make
from tests.entries import factories as works

pytestmark = pytest.mark.django_db
OPENS, CLOSES = works.AFTER + timedelta(days=5), works.AFTER + timedelta(days=12)
TABLES: dict[str, Any] = {"vote": {"source": "platform"}, "jury": {"criteria": []}}


def plan(vote: dict[str, Any] | None = None, jury: dict[str, Any] | None = None) -> Plan:
    part = works.entries_part()
    part["vote"], part["jury"] = TABLES["vote"] | (vote or {}), TABLES["jury"] | (jury or {})
    return make.Plan.model_validate(works.definition(part))


@pytest.fixture
def part(db: None) -> Part:
    base = works.entries_part() | TABLES
    return works.opened(base)


def test_windows_are_a_supplement_and_moving_them_an_amendment(part: Part) -> None:
    contest = part.contest
    later = plan({"opens": OPENS, "closes": CLOSES}, {"opens": CLOSES, "closes": CLOSES + timedelta(days=9)})
    assert phase_of(part, OPENS) == "unset"
    with pytest.raises(FrozenRules, match=r"part\[video\]\.settings\.(vote|jury)"):
        define_contest(later, now=works.AFTER)
    assert phase_of(Part.objects.get(pk=part.pk), OPENS) == "unset", "nothing is half-written"
    define_contest(later, now=works.AFTER, document=make.paper(contest, "Thông báo thời gian bình chọn"))
    moved = Part.objects.select_related("contest").get(pk=part.pk)
    assert phase_of(moved, OPENS) == "open"
    assert phase_of(moved, CLOSES) == "closed"
    assert jury_of(moved).opens == CLOSES
    revision = contest.revisions.get()
    assert revision.kind == "supplement"
    assert {change["at"] for change in revision.changes} == {
        f"part[video].settings.{table}.{end}" for table in ("vote", "jury") for end in ("opens", "closes")
    }
    longer = plan(
        {"opens": OPENS, "closes": CLOSES + timedelta(days=1)}, {"opens": CLOSES, "closes": CLOSES + timedelta(days=9)}
    )
    define_contest(longer, now=OPENS, document=make.paper(contest, "Gia hạn bình chọn"))
    moved = Part.objects.select_related("contest").get(pk=part.pk)
    assert settings_of(moved).closes == CLOSES + timedelta(days=1)
    assert [one.kind for one in contest.revisions.order_by("no")] == ["supplement", "amendment"]
