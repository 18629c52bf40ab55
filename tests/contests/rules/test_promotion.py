from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hoithi.contests.rules.facts import Row
from hoithi.contests.rules.promotion import Boundary, promote
from hoithi.contests.rules.ranking import rank
from hoithi.contests.rules.standing import Key, Standing
from tests.contests.rules.examples import standings, tables

X = Standing(keys=(Key("x"),))


def places(**values: int):
    return rank([Row(subject, {"x": x}) for subject, x in values.items()], X)


def test_top_overall_with_a_tie_inside():
    done = promote(places(a=9, b=8, c=8, d=1), 3)
    assert (done.promoted, done.undecided) == (("a", "b", "c"), ())


def test_tie_on_the_boundary_is_reported_not_broken():
    done = promote(places(a=9, b=8, c=8, d=1), 2)
    assert (done.promoted, done.undecided) == (("a",), (Boundary("", 2, ("b", "c"), 1),))


def test_per_unit():
    done = promote(places(u1=9, u2=8, u3=7, v1=3, v2=3, w=5), 1, lambda s: None if s == "w" else str(s)[0])
    assert (done.promoted, done.undecided) == (("u1",), (Boundary("v", 1, ("v1", "v2"), 1),))


def test_hors_concours_does_not_take_room():
    rows = [Row("guest", {"x": 9}, hors_concours=True), Row("a", {"x": 8}), Row("b", {"x": 7})]
    assert promote(rank(rows, X), 1).promoted == ("a",)


@given(tables(), standings(), st.integers(0, 5))
def test_law_never_more_than_the_quota_and_never_past_somebody_better(rows, standing, top):
    ranked = rank(rows, standing)
    done = promote(ranked, top)
    eligible = [p for p in ranked if p.prize_place]
    assert len(done.promoted) + sum(b.room for b in done.undecided) == min(top, len(eligible))
    for one in eligible:
        assert (one.subject in done.promoted) == (sum(other.order <= one.order for other in eligible) <= top)
