from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.contests.rules.errors import (
    DuplicateSubject,
    InexactValue,
    InvalidStanding,
    MissingTruth,
    UnknownMeasure,
)
from hoithi.contests.rules.facts import Row
from hoithi.contests.rules.ranking import Place, Unranked, rank, settle, split
from hoithi.contests.rules.scales import MinMax, Rank, Raw
from hoithi.contests.rules.standing import Floor, Key, Standing
from hoithi.contests.rules.terms import Term
from tests.contests.rules.examples import standings, tables

QUIZ = Standing(keys=(Key("correct", "high"), Key("elapsed_ms", "low")))


def people(*facts: tuple[int | None, int | None]) -> list[Row]:
    return [Row(i, {"correct": correct, "elapsed_ms": elapsed}) for i, (correct, elapsed) in enumerate(facts, 1)]


def numbers(places: list[Place]) -> list[tuple[object, int | None]]:
    return [(place.subject, place.place) for place in places]


def test_keys_in_order_and_ties_share_a_place():
    places = rank(people((18, 500), (20, 900), (18, 500), (20, 700), (3, 100)), QUIZ)
    assert numbers(places) == [(4, 1), (2, 2), (1, 3), (3, 3), (5, 5)]
    assert [(key.measure, key.value) for key in places[0].keys] == [("correct", 20), ("elapsed_ms", 700)]


def test_unknown_value_ranks_after_every_known_one():
    assert numbers(rank(people((5, None), (5, 10**9)), QUIZ)) == [(2, 1), (1, 2)]


def test_no_facts_means_no_place():
    rows = [Row("vắng"), *people((None, None), (1, 1))]
    places = rank(rows, QUIZ)
    assert numbers(places) == [(2, 1), (1, None), ("vắng", None)]
    assert places[1].unranked == places[2].unranked == Unranked("no_facts")


def test_floor_says_what_was_missing():
    standing = Standing(keys=(Key("mean"),), floors=(Floor("share", Fraction(1, 2)),))
    places = rank(
        [Row("a", {"mean": 9, "share": Fraction(49, 100)}), Row("b", {"mean": 3, "share": Decimal("0.5")})], standing
    )
    assert numbers(places) == [("b", 1), ("a", None)]
    assert places[1].unranked == Unranked("below_floor", "share", Fraction(49, 100), Fraction(1, 2))


def test_a_required_measure_must_be_known():
    standing = Standing(keys=(Key("correct"),), required=("elapsed_ms",))
    places = rank(people((20, None), (3, 5)), standing)
    assert numbers(places) == [(2, 1), (1, None)]
    assert places[1].unranked == Unranked("missing", "elapsed_ms")


def test_below_floor_does_not_stretch_the_scale_of_the_others():
    standing = Standing(terms=(Term("x", MinMax(), 10),), floors=(Floor("n", 1),))
    rows = [Row("a", {"x": 1, "n": 1}), Row("b", {"x": 2, "n": 1}), Row("c", {"x": 1000, "n": 0})]
    assert [place.total for place in rank(rows, standing)] == [10, 0, None]


def test_hors_concours_keeps_a_place_and_the_prize_passes_down():
    rows = [Row("a", {"x": 1}), Row("guest", {"x": 9}, hors_concours=True), Row("b", {"x": 5}), Row("c", {"x": 5})]
    places = rank(rows, Standing(keys=(Key("x"),)))
    assert [(p.subject, p.place, p.prize_place) for p in places] == [
        ("guest", 1, None),
        ("b", 2, 1),
        ("c", 2, 1),
        ("a", 4, 3),
    ]


@pytest.mark.parametrize(
    ("over", "expected"),
    [("allowed", [("hit", 1), ("over", 2), ("under", 3), ("silent", 4)]),
     ("last", [("hit", 1), ("under", 2), ("over", 3), ("silent", 4)])],
)  # fmt: skip
def test_prediction_by_absolute_error_unanswered_last(over, expected):
    guesses = {"under": 95, "over": 104, "silent": None, "hit": 100}
    rows = [Row(who, {"guess": guess, "correct": 1}) for who, guess in guesses.items()]
    standing = Standing(keys=(Key("correct"), Key("guess", "near", truth="people", over=over)))
    places = rank(rows, standing, {"people": 100})
    assert numbers(places) == expected
    assert {p.subject: p.keys[1].error for p in places} == {"under": 5, "over": 4, "silent": None, "hit": 0}


@pytest.mark.parametrize("truths", [None, {}, {"people": None}])
def test_prediction_needs_its_truth(truths):
    with pytest.raises(MissingTruth) as missing:
        rank([Row("a", {"guess": 1})], Standing(keys=(Key("guess", "near", truth="people"),)), truths)
    assert missing.value.truth == "people"


def test_terms_carry_raw_scaled_and_points_and_keys_break_their_ties():
    standing = Standing(terms=(Term("x", MinMax(), 60), Term("y", MinMax("low"), 40)), keys=(Key("z"),))
    rows = [
        Row("a", {"x": 10, "y": 8, "z": 1}),
        Row("b", {"x": 4, "y": 2, "z": 1}),
        Row("c", {"x": 8, "y": 6, "z": 2}),
    ]
    places = rank(rows, standing)
    assert [(p.subject, p.total) for p in places] == [("a", 60), ("c", Fraction(160, 3)), ("b", 40)]
    first = places[1].terms[0]
    assert (first.measure, first.raw, first.scaled, first.points) == ("x", 8, Fraction(2, 3), 40)


def test_a_total_with_an_unknown_part_ranks_last():
    standing = Standing(terms=(Term("x", Raw()), Term("y", Raw())))
    places = rank([Row("a", {"x": 9, "y": None}), Row("b", {"x": 1, "y": 1})], standing)
    assert numbers(places) == [("b", 1), ("a", 2)]
    assert places[1].total is None


def test_refusals():
    with pytest.raises(DuplicateSubject):
        rank([Row("a", {"x": 1}), Row("a", {"x": 2})], Standing(keys=(Key("x"),)))
    with pytest.raises(UnknownMeasure):
        rank([Row("a", {"y": 1})], Standing(keys=(Key("x"),)))
    with pytest.raises(InexactValue):
        rank([Row("a", {"x": 0.5})], Standing(keys=(Key("x"),)))  # type: ignore[dict-item]
    with pytest.raises(InexactValue):
        rank([Row("a", {"x": Decimal("NaN")})], Standing(keys=(Key("x"),)))  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "build",
    [
        lambda: Standing(),
        lambda: Standing(terms=(Term("x", Rank()), Term("y", MinMax()))),
        lambda: Standing(terms=(Term("x", MinMax(), 0),)),
        lambda: Term("x", MinMax(), -1),
        lambda: Key("guess", "near"),
        lambda: Key("x", "high", truth="people"),
        lambda: Key("@total"),
    ],
)
def test_contradicting_standings_are_refused(build):
    with pytest.raises(InvalidStanding):
        build()


def test_split_places_each_group_from_one():
    places = rank(
        [Row(s, {"x": x}) for s, x in [("a1", 9), ("b1", 8), ("a2", 7), ("c", 6)]], Standing(keys=(Key("x"),))
    )
    groups = split(places, lambda subject: None if subject == "c" else str(subject)[0])
    assert {name: numbers(members) for name, members in groups.items()} == {
        "a": [("a1", 1), ("a2", 2)],
        "b": [("b1", 1)],
    }


@given(tables(), standings(), st.randoms(use_true_random=False))
def test_law_order_of_rows_never_matters(rows, standing, random):
    shuffled = random.sample(rows, len(rows))
    assert rank(rows, standing) == rank(shuffled, standing)


@given(tables(), standings())
def test_law_place_is_one_plus_how_many_are_better(rows, standing):
    places = rank(rows, standing)
    ranked = [p for p in places if p.place is not None]
    assert sorted(p.subject for p in places) == sorted(row.subject for row in rows)
    for one in ranked:
        assert one.place == 1 + sum(other.order < one.order for other in ranked)
        if not one.hors_concours:
            eligible = [other for other in ranked if not other.hors_concours]
            assert one.prize_place == 1 + sum(other.order < one.order for other in eligible)
    assert settle(places) == places


@given(tables(min_size=1), st.data())
def test_law_a_better_value_never_worsens_a_place_by_keys(rows, data):
    standing = Standing(keys=(Key("z"), Key("x", "low")))
    chosen = data.draw(st.sampled_from(rows))
    better = [Row(r.subject, {**r.facts, "z": r.facts["z"] + 1}) if r is chosen else r for r in rows]
    before = next(p.place for p in rank(rows, standing) if p.subject == chosen.subject)
    after = next(p.place for p in rank(better, standing) if p.subject == chosen.subject)
    assert after <= before
