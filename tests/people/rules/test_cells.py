from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.people.rules.cells import BadCell, count_of, day_of, derived_code, nearest, slug_of, text_of


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (7.0, "7"),
        (Decimal("7.50"), "7.50"),
        ("  Đặng \u00a0 Ơn ", "Đặng Ơn"),
        (0, "0"),
        ("A\x00\u200bB", "A B"),
    ],
)
def test_text(cell, text):
    assert text_of(cell) == text


@pytest.mark.parametrize(
    "cell", ["15/3/1990", "15-03-1990", "15.3.1990", "1990-03-15", datetime(1990, 3, 15), date(1990, 3, 15), 32947]
)
def test_days(cell):
    assert day_of(cell) == date(1990, 3, 15)


@pytest.mark.parametrize("cell", ["1990", "31/2/1990", "3/15/1990", "15/3/90", "hôm nay", 1990, 1990.0])
def test_no_days(cell):
    with pytest.raises(BadCell):
        day_of(cell)


@given(st.dates(date(1900, 1, 1)))
def test_every_day_written_the_vietnamese_way(day):
    assert day_of(f"{day.day}/{day.month}/{day.year:04d}") == day


def test_counts():
    assert [count_of(cell) for cell in ("", "48", 48.0, "1.250", "12 000")] == [None, 48, 48, 1250, 12000]
    for cell in ("-1", "4,5", "bốn", "1.25"):
        with pytest.raises(BadCell):
            count_of(cell)


def test_slug_code_and_nearest():
    assert slug_of("Trường học (THCS)") == "truong-hoc-thcs"
    assert derived_code("Đặng Thị Ơn", date(1990, 3, 5)) == "dang-thi-on-19900305"
    assert nearest("ubnd xa an bihn", ["ubnd xa an binh", "phong noi vu"]) == "ubnd xa an binh"
    assert nearest("so tu phap", ["ubnd xa an binh"]) is None
