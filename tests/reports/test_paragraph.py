"""The weekly paragraph: correct Vietnamese numbers, sentences only where there is something to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from hoithi.contests.models import Contest, ContestUnit
from hoithi.reports.paragraph import paragraph
from hoithi.reports.queries.statistics import WeekFigures
from hoithi.reports.rules.weeks import WEEK, Week
from tests.contests import factories as make

CONTEST = Contest(title="Cuộc thi thử")
SPACE = "\u00a0"


def unit(pk: int, name: str, headcount: int) -> ContestUnit:
    return ContestUnit(pk=pk, name=name, headcount=headcount)


UNITS = [unit(1, "Phòng Một", 4000), unit(2, "Phòng Hai", 100), unit(3, "Phòng Ba", 50), unit(4, "Phòng Bốn", 20)]


def week(no: int = 2, *, ended: bool = True, **changes: Any) -> WeekFigures:
    window = Week(no, make.OPENS + (no - 1) * WEEK, make.OPENS + no * WEEK)
    values: dict[str, Any] = {
        "attempts": 1204,
        "staff": 700,
        "others": 103,
        "all_attempts": 7903,
        "all_people": 3120,
        "units": {1: 2900, 2: 80, 3: 40},
        "all_units": 3,
    }
    return WeekFigures(window, ended, **(values | changes))


def said(shown: WeekFigures, before: WeekFigures | None = None, units: Any = UNITS) -> str:
    return paragraph(CONTEST, units, shown, before, make.OPENS + timedelta(days=9, hours=10, minutes=5))


def test_the_whole_paragraph() -> None:
    assert said(week(), week(1, attempts=1070)).replace(SPACE, " ") == (
        "Tính đến 24:00 ngày 14/6/2024, Cuộc thi thử có 7.903 lượt thi của 3.120 người thuộc 3/4 đơn vị. "
        "Số cán bộ đã dự thi là 3.020/4.170 người, đạt 72,4 %. "
        "Trong tuần thứ 2 có 1.204 lượt thi, tăng 12,5 % so với tuần trước (1.070 lượt). "
        "Có 803 người dự thi lần đầu, gồm 700 cán bộ và 103 người khác. "
        "Ba đơn vị có tỷ lệ cán bộ dự thi cao nhất: Phòng Ba (80 %), Phòng Hai (80 %), Phòng Một (72,5 %). "
        "Còn 1 đơn vị chưa có cán bộ dự thi: Phòng Bốn."
    )


def test_a_week_that_still_runs_is_not_compared() -> None:
    text = said(week(ended=False), week(1, attempts=9000))
    assert text.startswith("Tính đến 10:05 ngày 10/6/2024, ")
    assert "Trong tuần thứ 2 có 1.204 lượt thi." in text


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (2408, "giảm 50\u00a0% so với tuần trước (2.408 lượt)"),
        (1204, "bằng tuần trước"),
        (0, "có 1.204 lượt thi."),
        (None, "có 1.204 lượt thi."),
    ],
)
def test_compared_with_the_week_before(before: int | None, words: str) -> None:
    assert words in said(week(), week(1, attempts=before) if before is not None else None)


def test_a_last_week_cut_short_is_not_compared() -> None:
    whole = week(1, attempts=1070)
    short = week()
    short = replace(short, week=replace(short.week, ends=short.week.starts + timedelta(days=2)))
    assert "Trong tuần thứ 2 có 1.204 lượt thi." in said(short, whole)


def test_nobody_yet() -> None:
    empty = week(1, attempts=0, staff=0, others=0, all_attempts=0, all_people=0, units={}, all_units=0)
    assert said(empty) == "Tính đến 24:00 ngày 7/6/2024, Cuộc thi thử chưa có lượt thi nào."


def test_a_contest_without_units() -> None:
    text = said(week(staff=0, others=5, units={}, all_units=0), units=[])
    assert "7.903 lượt thi của 3.120 người." in text
    assert "Có 5 người dự thi lần đầu." in text
    assert "đơn vị" not in text


def test_no_tie_is_broken_by_the_alphabet() -> None:
    same = [unit(n, f"Phòng {n}", 10) for n in range(1, 6)]
    best = [same[0], *same[1:]]
    text = said(week(units={1: 9, 2: 5, 3: 5, 4: 5, 5: 5}), units=best)
    assert "cao nhất: Phòng 1 (90\u00a0%)." in text
    assert "cao nhất" not in said(week(units=dict.fromkeys(range(1, 6), 5)), units=same)


def test_many_absent_units_are_counted() -> None:
    many = [unit(n, f"Phòng {n}", 10) for n in range(1, 9)]
    assert "Còn 7 đơn vị chưa có cán bộ dự thi." in said(week(units={1: 10}), units=many)


def test_more_staff_than_headcount_is_not_over_the_whole() -> None:
    assert "là 10/10 người, đạt 100\u00a0%" in said(week(units={1: 12}), units=[unit(1, "Phòng", 10)])


def test_numbers_follow_the_language() -> None:
    with translation.override("en"):
        assert "7,903" in said(week())
        assert "7.903" not in said(week())
