"""Plans in the database: idempotent, all or none, and given back unchanged."""

from __future__ import annotations

from datetime import datetime

import pytest

from hoithi.contests.models import Contest
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import NotFound
from hoithi.plans.canonical import dump_plan
from hoithi.plans.files import load_plan, parse_plan
from hoithi.plans.operations import SlugTaken, apply_plan, apply_plans, export_plan
from hoithi.plans.shift import copy_plan
from tests.plans.conftest import EVERY, MINIMAL

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=VIETNAM)


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_applying_twice_changes_nothing(path) -> None:
    plan = load_plan(path)
    assert apply_plan(plan, now=NOW) == {"created": [plan.slug], "changed": [], "unchanged": []}
    assert apply_plan(plan, now=NOW) == {"created": [], "changed": [], "unchanged": [plan.slug]}
    assert export_plan(plan.slug) == dump_plan(plan)
    assert apply_plan(parse_plan(export_plan(plan.slug)), now=NOW)["unchanged"] == [plan.slug]
    contest = Contest.objects.get(slug=plan.slug)
    assert contest.prizes.count() == len(plan.prizes)
    assert contest.parts.count() == sum(len(part.rounds()) for part in plan.parts)


def test_a_change_is_told() -> None:
    apply_plan(parse_plan(MINIMAL), now=NOW)
    changed = parse_plan(MINIMAL.replace("cash = 100000", "cash = 200000"))
    assert apply_plan(changed, now=NOW)["changed"] == ["thu"]
    assert Contest.objects.get(slug="thu").prizes.get().cash == 200_000


def test_a_copy_knows_its_original() -> None:
    plan = parse_plan(MINIMAL)
    copy = copy_plan(plan, slug="thu-dang-mo", stage="open", now=NOW)
    assert apply_plans([(copy, plan.slug)], now=NOW)["created"] == ["thu-dang-mo"]
    assert Contest.objects.get().copied_from == "thu"


@pytest.mark.parametrize("slug", ["thu", "cuoc-thi-khac"])
def test_a_copy_never_overwrites_another_contest(slug: str) -> None:
    plan, other = parse_plan(MINIMAL), parse_plan(MINIMAL.replace('slug = "thu"', 'slug = "cuoc-thi-khac"'))
    apply_plans([(plan, ""), (other, "")], now=NOW)
    before = export_plan(slug)
    with pytest.raises(SlugTaken, match=f"Mã “{slug}” là của một cuộc thi khác"):
        apply_plan(copy_plan(plan, slug=slug, stage="open", now=NOW), now=NOW, copied_from=plan.slug)
    assert export_plan(slug) == before


def test_a_copy_may_be_moved_again() -> None:
    plan = parse_plan(MINIMAL)
    for stage, outcome in (("open", "created"), ("ended", "changed")):
        copy = copy_plan(plan, slug="thu-2", stage=stage, now=NOW)
        assert apply_plan(copy, now=NOW, copied_from=plan.slug)[outcome] == ["thu-2"]


def test_an_unknown_contest_has_no_plan() -> None:
    with pytest.raises(NotFound, match="Không có cuộc thi nào mang mã “la”"):
        export_plan("la")
