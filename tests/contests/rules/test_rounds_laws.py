"""Laws of rounds, predictions, size bands and promotion per group, for every input small enough to draw."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hoithi.contests.rules.bands import Band, band_of
from hoithi.contests.rules.facts import Row
from hoithi.contests.rules.promotion import promote
from hoithi.contests.rules.ranking import rank, split
from hoithi.contests.rules.series import OverSeries, distinct_people, over_series
from hoithi.contests.rules.standing import Key, Standing
from tests.contests.rules.examples import standings, tables

SUM, BEST = OverSeries("sum", "sum", "x"), OverSeries("best", "best", "x")
MEAN, TAKEN = OverSeries("mean", "mean", "x"), OverSeries("taken", "rounds_taken", "x")
ALL = (SUM, BEST, MEAN, TAKEN)


def row(number: int, guess: int | None) -> Row:
    return Row(number, {"guess": guess})


@st.composite
def rounds(draw: st.DrawFn) -> list[list[Row]]:
    count = draw(st.integers(1, 4))
    points = st.one_of(st.none(), st.integers(0, 9))
    return [
        [Row(subject, {"x": draw(points)}) for subject in range(draw(st.integers(0, 4)))] for _round in range(count)
    ]


@given(rounds(), st.randoms())
def test_the_order_of_rounds_changes_nothing(series, rng):
    turned = list(series)
    rng.shuffle(turned)
    key = lambda found: {one.subject: dict(one.facts) for one in found}  # noqa: E731 – used twice on one line
    assert key(over_series(series, ALL)) == key(over_series(turned, ALL))


@given(rounds())
def test_best_is_at_most_the_sum_and_the_mean_lies_between(series):
    for one in over_series(series, ALL):
        taken, total, best, mean = (one.facts[name] for name in ("taken", "sum", "best", "mean"))
        if taken:
            assert best <= total <= best * taken
            assert mean * taken == total
            assert mean <= best
        else:
            assert (total, best, mean) == (None, None, None)


@given(rounds(), st.integers(0, 9))
def test_one_more_round_never_lowers_sum_or_best(series, value):
    before = {one.subject: one.facts for one in over_series(series, ALL)}
    after = {one.subject: one.facts for one in over_series([*series, [Row(0, {"x": value})]], ALL)}
    for name in ("sum", "best", "taken"):
        assert after[0][name] >= (before.get(0, {}).get(name) or 0)
    assert all(after[subject] == facts for subject, facts in before.items() if subject != 0)


@given(st.lists(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), max_size=6), max_size=4))
def test_distinct_people_count_once_over_all_rounds(series):
    found = distinct_people(series)
    everybody = {pair for pairs in series for pair in pairs}
    assert sum(found.values()) == len(everybody)


guesses = st.lists(st.one_of(st.none(), st.integers(0, 40)), min_size=1, max_size=8)


@given(guesses, st.integers(0, 40))
def test_a_prediction_is_ranked_by_its_distance_alone(found, truth):
    ranked = rank([row(n, guess) for n, guess in enumerate(found)], Standing(keys=(Key("guess", "near", truth="t"),)),
                  {"t": truth})  # fmt: skip
    known = [place for place in ranked if place.place is not None]
    errors = [abs(place.facts["guess"] - truth) for place in known if place.facts["guess"] is not None]
    assert errors == sorted(errors)
    answered = [place.facts["guess"] is not None for place in ranked]
    assert answered == sorted(answered, reverse=True), "unanswered last"


@given(guesses, st.integers(0, 40))
def test_nearest_without_going_over(found, truth):
    key = Key("guess", "near", truth="t", over="last")
    ranked = rank([row(n, guess) for n, guess in enumerate(found)], Standing(keys=(key,)), {"t": truth})
    order = [place.facts["guess"] for place in ranked if place.facts["guess"] is not None]
    over = [guess > truth for guess in order]
    assert over == sorted(over), "every guess above the truth comes after all others"
    for a, b in pairwise(order):
        if (a > truth) == (b > truth):
            assert abs(a - truth) <= abs(b - truth)


@given(guesses, st.integers(0, 40), st.integers(0, 100))
def test_moving_truth_and_guesses_together_changes_no_place(found, truth, by):
    standing = Standing(keys=(Key("guess", "near", truth="t", over="last"),))
    here = rank([row(n, guess) for n, guess in enumerate(found)], standing, {"t": truth})
    moved = [row(n, None if guess is None else guess + by) for n, guess in enumerate(found)]
    there = rank(moved, standing, {"t": truth + by})
    assert [(one.subject, one.place) for one in here] == [(one.subject, one.place) for one in there]


@given(st.sets(st.integers(1, 300), max_size=5), st.integers(0, 400), st.integers(0, 400))
def test_every_headcount_lies_in_one_band_and_larger_ones_never_in_a_smaller(starts, one, other):
    bands = [Band(f"b{start}", start) for start in sorted({0, *starts})]
    small, large = sorted((one, other))
    at = [band.key for band in bands]
    assert at.index(band_of(small, bands)) <= at.index(band_of(large, bands))
    held = next(band for band in bands if band.key == band_of(one, bands))
    assert held.at_least <= one
    assert not [band for band in bands if held.at_least < band.at_least <= one]


@given(tables(), standings(), st.integers(1, 3))
def test_promotion_per_group_is_each_group_by_itself(rows, standing, top):
    ranked = rank(rows, standing)
    group = lambda subject: str(int(str(subject)[1:]) % 2)  # noqa: E731 – a rule, named
    together = promote(ranked, top, group)
    alone = [promote(members, top) for members in split(ranked, group).values()]
    assert set(together.promoted) == {one for done in alone for one in done.promoted}
    assert sum(b.room for b in together.undecided) == sum(b.room for done in alone for b in done.undecided)
