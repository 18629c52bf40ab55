from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.emulation.rules.counts import Fault, falls, read, share_faults


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1750", 1750), ("1.750", 1750), (" 1 750 ", 1750), (1750, 1750), ("0", 0), ("", None), ("–", None), (None, None)],
)
def test_whole_numbers(typed, value) -> None:
    assert read("accounts", "count", typed) == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("98%", "percent"),
        ("97,5 %", "percent"),
        ("-1", "negative"),
        ("−3", "negative"),
        (-2, "negative"),
        ("12,5", "fraction"),
        ("12.50", "fraction"),
        ("1/2", "fraction"),
        ("1/0", "not_a_number"),
        ("mười", "not_a_number"),
        ("1.75.0", "not_a_number"),
        ("1e3", "not_a_number"),
        ("9" * 14, "too_large"),
    ],
)
def test_what_is_no_count(typed, code) -> None:
    found = read("accounts", "count", typed)
    assert isinstance(found, Fault)
    assert (found.figure, found.code) == ("accounts", code)


@pytest.mark.parametrize(("typed", "value"), [("có", 1), ("x", 1), ("on", 1), ("không", 0), (1, 1), ("", None)])
def test_yes_and_no(typed, value) -> None:
    assert read("plan", "yes_no", typed) == value


def test_points_may_have_decimals_up_to_their_most() -> None:
    assert read("chat-luong", "points", "7,5", 10) == Fraction(15, 2)
    found = read("chat-luong", "points", "10,5", 10)
    assert isinstance(found, Fault)
    assert (found.code, found.limit) == ("too_large", 10)


def test_a_part_is_not_larger_than_its_whole() -> None:
    (fault,) = share_faults({"resolved": 5, "received": 4}, [("resolved", "received")])
    assert (fault.figure, fault.code, fault.limit, fault.other) == ("resolved", "above", 4, "received")
    assert share_faults({"resolved": None, "received": 4}, [("resolved", "received")]) == []
    assert share_faults({"resolved": 4, "received": 4}, [("resolved", "received")]) == []


def test_falls_both_ways() -> None:
    assert [one.figure for one in falls({"a": 4, "b": 9, "c": None}, {"a": 5, "b": 9, "c": 1}, "2021-06")] == ["a"]
    assert [one.figure for one in falls({"a": 6}, {"a": 5}, "2021-08", after=True)] == ["a"]


@given(st.text(max_size=30))
def test_law_nothing_that_is_typed_breaks_it(typed) -> None:
    for kind in ("count", "yes_no", "points"):
        found = read("x", kind, typed)
        assert found is None or isinstance(found, Fault) or found >= 0


@given(st.integers(0, 10**12))
def test_law_numbers_are_read_back_however_they_are_grouped(number) -> None:
    assert read("x", "count", f"{number:,}".replace(",", ".")) == number
