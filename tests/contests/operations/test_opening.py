from __future__ import annotations

from dataclasses import replace

import pytest

from hoithi.contests.operations.opening import NotReady, freeze_due, freeze_part, preflight
from hoithi.contests.operations.rules_text import draft_rules, publish_rules
from hoithi.contests.registry import registry
from tests.contests import factories as make

pytestmark = pytest.mark.django_db


def places(problems: object) -> set[str]:
    return {problem.at for problem in problems}  # type: ignore[attr-defined]


def test_every_missing_thing_is_named_and_blocks_opening() -> None:
    data = make.definition(rules_text={"required": True})
    data["standing"][1].pop("formula")
    data["part"][0]["precision"] = "month"
    data["task"] = [{"key": "the-le", "agency": "Phòng Nội vụ", "title": "Ban hành thể lệ", "gate": "opening"}]
    contest = make.define_contest(make.Plan.model_validate(data), now=make.BEFORE).contest
    part = contest.parts.get()
    found = places(preflight(part, now=make.BEFORE))
    assert found >= {"part[trac-nghiem]", "rules_text", "task[the-le]", "units", "standing[tap-the]"}
    with pytest.raises(NotReady) as refusal:
        freeze_part(part, now=make.BEFORE)
    assert places(refusal.value.problems) == found
    part.refresh_from_db()
    assert part.frozen_at is None
    assert freeze_due(make.NOW) == 0


def test_a_kind_that_is_not_built_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    later = replace(registry.kinds["scorecard"], built=False)
    monkeypatch.setitem(registry.kinds, "scorecard", later)
    data = make.definition(standing=[], prize=[])
    window = {"opens": make.OPENS, "closes": make.CLOSES}
    data["part"] = [{"key": "video", "kind": "scorecard", "title": "Thi đua", **window}]
    contest = make.define_contest(make.Plan.model_validate(data), now=make.BEFORE).contest
    assert any("sắp có" in problem.message for problem in preflight(contest.parts.get(), now=make.BEFORE))


def test_rules_are_published_once_and_a_change_is_a_new_version() -> None:
    contest = make.contest(rules_text={"required": True})
    assert "rules_text" in places(preflight(contest.parts.get(), now=make.BEFORE))
    draft_rules(contest, title="Thể lệ", body="nháp", now=make.BEFORE)
    text = draft_rules(contest, title="Thể lệ", body="Điều 1. …", now=make.BEFORE)
    publish_rules(text, now=make.BEFORE)
    publish_rules(text, now=make.NOW)
    text.refresh_from_db()
    assert (text.version, text.published_at) == (1, make.BEFORE)
    assert "rules_text" not in places(preflight(contest.parts.get(), now=make.BEFORE))
    assert draft_rules(contest, title="Thể lệ", body="Điều 1 mới", now=make.NOW).version == 2


def test_a_figure_from_outside_blocks_no_opening() -> None:
    """It is entered as a snapshot while the contest runs; the standing is final only with it."""
    told = make.definition()["standing"]
    told[1]["terms"].append({"key": "views", "title": "Lượt xem", "figure": "views", "order": "high"})
    part = make.contest(standing=told).parts.get()
    assert not [problem for problem in preflight(part, now=make.BEFORE) if "figure" in problem.at]
