"""Budget, payment list and grading, on a small contest and on the five plans as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hoithi.awards.operations.budget import record_amount
from hoithi.awards.operations.hand_over import claim_award, pay_awards
from hoithi.awards.operations.revoke import revoke_award
from hoithi.awards.queries.budget import budget_of, money_of
from hoithi.awards.queries.grading import unit_grading
from hoithi.awards.queries.payments import payment_list
from hoithi.contests.models import Contest
from hoithi.contests.operations.definition import define_contest
from hoithi.contests.operations.figures import refresh_figures
from hoithi.plans.files import load_plan
from tests.awards import ended
from tests.awards.ended import LATER, PAID_ON

pytestmark = pytest.mark.django_db
PLANS = Path(settings.BASE_DIR) / "plans"
LINES = [
    {"key": "khen", "title": "Khen thưởng", "kind": "prizes"},
    {"key": "khac", "title": "Khác", "amount": 100_000},
]


@pytest.mark.parametrize(
    ("slug", "count", "once", "each"),
    [
        ("chau-thanh-2024", 8, 4_200_000, 0),
        ("vinh-linh-2024", 8, None, 0),
        ("soc-trang-2021", 30, 61_000_000, 0),
        ("chau-thanh-a-2021", 25, 22_000_000, 1_000_000),
        ("soc-son-2024", 16, 15_350_000, 0),
    ],
)
def test_the_plans_prizes_come_to_what_the_plans_say(slug: str, count: int, once: int | None, each: int) -> None:
    contest = define_contest(load_plan(PLANS / f"{slug}.toml"), now=LATER).contest
    money = money_of(contest)
    assert (money.once, money.each) == (once, each)
    assert sum(prize.quantity for prize in contest.prizes.all() if prize.spec.per is None) == count
    assert money.recurring == bool(each)
    if money.recurring and money.whole is not None:
        assert (money.whole - (once or 0)) % each == 0


def test_the_budget_compares_the_prizes_with_the_latest_stage() -> None:
    contest, *_ = ended.contest_over(1, budget={"line": LINES})
    assert budget_of(contest).over == 0
    assert budget_of(contest).totals["estimated"] is None
    record_amount(contest, "khen", "estimated", 2_000_000, now=LATER, by=None)
    assert budget_of(contest).totals["estimated"] == 2_100_000
    record_amount(contest, "khen", "approved", 1_000_000, document=ended.paper(contest), now=LATER, by=None)
    found = budget_of(contest)
    assert (found.prizes.once, found.planned, found.over) == (1_200_000, 1_000_000, 200_000)
    assert [one.amount for one in found.lines[0].history] == [2_000_000, 1_000_000]
    assert found.totals["settled"] is None


def test_the_payment_list_says_who_signs_and_what_is_out(django_assert_num_queries: Any) -> None:
    contest, *_ = ended.contest_over(budget={"line": LINES})
    assert payment_list(contest).rows == []
    ended.announced(contest)
    first = ended.the(contest, "nhat")
    claim_award(first, how="unit_letter", representative="Trần Văn Thay", reason="Giấy", now=LATER, by=None)
    pay_awards(contest, [first.pk], paid_on=PAID_ON, voucher="PC 1", signed=False, now=LATER, by=None)
    contest = Contest.objects.get(pk=contest.pk)
    _ = contest.plan
    with django_assert_num_queries(10):
        found = payment_list(contest)
    assert (found.rows[0].receiver, found.rows[0].line.cash) == ("Trần Văn Thay", 300_000)
    assert (len(found.rows), found.cash, found.paid, found.unsigned) == (4, 1_200_000, 300_000, 1)
    revoke_award(first, reason="–", document=ended.paper(contest, number=30), move_up=False, now=LATER, by=None)
    budget = budget_of(contest)
    assert (budget.paid, budget.recalled, budget.awarded) == (300_000, 300_000, 900_000)


def test_grading_counts_participation_prizes_and_points() -> None:
    contest, units, _people = ended.contest_over()
    refresh_figures(contest.parts.get(), now=LATER)
    assert [one.bonus for one in unit_grading(contest)] == [0, 0]
    ended.decided(contest)
    one, two = unit_grading(contest)
    assert (one.unit, one.staff, one.personal, one.prizes, one.bonus) == (
        units[0],
        5,
        3,
        ("Giải nhất tập thể",),
        7,
    )
    assert one.bonus_words == ("Cộng điểm thi đua",)
    assert (two.staff, two.prizes, two.works) == (0, (), 0)
