"""Whatever stands in a plan file, the answer is a plan or sentences: never a trace."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoithi.contests.schema import Plan
from hoithi.core.errors import Problem
from hoithi.plans.canonical import dump_plan
from hoithi.plans.files import InvalidPlan, build_plan, parse_plan
from tests.plans.conftest import EVERY

TABLES = [tomllib.loads(path.read_text(encoding="utf-8")) for path in EVERY]
JUNK = st.one_of(
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.text(max_size=12),
    st.dates(date(1, 1, 1)),
    st.datetimes(datetime(1, 1, 1)),
    st.sampled_from(["thu", "tap-the", "ca-nhan", "can-bo", "video", "quiz", "entries", "weighted", "month", "round"]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
)


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, item in items for place in [(*way, key), *places(item, (*way, key))]]


def replaced(tables: dict[str, Any], way: tuple[Any, ...], junk: Any) -> dict[str, Any]:
    found = deepcopy(tables)
    inner: Any = found
    for step in way[:-1]:
        inner = inner[step]
    inner[way[-1]] = junk
    return found


def answered(read: Callable[[Any], Plan], given_: Any) -> Plan | list[Problem]:
    try:
        return read(given_)
    except InvalidPlan as refused:
        return refused.problems


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_one_wrong_value_is_answered_in_sentences(data: st.DataObject) -> None:
    tables = data.draw(st.sampled_from(TABLES))
    way = data.draw(st.sampled_from(places(tables)))
    answer = answered(build_plan, replaced(tables, way, data.draw(JUNK)))
    if isinstance(answer, Plan):
        assert parse_plan(dump_plan(answer)) == answer
    else:
        assert answer
        assert all(isinstance(problem.message, str) and problem.message for problem in answer)


@pytest.mark.parametrize(
    ("way", "value", "sentence"),
    [
        (("part", 0, "closes"), date(9999, 12, 31), "ngày phải trong khoảng từ năm 1900 đến năm 2200"),
        (("part", 0, "opens"), datetime(1, 1, 1), "ngày phải trong khoảng từ năm 1900 đến năm 2200"),
        (("prize", 0, "cash"), 10**26, "không được quá 1000000000000"),
        (("prize", 0, "quantity"), 10**9, "không được quá 100000"),
    ],
)
def test_what_no_calendar_and_no_database_can_hold(way: tuple[Any, ...], value: Any, sentence: str) -> None:
    tables = tomllib.loads(EVERY[0].read_text(encoding="utf-8"))
    answer = answered(build_plan, replaced(tables, way, value))
    assert isinstance(answer, list)
    assert [str(problem.message) for problem in answer] == [sentence]


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    assert answered(parse_plan, text)
