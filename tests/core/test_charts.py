"""Pictures of numbers: exact positions, axes from 0, nothing outside the frame."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.core import charts

TODAY = date(2024, 6, 22)


def number(text: str) -> Fraction:
    return Fraction(text.removesuffix("%"))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(1, 3), "0.33"),
        (Fraction(5, 1000), "0.01"),
        (7, "7"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(-1, 1000), "0"),
    ],
)
def test_plain(value: Fraction, written: str) -> None:
    assert charts.plain(value) == written


@given(st.fractions(-10, 10), st.fractions(-10, 10))
def test_a_share_stays_in_the_frame(part: Fraction, whole: Fraction) -> None:
    assert 0 <= number(charts.share(part, whole)) <= 100


@given(st.integers(1, 10**9))
def test_a_step_is_round_and_covers(highest: int) -> None:
    step = charts.nice_step(highest)
    assert step * 4 >= highest
    assert str(step).rstrip("0") in {"1", "2", "4", "5"}


def test_bars_say_the_number_and_turn_ochre_below_half() -> None:
    rows = charts.bars([("A", 318, 340, "/a/"), ("B", 19, 46), ("C", 0, 0), ("D", 5, 10)])
    assert [row["share"] for row in rows] == ["94\u00a0%", "41\u00a0%", "–", "50\u00a0%"]
    assert [row["css"] for row in rows] == ["f1", "low", "f1", "f1"]
    assert [row["width"] for row in rows] == ["93.53%", "41.3%", "0%", "50%"]
    assert [row["href"] for row in rows] == ["/a/", "", "", ""]
    assert rows[0]["count"] == "318/340"


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=40), st.booleans())
def test_columns_stand_on_the_axis(values: list[int], axis: bool) -> None:
    chart = charts.columns([charts.Column(value, str(i)) for i, value in enumerate(values)], axis=axis)
    bottom = number(chart["ticks"][0]["y"])
    for column, value in zip(chart["columns"], values, strict=True):
        assert abs(number(column["y"]) + number(column["height"]) - bottom) <= Fraction(1, 50)
        assert number(column["y"]) >= 10
        assert (number(column["height"]) == 0) is (value == 0) or number(column["height"]) < 1
    assert number(chart["columns"][-1]["x"]) + number(chart["width"]) <= 101


def test_own_column_is_the_strong_one() -> None:
    chart = charts.columns([charts.Column(4, "a", kind="mute"), charts.Column(1, "b", "18", "bạn", "own")], axis=False)
    assert [(c["css"], c["own"]) for c in chart["columns"]] == [("mute", False), ("f1", True)]
    assert len(chart["ticks"]) == 1


@pytest.mark.parametrize("values", [[], [0], [5], [0, 0], [3, 9, 1]])
def test_a_line_of_any_length(values: list[int]) -> None:
    chart = charts.line(values, {0: "đầu"})
    assert len(chart["points"].split()) == len(values)
    assert all(0 <= Fraction(n) <= 100 for point in chart["points"].split() for n in point.split(","))


def test_stacks_keep_the_order_and_leave_out_zero() -> None:
    chart = charts.stacked(
        ["a", "b", "c"], [charts.Stack("X", [10, 0, 30], "36", "trừ 4"), charts.Stack("Y", [20, 20, 20], "60")], cut=30
    )
    assert [part["css"] for part in chart["rows"][0]["parts"]] == ["f1", "f3"]
    assert chart["cut"] == "50%"
    assert number(chart["rows"][1]["parts"][-1]["x"]) + number(chart["rows"][1]["parts"][-1]["width"]) <= 100


def test_more_than_five_criteria_are_refused() -> None:
    with pytest.raises(ValueError, match="five"):
        charts.stacked(list("abcdef"), [])


def test_a_calendar_cuts_at_its_ends() -> None:
    row = charts.CalendarRow(
        "A", [charts.Span(date(2023, 1, 1), date(2024, 6, 30)), charts.Span(date(2025, 1, 1), date(2025, 2, 1))]
    )
    chart = charts.calendar(
        [row], ["Thi"], first=date(2024, 6, 1), last=date(2024, 7, 30), today=TODAY, today_word="Hôm nay"
    )
    assert chart["rows"][0]["bars"] == [{"css": "f1", "x": "0%", "width": "50%"}]
    assert [month["text"] for month in chart["months"]] == ["T6", "T7"]
    assert chart["today"] == "35%"
    assert [name["label"] for name in chart["names"]] == ["Thi", "Hôm nay"]


def test_today_outside_the_calendar_is_not_drawn() -> None:
    chart = charts.calendar([], [], first=date(2025, 1, 1), last=date(2025, 2, 1), today=TODAY, today_word="Hôm nay")
    assert chart["today"] == ""
    assert chart["names"] == []


def test_doubtful_questions_change_shape() -> None:
    items = [charts.Item(Fraction(1, 2), Fraction(2, 5)), charts.Item(Fraction(9, 10), Fraction(-1, 10), "câu 9")]
    chart = charts.scatter(items)
    assert len(chart["dots"]) == 1
    assert [(d["label"], d["right"]) for d in chart["doubtful"]] == [("câu 9", True)]
    assert [t["css"] for t in chart["ticks"]] == ["axis", "cut-line", "grid-line", "grid-line"]


def test_names_of_doubtful_questions_do_not_cover_each_other() -> None:
    near = [charts.Item(Fraction(80 + n, 100), Fraction(n, 100), f"câu {n}") for n in range(5)]
    chart = charts.scatter([*near, charts.Item(Fraction(1, 5), Fraction(0), "câu xa")])
    assert [d["label"] for d in chart["doubtful"] if d["label"]] == ["câu 0", "câu xa"]
    assert len(chart["doubtful"]) == 6
