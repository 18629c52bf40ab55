"""Settings of a scorecard: every choice by name, figures and criteria that fit together."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from hoithi.emulation.kind import check
from hoithi.emulation.schema import ScorecardSettings
from hoithi.plans.files import load_plan
from tests.plans.conftest import ROOT

PLAN = load_plan(ROOT / "plans" / "chau-thanh-a-2021.toml")
PART = PLAN.parts[0]
TABLE: dict[str, Any] = PART.settings["scorecard"]


def changed(path: str, value: Any) -> dict[str, Any]:
    table = deepcopy(TABLE)
    *way, last = path.split(".")
    inner: Any = table
    for step in way:
        inner = inner[int(step)] if step.isdigit() else inner[step]
    inner[last] = value
    return table


def test_both_groups_have_their_own_thresholds() -> None:
    card = ScorecardSettings.model_validate(TABLE)
    found = {(one.group, one.key): (one.at, one.standard, one.every, one.bonus) for one in card.criteria}
    assert found["phong-ban-nganh", "dossiers"] == (150, 30, 20, 5)
    assert found["xa-thi-tran", "dossiers"] == (200, 30, 20, 5)
    assert found["xa-thi-tran", "resolved"] == (98, 10, 1, 5)
    assert [one.zero for one in card.criteria if one.key == "procedures"] == [-5, -5]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("bonus.first_step", "at"),
        ("bonus.rounding", "proportional"),
        ("zero_rule", "deduct"),
        ("ratio.definition", "on_time"),
        ("report.calendar", "working"),
        ("report.final_due", "2021-12-25"),
        ("report.figures", "month"),
        ("report.first", "same_month"),
        ("monthly.basis", "gain"),
        ("monthly.groups", []),
        ("monthly.threshold", True),
        ("dossier.due", "2021-12-20"),
        ("threshold_on", "base"),
    ],
)
def test_every_alternative_of_the_open_questions_can_be_chosen(path: str, value: Any) -> None:
    ScorecardSettings.model_validate(changed(path, value))


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("bonus.first_step", "before", "after"),
        ("criteria.0.figure", "plans", "không có trong figures"),
        ("criteria.0.share", {"of": "resolved", "over": "received"}, "đúng một số liệu"),
        ("criteria.0.every", 1, "cần cả every"),
        ("criteria.1.key", "plan", "bị trùng trong một nhóm"),
        ("figures.1.key", "plan", "bị trùng"),
        ("penalties.2.from_days", 1, "from_days đi cùng"),
        ("penalties.0.to_days", 0, "greater than or equal to 1"),
        ("penalties.0.points", 2, "less than or equal to 0"),
    ],
)
def test_what_cannot_be(path: str, value: Any, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        ScorecardSettings.model_validate(changed(path, value))


def test_groups_are_those_of_the_plan() -> None:
    assert check(ScorecardSettings.model_validate(TABLE), PLAN, PART) == []
    wrong = ScorecardSettings.model_validate(changed("monthly.groups", ["xa"]))
    assert [problem.at for problem in check(wrong, PLAN, PART)] == ["monthly.groups[0]"]
