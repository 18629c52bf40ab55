from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hoithi.contests.rules.diff import diff

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def test_lists_of_keyed_things_are_matched_by_key_not_by_place() -> None:
    before = {"part": [{"key": "a", "closes": "1"}, {"key": "b", "closes": "2"}]}
    after = {"part": [{"key": "b", "closes": "3"}, {"key": "a", "closes": "1"}]}
    (change,) = diff(before, after)
    assert (change.at, change.before, change.after, change.kind) == ("part[b].closes", "2", "3", "amendment")


def test_filling_an_unset_value_is_a_supplement() -> None:
    (change,) = diff({"prize": [{"key": "nhat"}]}, {"prize": [{"key": "nhat", "cash": 5}]})
    assert (change.at, change.kind) == ("prize[nhat].cash", "supplement")


def test_explanations_are_no_change() -> None:
    assert diff({"note": "a", "source": "I"}, {"note": "b", "source": "II"}) == []


@given(JSON)
def test_nothing_differs_from_itself(value: Any) -> None:
    assert diff(value, value) == []


@given(JSON, JSON)
def test_differences_are_seen_from_both_sides(one: Any, other: Any) -> None:
    forward, backward = diff(one, other), diff(other, one)
    assert {c.at for c in forward} == {c.at for c in backward}
