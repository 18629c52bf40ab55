"""Krippendorff's alpha against figures worked out elsewhere."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.judging.rules.agreement import alpha, level

F = Fraction

FIGURES = {
    "1": "1 1 . 1", "2": "2 2 3 2", "3": "3 3 3 3", "4": "3 3 3 3", "5": "2 2 2 2", "6": "1 2 3 4", "7": "4 4 4 4",
    "8": "1 1 2 1", "9": "2 2 2 2", "10": ". 5 5 5", "11": ". . 1 1", "12": ". . 3 .",
}  # fmt: skip
"""Four observers, twelve units: the example of Krippendorff 2011, whose interval alpha is 0,849."""


def sheets(rows):
    return {
        unit: {f"o{at}": F(value) for at, value in enumerate(row.split()) if value != "."} for unit, row in rows.items()
    }


def slow(points):
    """By the definition: every ordered pair."""
    units = [list(one.values()) for one in points.values() if len(one) >= 2]
    values = [value for unit in units for value in unit]
    n = len(values)
    observed = sum(sum((a - b) ** 2 for a, b in permutations(unit, 2)) / F(len(unit) - 1) for unit in units) / n
    expected = F(sum((a - b) ** 2 for a, b in permutations(values, 2)), n * (n - 1))
    return None if expected == 0 else 1 - observed / expected


def test_the_published_example():
    assert float(alpha(sheets(FIGURES))) == pytest.approx(0.849, abs=0.0005)


@given(
    st.dictionaries(
        st.integers(0, 5), st.dictionaries(st.sampled_from("abcd"), st.integers(0, 20).map(F)), max_size=6
    ).filter(lambda found: sum(len(one) >= 2 for one in found.values()) > 0)
)
def test_the_short_way_is_the_definition(found):
    assert alpha(found) == slow(found)


def test_nothing_to_compare():
    assert alpha({}) is None
    assert alpha({"A": {"x": F(3)}}) is None
    assert alpha({"A": {"x": F(3), "y": F(3)}}) is None


def test_whole_agreement_and_contradiction():
    assert alpha({"A": {"x": F(1), "y": F(1)}, "B": {"x": F(9), "y": F(9)}}) == 1
    assert alpha({"A": {"x": F(1), "y": F(9)}, "B": {"x": F(9), "y": F(1)}}) < 0


@pytest.mark.parametrize(
    ("value", "word"), [(F(1), "strong"), (F(4, 5), "strong"), (F(2, 3), "fair"), (F(1, 2), "weak"), (F(0), "none")]
)
def test_words(value, word):
    assert level(value) == word
