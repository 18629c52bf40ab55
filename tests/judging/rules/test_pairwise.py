"""Bradley–Terry: known strengths, and what any fair way of ranking comparisons must do."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.judging.rules.pairwise import next_pair, records, scores, strengths, upheld

F = Fraction

WORKS = ["a", "b", "c", "d"]
games = st.lists(
    st.tuples(st.sampled_from(WORKS), st.sampled_from(WORKS)).filter(lambda pair: pair[0] != pair[1]), max_size=40
)


def test_without_games_everybody_is_in_the_middle():
    assert scores(WORKS, []) == dict.fromkeys(WORKS, F(1000))


def test_a_work_that_wins_nine_of_ten_is_about_nine_times_as_strong():
    found = strengths(["a", "b"], [("a", "b")] * 900 + [("b", "a")] * 100)
    assert float(found["a"] / found["b"]) == pytest.approx(9, rel=0.02)


@given(games)
def test_the_likelihood_is_at_its_highest(found):
    """At the maximum each work's wins equal what its strength leads one to expect."""
    strength = strengths(WORKS, found)
    for work in WORKS:
        wins = 0.5 + sum(better == work for better, _ in found)
        expected = float(strength[work] / (strength[work] + 1))
        for better, worse in found:
            if work in (better, worse):
                other = worse if work == better else better
                expected += float(strength[work] / (strength[work] + strength[other]))
        assert wins == pytest.approx(expected, abs=1e-4)


@given(games)
def test_order_and_names_of_comparisons_decide_nothing(found):
    assert scores(WORKS, found) == scores(WORKS[::-1], found[::-1])
    swap = {"a": "b", "b": "a", "c": "c", "d": "d"}
    swapped = scores(WORKS, [(swap[one], swap[other]) for one, other in found])
    assert {swap[work]: value for work, value in swapped.items()} == scores(WORKS, found)


@given(games, st.sampled_from(WORKS), st.sampled_from(WORKS))
def test_one_more_win_never_lowers_a_work(found, winner, loser):
    if winner != loser:
        assert scores(WORKS, [*found, (winner, loser)])[winner] >= scores(WORKS, found)[winner]


def test_everybody_is_shown_what_tells_most_and_no_pair_twice():
    seen: set[frozenset[str]] = set()
    played: list[tuple[str, str]] = []
    while pair := next_pair(WORKS, played, seen):
        assert frozenset(pair) not in seen
        seen.add(frozenset(pair))
        played.append(pair)
    assert len(seen) == 6
    assert next_pair(WORKS, [("a", "b")], []) == ("c", "d")


def test_a_work_nobody_listed_is_a_mistake():
    with pytest.raises(KeyError):
        scores(["a"], [("a", "z")])


def test_records_and_how_much_of_them_the_order_upholds():
    said = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "a")]
    assert records("abc", said) == {"a": (2, 1), "b": (1, 1), "c": (1, 2)}
    assert upheld({"a": Fraction(3), "b": Fraction(2), "c": Fraction(1)}, said) == Fraction(3, 4)
    assert upheld({"a": Fraction(1), "b": Fraction(1), "c": Fraction(1)}, said) == Fraction(1, 2)
    assert upheld({}, []) is None
