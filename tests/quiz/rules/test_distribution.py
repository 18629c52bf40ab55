"""Bands, quantiles, bins: exact at their borders; small groups cannot be found by subtraction."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.quiz.rules.distribution import Band, bin_width, in_bands, in_bins, mean, quantile, withheld

counts = st.dictionaries(st.integers(0, 4000), st.integers(1, 50), min_size=1, max_size=40)


def test_a_border_belongs_to_the_higher_band() -> None:
    results = {Fraction(n, 20): 1 for n in range(21)}
    assert in_bands(results) == {"full": 1, "high": 5, "middle": 10, "low": 5}
    assert in_bands({Fraction(-1, 3): 2}) == {"full": 0, "high": 0, "middle": 0, "low": 2}
    assert in_bands({}) == {"full": 0, "high": 0, "middle": 0, "low": 0}


def test_bands_of_ones_own_and_bands_that_make_no_sense() -> None:
    assert in_bands({Fraction(1, 2): 3}, [Band("a", Fraction(1, 2)), Band("b", Fraction(0))]) == {"a": 3, "b": 0}
    for wrong in ([], [Band("a", Fraction(1, 2))], [Band("b", Fraction(0)), Band("a", Fraction(1))]):
        with pytest.raises(ValueError, match="bands"):
            in_bands({}, wrong)


@given(st.dictionaries(st.fractions(0, 1), st.integers(1, 9), max_size=30))
def test_everybody_is_in_one_band(results: dict[Fraction, int]) -> None:
    assert sum(in_bands(results).values()) == sum(results.values())
    average = mean(results)
    assert average is None if not results else min(results) <= (average or 0) <= max(results)


@given(counts, st.fractions(0, 1))
def test_quantile_by_its_definition(found: dict[int, int], share: Fraction) -> None:
    everybody = sorted(value for value, n in found.items() for _ in range(n))
    rank = max(-(-share.numerator * len(everybody) // share.denominator), 1)
    assert quantile(found, share) == everybody[rank - 1]


def test_quantiles_of_nobody() -> None:
    assert quantile({}, Fraction(1, 2)) is None
    assert mean({}) is None


@given(counts, st.integers(1, 300), st.integers(1, 4000))
def test_bins_lose_nobody(found: dict[int, int], width: int, highest: int) -> None:
    assert sum(in_bins(found, width, highest)) == sum(found.values())


def test_bins_at_their_borders() -> None:
    assert in_bins({0: 1, 59: 2, 60: 4, 1200: 8}, 60, 1200) == [3, 4, *[0] * 17, 8]
    assert [bin_width(seconds) for seconds in (60, 600, 1200, 3600, 86_400)] == [10, 30, 60, 300, 3600]


def test_small_groups_are_withheld() -> None:
    assert withheld({"a": 100, "b": 5}) == set()
    assert withheld({"a": 100, "b": 4, "c": 7}) == {"b", "c"}  # 111 − 100 − 7 would give b away
    assert withheld({"a": 100, "b": 3, "c": 2, "d": 9}) == {"b", "c"}
    assert withheld({"a": 0, "b": 3}) == {"b"}
    assert withheld({}) == set()


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 20), max_size=8))
def test_what_is_withheld_cannot_be_found_by_subtraction(people: dict[str, int]) -> None:
    hidden = withheld(people)
    assert all(not 0 < people[key] < 5 for key in people if key not in hidden)
    shown = any(n and key not in hidden for key, n in people.items())
    assert not hidden or sum(people[key] for key in hidden) >= 5 or not shown
