"""The product's engine and the check must agree on every standing, though they share no code."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hoithi.awards.rules.allocation import allocate
from hoithi.awards.rules.structure import Prize, Table
from hoithi.contests.rules.facts import Row
from hoithi.contests.rules.ranking import Place, rank
from hoithi.contests.rules.standing import Floor
from hoithi.contests.rules.ties import apply_decision
from hoithi.contests.schema.standings import Standing
from hoithi.contests.spec import engine_standing
from hoithi.verify.ranking import Board, Line, awards, settle

NAMES = ("a", "b", "c")
numbers = st.one_of(st.none(), st.integers(0, 4), st.fractions(0, 4, max_denominator=3))
STEPS = [{"at": "1", "points": "2"}, {"at": "2", "points": "2.5", "every": "0.5", "bonus": "1"}]
scales = st.sampled_from(["minmax", "max_share", "best_share", "step", "raw"])


@st.composite
def specs(draw: st.DrawFn) -> dict[str, Any]:
    formula = draw(st.sampled_from(["lexicographic", "rank_sum", "weighted"]))
    terms = [
        {
            "key": name,
            "title": name,
            "part": "p",
            "order": draw(st.sampled_from(["high", "low"])),
            "weight": str(draw(st.integers(0 if name == "b" else 1, 40))),
            "scale": draw(scales),
            "maximum": "3",
            "steps": STEPS,
        }
        for name in NAMES
    ]
    for term in terms:
        if term["scale"] in ("raw", "max_share", "step"):
            term["order"] = "high"
    if formula == "lexicographic" and draw(st.booleans()):
        terms[1] |= {"order": "near", "truth": "people", "truth_over": draw(st.sampled_from(["allow", "last"]))}
    floors = [{"term": "c", "at_least": "0.5"}] if draw(st.booleans()) else []
    ties = draw(st.lists(st.sampled_from(NAMES), unique=True)) if formula != "lexicographic" else []
    named = {"key": "s", "title": "s", "subject": "person"}
    return named | {"formula": formula, "terms": terms, "ties": ties, "floors": floors}


rows = st.lists(st.tuples(st.fixed_dictionaries(dict.fromkeys(NAMES, numbers)), st.booleans()), max_size=9)


def both(spec: dict[str, Any], table: list[tuple[dict[str, Any], bool]]) -> tuple[list[Place], Board]:
    places = rank(
        [Row(f"s{at}", values, hors_concours=out) for at, (values, out) in enumerate(table)],
        engine_standing(Standing.model_validate(spec)),
        {"b": 2},
    )
    lines = [
        Line(f"s{at}", None, None, not out, {k: None if v is None else Fraction(v) for k, v in values.items()})
        for at, (values, out) in enumerate(table)
    ]
    board = Board(spec, "", lines, {"b": Fraction(2)})
    assert settle(board, []) == []
    return places, board


def agree(places: list[Place], board: Board) -> None:
    theirs = {place.subject: (place.place, place.prize_place, place.total) for place in places}
    assert {line.subject: (line.place, line.prize_place, line.value) for line in board.lines} == theirs


@settings(max_examples=300, deadline=None)
@given(specs(), rows)
def test_places_and_totals_agree(spec, table):
    agree(*both(spec, table))


@settings(max_examples=200, deadline=None)
@given(specs(), rows, st.randoms())
def test_decided_ties_agree(spec, table, random):
    places, board = both(spec, table)
    for number in sorted({place.place for place in places if place.place is not None}):
        tied = [place.subject for place in places if place.place == number]
        if len(tied) > 1:
            random.shuffle(tied)
            places = apply_decision(places, tied)
            assert settle(board, [tied]) == []
            agree(places, board)
            return


prize = st.fixed_dictionaries(
    {
        "quantity": st.integers(1, 3),
        "conditions": st.lists(
            st.fixed_dictionaries({"term": st.just("a"), "at_least": st.sampled_from(["1", "3"])}), max_size=1
        ),
    }
)


@settings(max_examples=400, deadline=None)
@given(specs(), rows, st.lists(prize, min_size=1, max_size=3), st.sampled_from(["decision", "share"]))
def test_prizes_and_ties_agree(spec, table, found, policy):
    prizes = [one | {"key": str(at), "standing": "s", "cash": 1000 * at} for at, one in enumerate(found)]
    places, board = both(spec | {"tie_policy": policy}, table)
    given_out, ties = awards({"prizes": prizes}, [board])
    theirs = allocate([Table("s", tuple(map(prize_of, prizes)), places, tie_policy=policy)])
    assert [(one["prize"], one["subject"], one["place"], one["prize_place"], one["cash"]) for one in given_out] == [
        (one.prize, one.subject, one.place, one.prize_place, one.cash) for one in theirs.awards
    ]
    assert [(tie["prize_place"], tie["subjects"], tie["prizes"]) for tie in ties] == [
        (tie.prize_place, sorted(map(str, tie.subjects)), list(tie.prizes)) for tie in theirs.undecided
    ]


def prize_of(one: dict[str, Any]) -> Prize:
    conditions = tuple(Floor(bar["term"], Fraction(bar["at_least"])) for bar in one["conditions"])
    return Prize(one["key"], one["quantity"], one["cash"], conditions)


@settings(max_examples=100, deadline=None)
@given(rows)
def test_a_weight_of_0_counts_nothing_and_every_rung_has_its_bonus(table):
    steps = [{"at": "1", "points": "2", "every": "0.25", "bonus": "0.5"}, {"at": "3", "points": "1"}]
    terms = [
        {"key": "a", "title": "a", "part": "p", "scale": "minmax", "weight": "0"},
        {"key": "b", "title": "b", "part": "p", "scale": "raw", "weight": "0"},
        {"key": "c", "title": "c", "part": "p", "scale": "step", "steps": steps, "weight": "1"},
    ]
    agree(*both({"key": "s", "title": "s", "subject": "person", "formula": "weighted", "terms": terms}, table))
