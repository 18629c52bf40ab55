"""Tails against sums of the probabilities themselves."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.voting.rules.tails import binomial, discoveries, negative_binomial, one_in, poisson


@given(st.integers(0, 60), st.floats(0.1, 30))
def test_poisson_is_what_is_left_of_one(count: int, mean: float) -> None:
    below = sum(math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in range(count))
    assert poisson(count, mean) == pytest.approx(1 - below, abs=1e-9)


@given(st.integers(0, 20), st.integers(1, 20), st.floats(0.01, 0.99))
def test_binomial_is_the_sum_of_its_terms(count: int, trials: int, chance: float) -> None:
    terms = (math.comb(trials, n) * chance**n * (1 - chance) ** (trials - n) for n in range(count, trials + 1))
    assert binomial(count, trials, chance) == pytest.approx(sum(terms), abs=1e-9)


@given(st.integers(1, 60), st.floats(0.1, 30), st.floats(0.2, 50))
def test_bursty_counts_reach_far_more_often_and_calm_ones_are_poisson(count: int, mean: float, size: float) -> None:
    assert negative_binomial(count, mean, 1e9) == poisson(count, mean)
    assert negative_binomial(count + 1, mean, size) <= negative_binomial(count, mean, size) <= 1
    if count > 3 * mean + 3:
        assert negative_binomial(count, mean, size) >= poisson(count, mean)


def test_edges() -> None:
    assert poisson(0, 3) == binomial(0, 5, 0.5) == negative_binomial(0, 3, 2) == 1
    assert poisson(1, 0) == negative_binomial(1, 0, 2) == binomial(6, 5, 0.5) == binomial(1, 5, 0) == 0
    assert binomial(3, 5, 1) == 1
    assert 0 < poisson(100, 2) < 1e-120


@given(st.dictionaries(st.integers(), st.floats(0, 1), max_size=20), st.floats(0.001, 0.2))
def test_discoveries_are_the_smallest_and_never_above_the_rate(p_values: dict[int, float], rate: float) -> None:
    found = discoveries(p_values, tests=max(len(p_values), 1), rate=rate)
    assert all(p_values[key] <= rate for key in found)
    rest = [p for key, p in p_values.items() if key not in found]
    assert not found or not rest or max(p_values[key] for key in found) <= min(rest)


@pytest.mark.parametrize(("p", "expected"), [(1, 1), (0.5, 2), (1.3e-7, 7_000_000), (0, 10**15), (1e-20, 10**15)])
def test_one_in_is_read_aloud(p: float, expected: int) -> None:
    assert one_in(p) == expected
