"""Cards of other shapes: caps, weights, judged points, sums of lines; and the laws every card obeys."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.contests.rules.errors import InvalidStanding, OutOfDomain
from hoithi.contests.rules.scales import Bonus
from hoithi.emulation.rules.scorecard import Criterion, Scorecard, score, step_table
from tests.emulation.rules.test_scorecard import OFFICES, PENALTIES, V1, figures, some_reports

STEPS = step_table(10, 20, bonus=Bonus(3, 5))


def line(key: str, **options) -> Criterion:
    return Criterion(key, options.pop("steps", STEPS), figure=options.pop("figure", key), **options)


def test_a_cap_on_a_line_and_on_the_card() -> None:
    card = Scorecard((line("a", cap=24), line("b")), cap=40)
    found = score(card, {"a": 30, "b": 30})
    assert [(one.points, one.base, one.bonus) for one in found.items] == [(24, 20, 4), (32, 20, 12)]
    assert (found.total, found.base) == (40, 40)
    assert found.items[0].because is not None
    assert (found.items[0].because.raw, found.items[0].because.cap) == (32, 24)


def test_a_weight_multiplies_after_the_cap() -> None:
    found = score(Scorecard((line("a", cap=24, weight=Fraction(1, 3)),)), {"a": 99})
    assert (found.items[0].points, found.total) == (8, 8)


def test_judged_points_count_as_they_are_up_to_their_most() -> None:
    card = Scorecard((Criterion("quality", None, figure="quality", most=20),))
    assert score(card, {"quality": Fraction(25, 2)}).total == Fraction(25, 2)
    assert score(card, {"quality": None}).total == 0
    with pytest.raises(OutOfDomain):
        score(card, {"quality": 21})


def test_sums_of_lines_may_be_nested_and_capped() -> None:
    """Fields made of criteria made of components, as indices of administrative reform are."""
    card = Scorecard(
        (
            Criterion("field", cap=50),
            Criterion("one", parent="field", cap=30),
            line("a", parent="one"),
            line("b", parent="one"),
            line("c", parent="field"),
            Criterion("judged", None, figure="judged", most=10),
        ),
    )
    found = score(card, {"a": 10, "b": 15, "c": 10, "judged": 7})
    points = {one.criterion: one.points for one in found.items}
    assert points == {"field": 50, "one": 30, "a": 20, "b": 23, "c": 20, "judged": 7}
    assert (found.total, found.base) == (57, 57)
    assert {one.criterion: one.parent for one in found.items}["a"] == "one"


def test_a_line_has_one_source() -> None:
    with pytest.raises(InvalidStanding):
        Criterion("x", STEPS, figure="a", share=("a", "b"))
    with pytest.raises(InvalidStanding):
        Criterion("x", None, share=("a", "b"))


def test_what_is_not_due_is_left_out_of_the_whole() -> None:
    share = Criterion("resolved", step_table(98, 10, bonus=Bonus(5, 1)), share=("resolved", "received"), less="not_due")
    card = Scorecard((share,))
    assert score(card, {"resolved": 98, "received": 110, "not_due": 10}).total == 10
    assert score(card, {"resolved": 0, "received": 10, "not_due": 10}).total == 0
    with pytest.raises(OutOfDomain):
        score(card, {"resolved": 101, "received": 110, "not_due": 10})


def reasons(reported) -> list[str]:
    return [one.because.reason for one in score(OFFICES, reported).items if one.because]


def test_every_line_says_why() -> None:
    assert reasons(V1) == ["reached"] * 5
    assert reasons(figures(0, 0, 1750, 10, 99, 100)) == ["below", "zero", "bonus", "below", "bonus"]
    assert reasons(dict.fromkeys(V1)) == ["none"] * 5
    why = score(OFFICES, V1 | {"accounts": 1750}).items[2].because
    assert why is not None
    assert (why.standard, why.each, why.beyond, why.size, why.steps, why.raw) == (35, 5, 250, 100, 2, 45)


counts = st.integers(0, 4000)


@given(counts, counts, st.integers(0, 500))
def test_law_receiving_more_never_adds_points_once_something_was_received(resolved, received, more) -> None:
    received = max(1, resolved, received)
    before = score(OFFICES, V1 | {"resolved": resolved, "received": received}).total
    assert score(OFFICES, V1 | {"resolved": resolved, "received": received + more}).total <= before


@given(some_reports, some_reports)
def test_law_penalties_add_up(some, others) -> None:
    both = score(OFFICES, V1, some + others).penalty
    assert both == score(OFFICES, V1, some).penalty + score(OFFICES, V1, others).penalty


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_law_nothing_is_rounded_before_it_is_compared(resolved, received) -> None:
    if resolved > received:
        resolved, received = received, resolved
    points = score(OFFICES, V1 | {"resolved": resolved, "received": received}).items[4].points
    assert (points >= 10) == (100 * resolved >= 98 * received)
    assert (points >= 15) == (100 * resolved >= 99 * received)
    assert (points == 20) == (resolved == received)


@given(st.lists(st.integers(0, 200), min_size=3, max_size=3), st.integers(0, 60))
def test_law_a_cap_only_takes_away_and_a_sum_is_the_sum(values, cap) -> None:
    lines = [line(key, parent="all") for key in "abc"]
    given_figures = dict(zip("abc", values, strict=True))
    free = score(Scorecard((Criterion("all"), *lines), PENALTIES), given_figures)
    capped = score(Scorecard((Criterion("all", cap=cap), *lines), PENALTIES), given_figures)
    assert free.total == sum(one.points for one in free.items[1:])
    assert capped.total == min(cap, free.total)
