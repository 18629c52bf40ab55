from datetime import date

import pytest

from hoithi.contests.rules.eligibility import Conditions, judge

DAY = date(2024, 6, 10)
ADULT = date(1990, 1, 1)


def test_fifteen_on_the_day_may_enter_and_a_day_younger_may_only_practise() -> None:
    conditions = Conditions(min_age=15, under_age="practise")
    assert judge(conditions, birth=date(2009, 6, 10), day=DAY).may_enter
    younger = judge(conditions, birth=date(2009, 6, 11), day=DAY)
    assert (younger.may_enter, younger.may_practise, younger.reason) == (False, True, "too_young")
    assert judge(Conditions(min_age=15), birth=date(2010, 1, 1), day=DAY).may_practise is False


def test_an_unknown_birth_date_does_not_pass_an_age_limit() -> None:
    assert judge(Conditions(min_age=15), birth=None, day=DAY).reason == "birth_date_missing"
    assert judge(Conditions(), birth=None, day=DAY).may_enter


@pytest.mark.parametrize("committee", ["bar", "no_prize", "allow"])
@pytest.mark.parametrize("body", ["authors", "reviewers"])
def test_readers_of_the_sealed_bank_are_barred_whatever_the_plan_says(committee: str, body: str) -> None:
    verdict = judge(Conditions(committee=committee), birth=ADULT, day=DAY, bodies={body})  # type: ignore[arg-type]
    assert (verdict.may_enter, verdict.prize_ok, verdict.reason) == (False, False, "bank_reader")


@pytest.mark.parametrize(
    ("committee", "enters", "prize"), [("bar", False, False), ("no_prize", True, False), ("allow", True, True)]
)
def test_committee_members_follow_the_plan(committee: str, enters: bool, prize: bool) -> None:
    verdict = judge(
        Conditions(committee=committee),  # type: ignore[arg-type]
        birth=ADULT,
        day=DAY,
        bodies={"organising"},
    )
    assert (verdict.may_enter, verdict.prize_ok) == (enters, prize)


def test_coordinators_and_leaders_are_no_committee() -> None:
    assert judge(Conditions(), birth=ADULT, day=DAY, bodies={"coordinators", "leaders"}).prize_ok


def test_roster_and_unit_are_asked_for_where_the_group_says_so() -> None:
    conditions = Conditions(roster=True, unit="required")
    assert judge(conditions, birth=ADULT, day=DAY, on_roster=False).reason == "not_on_roster"
    assert judge(conditions, birth=ADULT, day=DAY, on_roster=True, has_unit=False).reason == "unit_missing"
    assert judge(conditions, birth=ADULT, day=DAY, on_roster=True).may_enter


def test_hors_concours_enters_without_a_prize() -> None:
    verdict = judge(Conditions(hors_concours=True), birth=ADULT, day=DAY)
    assert (verdict.may_enter, verdict.prize_ok) == (True, False)
