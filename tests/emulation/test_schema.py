"""Settings of a scorecard: every choice by name, figures and criteria that fit together."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from hoithi.emulation.describe import describe
from hoithi.emulation.kind import check
from hoithi.emulation.rules.scorecard import score
from hoithi.emulation.schema import ScorecardSettings
from hoithi.emulation.spec import scorecard_of, shares_of
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


GROUPED = [
    {"key": "linh-vuc", "group": "xa-thi-tran", "title": "Lĩnh vực", "kind": "group", "cap": 40, "weight": "0.5"},
    {
        "key": "chat-luong",
        "group": "xa-thi-tran",
        "title": "Chất lượng",
        "kind": "manual",
        "figure": "procedures",
        "maximum": 20,
        "parent": "linh-vuc",
    },
    {
        "key": "tai-khoan",
        "group": "xa-thi-tran",
        "title": "Tài khoản",
        "figure": "accounts",
        "at": 100,
        "standard": 30,
        "parent": "linh-vuc",
    },
]


def test_a_card_of_sums_judged_points_caps_and_weights_is_a_plan_file_only() -> None:
    card = scorecard_of(ScorecardSettings.model_validate(changed("criteria", GROUPED)), "xa-thi-tran")
    found = score(card, dict.fromkeys(["plan", "procedures", "accounts"], 0) | {"procedures": 15, "accounts": 100})
    assert [(one.criterion, one.points) for one in found.items] == [
        ("linh-vuc", 20),
        ("chat-luong", 15),
        ("tai-khoan", 30),
    ]
    assert found.total == 20


@pytest.mark.parametrize(
    ("at", "changes", "sentence"),
    [
        (0, {"figure": "plan"}, "không có số liệu riêng"),
        (1, {"maximum": None}, "điểm tối đa"),
        (1, {"parent": "khong-co"}, "không phải nhóm nội dung"),
        (0, {"parent": "linh-vuc"}, "không phải nhóm nội dung"),
        (2, {"at": None}, "cần mức đạt"),
        (2, {"figure": "arising"}, "không thể để tùy chọn"),
    ],
)
def test_what_cannot_be_in_such_a_card(at: int, changes: dict[str, Any], sentence: str) -> None:
    lines = deepcopy(GROUPED)
    lines[at] |= changes
    with pytest.raises(ValidationError, match=sentence):
        ScorecardSettings.model_validate(changed("criteria", lines))


@pytest.mark.parametrize(
    ("definition", "figures", "points"),
    [
        ("resolved_over_received", {"resolved": 98, "received": 100}, 10),
        ("on_time", {"resolved": 100, "received": 100, "on_time": 97}, 0),
        ("on_time", {"resolved": 100, "received": 100, "on_time": 99}, 15),
        ("without_not_due", {"resolved": 98, "received": 110, "not_due": 12}, 20),
    ],
)
def test_what_percent_means_is_a_setting(definition: str, figures: dict[str, int], points: int) -> None:
    settings = ScorecardSettings.model_validate(changed("ratio.definition", definition))
    reported = dict.fromkeys([one.key for one in settings.asked], 0) | figures
    items = {one.criterion: one.points for one in score(scorecard_of(settings, "xa-thi-tran"), reported).items}
    assert items["resolved"] == points


def test_a_definition_asks_for_the_figure_it_needs() -> None:
    plain, other = (
        [one.key for one in ScorecardSettings.model_validate(changed("ratio.definition", name)).asked]
        for name in ("resolved_over_received", "without_not_due")
    )
    assert other == [*plain, "not_due"]
    settings = ScorecardSettings.model_validate(changed("ratio.definition", "without_not_due"))
    assert ("resolved", "received") in shares_of(settings)


def test_a_target_reads_figures_that_are_there() -> None:
    with pytest.raises(ValidationError, match="chỉ tiêu"):
        ScorecardSettings.model_validate(changed("targets.0.share", {"of": "dossiers", "over": "khong_co"}))


def test_who_is_considered_monthly_is_ranked_monthly() -> None:
    both = ScorecardSettings.model_validate(changed("monthly.groups", ["phong-ban-nganh", "xa-thi-tran"]))
    (problem,) = check(both, PLAN, PART)
    assert problem.at == "monthly.groups[0]"


def test_the_settings_in_words() -> None:
    words = dict(describe(ScorecardSettings.model_validate(TABLE)))
    assert words["Báo cáo"] == (
        "hằng tháng, chậm nhất hết ngày 25; kỳ cuối đến hết ngày 18/12/2021; "
        "gửi Phòng Nội vụ, Văn phòng HĐND và UBND huyện"
    )
    assert words["Điểm chuẩn"] == "100 điểm, cộng điểm thưởng"
    assert words["Điểm trừ"] == "trễ 1–3 ngày −2; trễ từ 4 ngày −5; không báo cáo −5; báo cáo không trung thực −2"
    assert words["Điều kiện được xét"] == "tổng điểm đạt từ 90 điểm"
    assert words["Hồ sơ khen thưởng"] == "gửi đến hết ngày 18/12/2021"
