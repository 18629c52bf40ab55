from __future__ import annotations

import pytest
from hypothesis import given

from hoithi.contests.rules.errors import UnknownSubject
from hoithi.contests.rules.explain import explain, explain_all
from hoithi.contests.rules.facts import Row
from hoithi.contests.rules.ranking import Unranked, rank
from hoithi.contests.rules.scales import Rank
from hoithi.contests.rules.standing import Key, Standing
from hoithi.contests.rules.terms import Term
from hoithi.contests.rules.ties import apply_decision
from tests.contests.rules.examples import standings, tables

QUIZ = Standing(keys=(Key("correct", "high"), Key("elapsed_ms", "low")))
ROWS = [
    Row("p1", {"correct": 20, "elapsed_ms": 300}),
    Row("p2", {"correct": 19, "elapsed_ms": 100}),
    Row("p3", {"correct": 19, "elapsed_ms": 250}),
    Row("me", {"correct": 19, "elapsed_ms": 250}),
    Row("p4", {"correct": 19, "elapsed_ms": 251}),
    Row("p5", {"correct": 7, "elapsed_ms": 1}),
    Row("p6", {"correct": None, "elapsed_ms": None}),
]


def test_each_key_says_how_many_stand_above_by_it():
    why = explain(rank(ROWS, QUIZ), "me")
    assert (why.place, why.of, why.shared) == (3, 6, 1)
    by_correct, by_time = why.steps
    assert (by_correct.above, by_correct.level, by_correct.next_above, by_correct.next_below) == (1, 3, 20, 7)
    assert (by_time.above, by_time.level, by_time.next_above, by_time.next_below) == (1, 1, 100, 251)


def test_a_decision_is_one_more_step():
    why = explain(apply_decision(rank(ROWS, QUIZ), ["p3", "me"]), "me")
    assert (why.place, why.shared) == (4, 0)
    assert [(step.measure, step.above) for step in why.steps][-1] == ("@decision", 1)


def test_terms_are_shown_with_their_points():
    why = explain(rank(ROWS, Standing(terms=(Term("correct", Rank()), Term("elapsed_ms", Rank("low"))))), "p2")
    assert [(term.measure, term.points) for term in why.terms] == [("correct", 2), ("elapsed_ms", 2)]
    assert (why.steps[0].measure, why.steps[0].value) == ("@total", 4)


def test_unranked_and_unknown():
    assert explain(rank(ROWS, QUIZ), "p6").unranked == Unranked("no_facts")
    with pytest.raises(UnknownSubject):
        explain(rank(ROWS, QUIZ), "nobody")


@given(tables(min_size=1), standings())
def test_law_steps_above_add_up_to_the_place(rows, standing):
    places = rank(rows, standing)
    assert explain_all(places) == [explain(places, place.subject) for place in places]
    for place in places:
        why = explain(places, place.subject)
        if place.place is None:
            assert why.steps == ()
        else:
            assert place.place == 1 + sum(step.above for step in why.steps)
            for index, (step, key) in enumerate(zip(why.steps, place.keys, strict=True)):
                rivals = [other for other in places if other.place and other.order[:index] == place.order[:index]]
                assert step.above == sum(other.order[index] < key.order for other in rivals)
                assert step.level == sum(other.order[index] == key.order for other in rivals) - 1
            assert why.shared == sum(other.place == place.place for other in places) - 1
