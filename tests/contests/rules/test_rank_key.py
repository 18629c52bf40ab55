from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.contests.rules.errors import KeyOutOfRange
from hoithi.contests.rules.facts import Row
from hoithi.contests.rules.rank_key import key_bytes, number_bytes, rank_key
from hoithi.contests.rules.ranking import rank
from hoithi.contests.rules.standing import Key, Standing
from tests.contests.rules.examples import standings, tables

numbers = st.one_of(
    st.integers(-3, 3), st.integers(), st.integers(-(2**200), 2**200), st.fractions(), st.fractions(max_denominator=5)
)
columns = st.lists(st.sampled_from(["high", "low"]), min_size=1, max_size=3)


@given(numbers, numbers)
def test_law_bytes_compare_as_numbers_do(a, b):
    assert (number_bytes(a) < number_bytes(b)) == (a < b)
    assert (number_bytes(a) == number_bytes(b)) == (a == b)


@given(numbers, numbers)
def test_law_no_code_is_a_prefix_of_another(a, b):
    assert a == b or not number_bytes(a).startswith(number_bytes(b))


@given(columns, st.data())
def test_law_sorting_by_bytes_is_ranking(directions, data):
    value = st.one_of(st.none(), st.integers(-2, 2), st.fractions(max_denominator=3), numbers)
    table = data.draw(st.lists(st.tuples(*[value for _ in directions]), max_size=8))
    names = [f"m{i}" for i in range(len(directions))]
    keys = tuple(Key(name, direction) for name, direction in zip(names, directions, strict=True))
    rows = [Row(i, dict(zip(names, values, strict=True))) for i, values in enumerate(table)]
    ranked = [p for p in rank(rows, Standing(keys=keys)) if p.place]
    made = {p.subject: rank_key(zip(table[int(p.subject)], directions, strict=True)) for p in ranked}
    assert [made[p.subject] for p in ranked] == sorted(made.values())
    for one in ranked:
        assert one.place == 1 + sum(other < made[one.subject] for other in made.values())
        assert key_bytes(one.keys) == made[one.subject]


@given(tables(), standings())
def test_law_key_bytes_order_every_standing(rows, standing):
    ranked = [p for p in rank(rows, standing) if p.place]
    made = [key_bytes(p.keys) for p in ranked]
    assert made == sorted(made)
    assert len(set(made)) == len({p.place for p in ranked})


def test_predictions_over_the_truth_come_after():
    standing = Standing(keys=(Key("guess", "near", truth="t", over="last"),))
    rows = [Row(guess, {"guess": guess}) for guess in (90, 101, 100)]
    assert [p.subject for p in sorted(rank(rows, standing, {"t": 100}), key=lambda p: key_bytes(p.keys))] == [
        100,
        90,
        101,
    ]


def test_keys_are_short_and_have_a_limit():
    assert len(rank_key([(20, "high"), (582_318, "low"), (1_716_000_000_000_000, "low")])) <= 21
    assert len(number_bytes(Fraction(611, 2))) == 6
    number_bytes(2**1008 - 1)
    with pytest.raises(KeyOutOfRange):
        number_bytes(2**1008)
