"""Copies moved in time: all dates together, durations kept, and now inside the stage that was asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.contests.schema import Plan
from hoithi.contests.written import as_written, parsed_settings
from hoithi.core.clock import VIETNAM
from hoithi.plans.files import load_plan
from hoithi.plans.shift import MARK, NoSuchStage, add_months, copy_plan, shift_days
from tests.plans.conftest import EVERY, ROOT, SIGNED

PLANS = [load_plan(path) for path in EVERY]
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=VIETNAM)


def signed(slug: str) -> Plan:
    return load_plan(ROOT / "plans" / f"{slug}.toml")


def windows(plan: Plan) -> list[Any]:
    return [window for part in plan.parts for window in part.rounds()]


@given(plan=st.sampled_from(PLANS), days=st.integers(-3000, 3000))
def test_moving_by_whole_days_keeps_every_duration(plan: Plan, days: int) -> None:
    moved, step = shift_days(plan, days), timedelta(days=days)
    for (_, opens, closes), (_, later, end) in zip(windows(plan), windows(moved), strict=True):
        assert later == (opens + step if opens else None)
        assert end == (closes + step if closes else None)
    for before, after in zip(plan.milestones, moved.milestones, strict=True):
        assert after.closes == (before.closes + step if before.closes else None)


@given(plan=st.sampled_from(PLANS), days=st.integers(-3000, 3000))
def test_there_and_back_is_the_same_plan(plan: Plan, days: int) -> None:
    assert shift_days(shift_days(plan, days), -days) == plan


def test_settings_move_too() -> None:
    moved = parsed_settings(shift_days(signed("chau-thanh-a-2021"), 10).parts[0], "scorecard")
    assert as_written(shift_days(signed("chau-thanh-a-2021"), 10))["part"][0]["scorecard"]["dossier"]["due"].day == 28
    assert moved is not None


@pytest.mark.parametrize("stage", ["open", "ended"])
def test_open_and_ended(stage: str) -> None:
    copy = copy_plan(signed("soc-son-2024"), slug="ban-sao", stage=stage, now=NOW)
    _, opens, closes = copy.parts[0].rounds()[0]
    assert opens
    assert closes
    assert closes - opens == timedelta(days=92)
    assert (opens <= NOW < closes) == (stage == "open")
    assert (copy.slug, copy.year, copy.title.endswith(MARK)) == ("ban-sao", 2026, True)
    assert (opens.hour, opens.minute) == (0, 0)
    if stage == "open":
        assert abs((NOW - opens) - (closes - opens) / 3) <= timedelta(days=1)


def test_intake() -> None:
    part = copy_plan(signed("vinh-linh-2024"), slug="ban-sao", stage="intake", now=NOW).parts[0]
    assert part.opens
    assert part.closes
    assert part.opens <= NOW < part.closes


def test_voting_invents_a_window_and_says_so() -> None:
    copy = copy_plan(signed("vinh-linh-2024"), slug="ban-sao", stage="voting", now=NOW)
    vote: Any = parsed_settings(copy.parts[0], "vote")
    assert copy.parts[0].closes <= vote.opens <= NOW < vote.closes
    assert "giả định" in vote.note


def test_judging_comes_after_intake_and_vote() -> None:
    part = copy_plan(signed("chau-thanh-2024"), slug="ban-sao", stage="judging", now=NOW).parts[0]
    assert part.closes
    assert part.closes < NOW < part.closes + timedelta(days=30)


def test_a_campaign_moves_by_whole_months() -> None:
    part = copy_plan(signed("chau-thanh-a-2021"), slug="ban-sao", stage="campaign", now=NOW).parts[0]
    assert part.opens
    assert part.closes
    assert part.opens <= NOW < part.closes
    assert (part.opens.day, part.closes.day) == (1, 19)
    assert "giả định" in part.note


def test_a_campaign_that_ended_keeps_the_days_of_its_reports() -> None:
    copy = copy_plan(signed("chau-thanh-a-2021"), slug="ban-sao", stage="ended", now=NOW)
    part, settings = copy.parts[0], parsed_settings(copy.parts[0], "scorecard")
    assert part.opens
    assert part.closes
    assert part.closes < NOW
    assert (part.opens.day, part.closes.day, settings.report.final_due.day) == (1, 19, 19)
    assert "giả định" in part.note


def test_a_copy_without_a_stage_keeps_its_dates() -> None:
    plan = signed("soc-son-2024")
    copy = copy_plan(plan, slug="ban-sao", stage=None, now=NOW)
    assert windows(copy) == windows(plan)


def test_a_stage_the_plan_never_has() -> None:
    with pytest.raises(NoSuchStage, match="“intake”; hãy chọn một trong: open, ended."):
        copy_plan(signed("soc-son-2024"), slug="ban-sao", stage="intake", now=NOW)
    with pytest.raises(NoSuchStage):
        copy_plan(signed("soc-son-2024"), slug="ban-sao", stage="judging", now=NOW)


def test_months_end_where_the_month_ends() -> None:
    assert add_months(datetime(2026, 1, 31), 1) == datetime(2026, 2, 28)
    assert add_months(datetime(2026, 3, 31), -13) == datetime(2025, 2, 28)


def test_every_signed_plan_has_a_copy_that_ended() -> None:
    for path in SIGNED:
        copy = copy_plan(load_plan(path), slug="ban-sao", stage="ended", now=NOW)
        assert all(end is None or end < NOW for _, _, end in windows(copy))


def test_a_month_moved_by_days_is_no_month_any_more() -> None:
    copy = copy_plan(signed("vinh-linh-2024"), slug="ban-sao", stage="intake", now=NOW)
    assert {milestone.precision for milestone in copy.milestones} == {"day"}
    assert not any(milestone.wording for milestone in copy.milestones)
