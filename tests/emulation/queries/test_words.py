"""Lines of a scorecard explain themselves."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation

from hoithi.contests.rules.scales import Bonus
from hoithi.emulation.queries.words import amount, because, deduction, month_name
from hoithi.emulation.rules.scorecard import Criterion, Scorecard, score, step_table
from hoithi.emulation.rules.stored import because_of, item_json
from tests.emulation.rules.test_scorecard import OFFICES, V1, card


def said(found: Any, line: int, unit: str = "") -> str:
    return because(item_json(found.items[line]), unit)


@pytest.mark.parametrize(
    ("line", "figures", "unit", "sentence"),
    [
        (2, {"accounts": 1750}, "Tài khoản", "1.750 tài khoản: 35 + 5 × ⌊250/100⌋ = 45"),
        (2, {"accounts": 1500}, "Tài khoản", "1.500 tài khoản: 35"),
        (2, {"accounts": 1499}, "Tài khoản", "1.499 tài khoản: chưa đạt 1.500, được 0"),
        (2, {"accounts": None}, "Tài khoản", "Chưa có số liệu: 0"),
        (1, {"procedures": 0}, "Thủ tục", "0 thủ tục: −5"),
        (1, {"procedures": 3}, "Thủ tục", "3 thủ tục: 15 + 5 × ⌊2⌋ = 25"),
        (4, {"resolved": 148}, "%", "148/150 = 98,66%: 10"),
        (4, {"resolved": 150}, "%", "150/150 = 100%: 10 + 5 × ⌊2%/1%⌋ = 20"),
        (4, {"resolved": 14699, "received": 15000}, "%", "14.699/15.000 = 97,99%: chưa đạt 98%, được 0"),
    ],
)
def test_each_line_explains_itself(line: int, figures: dict[str, Any], unit: str, sentence: str) -> None:
    assert said(score(OFFICES, V1 | figures), line, unit) == sentence


def test_other_ways_of_counting_are_said_too() -> None:
    assert said(score(card(first_step="at"), V1), 2, "Tài khoản") == "1.500 tài khoản: 35 + 5 × (1 + ⌊0/100⌋) = 40"
    part = score(card(rounding="proportional"), V1 | {"accounts": 1550})
    assert said(part, 2, "Tài khoản") == "1.550 tài khoản: 35 + 5 × (50/100) = 37,50"


def test_caps_weights_sums_and_judged_points() -> None:
    rules = Scorecard(
        (
            Criterion("sum", weight=Fraction(1, 2)),
            Criterion("a", step_table(10, 20, bonus=Bonus(5, 10)), figure="a", cap=28, parent="sum"),
            Criterion("b", None, figure="b", most=10, parent="sum"),
        )
    )
    found = score(rules, {"a": 35, "b": 7})
    assert said(found, 1, "buổi") == "35 buổi: 20 + 5 × ⌊25/10⌋ = 30; tối đa 28"
    assert said(found, 2) == "7: được chấm 7 trên tối đa 10"
    assert said(found, 0) == "Cộng các nội dung: 35; × hệ số 0,50 = 17,50"


def test_reasons_are_read_back_as_they_were() -> None:
    for item in score(OFFICES, V1 | {"accounts": 1750, "resolved": 149}).items:
        assert because_of(item_json(item)["because"]) == item.because


def test_deductions_and_months() -> None:
    late = {"period": "2021-07", "kind": "late", "days_late": 2, "points": -2}
    assert deduction(late) == "Báo cáo tháng 7/2021 trễ 2 ngày: −2"
    assert deduction(late | {"kind": "missing", "points": -5}) == "Chưa có báo cáo tháng 7/2021: −5"
    assert deduction(late | {"kind": "untruthful"}) == "Báo cáo tháng 7/2021 không trung thực: −2"
    assert month_name("2021-12") == "tháng 12/2021"


@pytest.mark.parametrize(
    ("value", "text"),
    [(1750, "1.750"), ("75/2", "37,50"), (Fraction(-5, 2), "−2,50"), (None, "–"), (Fraction(4000, 3), "1.333,33")],
)
def test_amounts(value: Any, text: str) -> None:
    assert amount(value) == text


def test_amounts_in_english() -> None:
    with translation.override("en"):
        assert amount(Fraction(7501, 2)) == "3,750.50"
