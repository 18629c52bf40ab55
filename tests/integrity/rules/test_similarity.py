"""Wrong answers in common: a planted ring is found, honest people are not named, and the statistic is conservative."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoithi.integrity.rules.clusters import clusters
from hoithi.integrity.rules.similarity import LEAST, Sheet, candidates, compare, fit, similar
from tests.integrity.honest import Hall

HONEST, RING = 300, 5
RING_IDS = set(range(HONEST, HONEST + RING))


@pytest.mark.parametrize("seed", [0, 1, 4, 5, 6, 7])
def test_a_ring_of_five_among_three_hundred_is_found_and_nobody_else(seed: int) -> None:
    hall = Hall(seed)
    sheets = hall.honest(HONEST) + hall.ring(RING, HONEST)
    near = set(combinations(sorted(RING_IDS), 2)) | hall.pairs(1500, HONEST)
    found = similar(sheets, near, rate=0.01)
    named = {attempt for pair in found for attempt in pair}
    assert named <= RING_IDS, "an honest person was named"
    assert len(named) >= 4
    assert len(clusters(found)) == 1


def test_over_many_halls_no_honest_person_is_named_beside_a_ring() -> None:
    """Where the ring has few wrong answers it may escape; nobody else is ever named for it."""
    caught = 0
    for seed in range(100, 106):
        hall = Hall(seed)
        sheets = hall.honest(HONEST) + hall.ring(RING, HONEST)
        near = set(combinations(sorted(RING_IDS), 2)) | hall.pairs(1500, HONEST)
        named = {attempt for pair in similar(sheets, near) for attempt in pair}
        assert named <= RING_IDS
        caught += len(named) >= 3
    assert caught >= 4


def test_honest_people_alone_stay_unnamed() -> None:
    """Eight halls, 44 850 pairs each: at a false discovery rate of 1 % nothing is found where there is nothing."""
    for seed in range(200, 208):
        hall = Hall(seed)
        assert similar(hall.honest(HONEST), hall.pairs(1500, HONEST), rate=0.01) == {}


def test_papers_drawn_from_a_bank_are_compared_where_they_meet() -> None:
    hall = Hall(3, bank=40, paper=20)
    sheets = hall.honest(HONEST)
    assert similar(sheets, hall.pairs(1500, HONEST)) == {}
    one, other = sheets[:2]
    assert compare(one, other, fit(sheets)).common == len(one.items & other.items)


def test_the_p_value_is_conservative_among_the_honest() -> None:
    hall = Hall(9)
    sheets = hall.honest(HONEST)
    model = fit(sheets)
    p_values = [compare(sheets[a], sheets[b], model).p for a, b in hall.pairs(3000, HONEST)]
    for level in (0.1, 0.05, 0.01):
        assert sum(p <= level for p in p_values) <= level * len(p_values)


def test_right_answers_in_common_are_no_evidence() -> None:
    hall = Hall(2)
    sheets = [*hall.honest(HONEST), Sheet(900, frozenset(range(30)), {}), Sheet(901, frozenset(range(30)), {})]
    match = compare(sheets[-1], sheets[-2], fit(sheets))
    assert (match.p, match.same) == (1.0, ())
    assert similar(sheets, [(900, 901)]) == {}


def test_a_rare_wrong_option_weighs_more_than_a_popular_one() -> None:
    items = frozenset(range(8))
    crowd = [Sheet(n, items, dict.fromkeys(range(8), "b")) for n in range(60)]
    rare = [Sheet(100 + n, items, dict.fromkeys(range(6), "c")) for n in range(2)]
    model = fit([*crowd, *rare])
    assert compare(rare[0], rare[1], model).p < compare(crowd[0], crowd[1], model).p


def test_too_few_in_common_say_nothing() -> None:
    items = frozenset(range(30))
    wrong = dict.fromkeys(range(LEAST - 1), "d")
    hall = Hall(4)
    sheets = [*hall.honest(50), Sheet(900, items, wrong), Sheet(901, items, wrong)]
    assert compare(sheets[-1], sheets[-2], fit(sheets)).p == 1.0


wrongs = st.dictionaries(st.integers(0, 11), st.sampled_from("bcd"), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(wrongs, min_size=2, max_size=14))
def test_comparing_is_symmetric_and_a_probability(rows: list[dict[int, str]]) -> None:
    sheets = [Sheet(n, frozenset(range(12)), wrong) for n, wrong in enumerate(rows)]
    model = fit(sheets)
    for one, other in combinations(sheets, 2):
        match, mirror = compare(one, other, model), compare(other, one, model)
        assert 0 <= match.p <= 1
        assert match.p == mirror.p
        assert match.same == mirror.same
        assert match.wrong == mirror.wrong[::-1]


@settings(max_examples=60, deadline=None)
@given(st.lists(wrongs, min_size=2, max_size=14), st.integers(0, 200))
def test_candidates_share_at_least_two_and_the_budget_only_leaves_out(rows: list[dict[int, str]], budget: int) -> None:
    sheets = [Sheet(n, frozenset(range(12)), wrong) for n, wrong in enumerate(rows)]
    every = candidates(sheets)
    assert candidates(sheets, budget=budget) <= every
    for a, b in every:
        assert len(sheets[a].wrong.items() & sheets[b].wrong.items()) >= 2
