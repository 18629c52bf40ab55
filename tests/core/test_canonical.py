"""One way to turn data into bytes; random codes a person can read aloud."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.core.canonical import CODE_ALPHABET, canonical, digest, instant_text, keyed, random_code, sha256_hex

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert canonical({"b": 1, "a": [True, None], "ấ": "ộ"}) == '{"a":[true,null],"b":1,"ấ":"ộ"}'.encode()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (datetime(2024, 8, 31, 17, 0, tzinfo=UTC), '"2024-09-01T00:00:00+07:00"'),
        (date(2024, 6, 1), '"2024-06-01"'),
        (Decimal("1.500"), '"1.5"'),
        (Decimal("1E+3"), '"1000"'),
        (Fraction(6, 4), '"3/2"'),
        ({"c", "a"}, '["a","c"]'),
    ],
)
def test_kinds_without_json(value: object, written: str) -> None:
    assert canonical(value) == written.encode()


@pytest.mark.parametrize("value", [1.5, [1, {"a": 0.1}], ({"x": [2.0]},)])
def test_floats_are_refused_at_any_depth(value: object) -> None:
    with pytest.raises(TypeError, match="float"):
        canonical(value)


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        canonical({"a": object()})


@given(PLAIN)
def test_reading_back_gives_the_same_bytes(value: object) -> None:
    once = canonical(value)
    assert json.loads(once) == value
    assert canonical(json.loads(once)) == once


@given(st.dictionaries(st.text(max_size=4), st.integers(), max_size=6))
def test_the_order_of_entry_does_not_matter(value: dict[str, int]) -> None:
    assert digest(dict(reversed(list(value.items())))) == digest(value) == sha256_hex(canonical(value))


def test_instants_are_told_in_vietnam_to_the_second() -> None:
    assert instant_text(datetime(2024, 1, 1, 0, 0, 0, 999_999, tzinfo=UTC)) == "2024-01-01T07:00:00+07:00"


@given(st.lists(st.text(max_size=4), max_size=4), st.lists(st.text(max_size=4), max_size=4))
def test_keyed_tells_lists_apart(one: list[str], other: list[str]) -> None:
    assert (keyed(b"k", *one) == keyed(b"k", *other)) is (one == other)


def test_keyed_depends_on_the_key_and_takes_numbers() -> None:
    assert keyed(b"a", "x", 3) != keyed(b"b", "x", 3)
    assert keyed(b"a", "x", 3) == keyed(b"a", b"x", "3")


def test_codes_are_readable_and_do_not_repeat() -> None:
    codes = {random_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {17}
    assert set("".join(codes)) <= set(CODE_ALPHABET)
    assert not set("0O1ILU") & set(CODE_ALPHABET)
