"""Money of prizes: sums, what is unset, what comes again."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from hoithi.awards.rules.budget import Given, PrizeMoney, over_run, prize_money
from hoithi.awards.rules.steps import FOLLOWS, ORDER, may_follow, reached

PRIZES = some.lists(
    some.builds(
        Given,
        quantity=some.integers(0, 50),
        cash=some.none() | some.integers(0, 10**9),
        recurring=some.booleans(),
        times=some.none() | some.integers(0, 24),
    ),
    max_size=8,
)


def test_recurring_prizes_stand_apart_and_are_multiplied() -> None:
    found = prize_money([Given(2, 500), Given(1, 100, recurring=True, times=3)])
    assert found == PrizeMoney(once=1000, each=100, whole=1300, recurring=True)
    assert prize_money([Given(1, 100, recurring=True, times=None)]).whole is None


@given(PRIZES)
def test_an_unset_amount_is_never_taken_for_nothing(prizes: list[Given]) -> None:
    found = prize_money(prizes)
    unset = any(one.cash is None for one in prizes if not one.recurring)
    assert (found.once is None) == unset
    if found.whole is not None and found.once is not None:
        assert found.whole >= found.once
    assert found == prize_money(list(reversed(prizes)))


@given(some.none() | some.integers(0, 10**12), some.none() | some.integers(0, 10**12))
def test_an_over_run_is_what_is_missing(needed: int | None, planned: int | None) -> None:
    over = over_run(needed, planned)
    if needed is None or planned is None:
        assert over == 0
    else:
        assert over >= 0
        assert needed <= planned + over


def test_steps_go_forward_and_end() -> None:
    for now, then in pairwise(ORDER):
        assert may_follow(now, then)
        assert not may_follow(then, now)
        assert reached(then, now)
        assert not reached(now, then)
    assert all("revoked" in FOLLOWS[state] for state in ORDER)
    assert not FOLLOWS["revoked"] | FOLLOWS["withdrawn"]
    assert not may_follow("paid", "withdrawn")
