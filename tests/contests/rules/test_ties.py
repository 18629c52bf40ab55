from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.contests.rules.errors import NotThisTie
from hoithi.contests.rules.facts import Row
from hoithi.contests.rules.ranking import rank
from hoithi.contests.rules.standing import Key, Standing
from hoithi.contests.rules.ties import PaidTie, apply_decision, paid_ties
from tests.contests.rules.examples import standings, tables

X = Standing(keys=(Key("x"),))


def places_of(*values: int, guests: tuple[str, ...] = ()):
    return rank([Row(s, {"x": x}, s in guests) for s, x in zip("abcdefgh", values, strict=False)], X)


@pytest.mark.parametrize(
    ("values", "quantities", "expected"),
    [
        ((9, 8, 7, 6), [1, 2], []),
        ((9, 8, 8, 6), [1, 2], []),  # both take the same prize
        ((9, 9, 8, 6), [1, 2], [PaidTie(1, ("a", "b"), (0, 1), 0)]),
        ((9, 8, 7, 7), [1, 2], [PaidTie(3, ("c", "d"), (1,), 1)]),
        ((9, 9, 9, 9, 9), [1, 2], [PaidTie(1, ("a", "b", "c", "d", "e"), (0, 1, 1), 2)]),
        ((9, 8, 7, 6, 6), [1, 2], []),  # below the last paid place
        ((9, 9), [0, 5], []),
        ((9, 9), [], []),
    ],
)
def test_paid_ties(values, quantities, expected):
    assert paid_ties(places_of(*values), quantities) == expected


def test_hors_concours_neither_ties_nor_takes_a_slot():
    places = places_of(9, 9, 8, guests=("a",))
    assert paid_ties(places, [1, 1]) == []


def test_decision_orders_the_tied_and_nobody_else_moves():
    places = apply_decision(places_of(9, 8, 8, 8, 5), ["c", "d", "b"])
    assert [(p.subject, p.place) for p in places] == [("a", 1), ("c", 2), ("d", 3), ("b", 4), ("e", 5)]
    assert paid_ties(places, [1, 1]) == []


def test_decision_may_leave_out_those_hors_concours():
    tied = places_of(9, 9, 9, guests=("b",))
    decided = apply_decision(tied, ["c", "a"])
    assert [(p.subject, p.place, p.prize_place) for p in decided] == [("b", 1, None), ("c", 1, 1), ("a", 3, 2)]
    assert [p.subject for p in apply_decision(tied, ["b", "c", "a"])] == ["b", "c", "a"]


@pytest.mark.parametrize(
    "order", [[], ["b"], ["b", "c", "a"], ["b", "b"], ["b", "x"], ["a"], ["x", "y"], ["c", "b", "c"]]
)
def test_decision_must_name_exactly_the_tied(order):
    with pytest.raises(NotThisTie):
        apply_decision(places_of(9, 8, 8, 5), order)


@given(tables(), standings(), st.lists(st.integers(0, 3), max_size=4), st.randoms(use_true_random=False))
def test_law_decisions_settle_every_paid_tie_and_keep_the_rest(rows, standing, quantities, random):
    places = before = rank(rows, standing)
    for tie in paid_ties(before, quantities):
        places = apply_decision(places, random.sample(tie.subjects, len(tie.subjects)))
    assert paid_ties(places, quantities) == []
    was = {p.subject: p.order for p in before}
    ranked = [p for p in places if p.place is not None]
    assert [was[p.subject] for p in ranked] == sorted(was[p.subject] for p in ranked)
