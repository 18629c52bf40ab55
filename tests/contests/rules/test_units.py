from __future__ import annotations

from fractions import Fraction

import pytest

from hoithi.contests.rules.bands import Band, band_of
from hoithi.contests.rules.compare import compare
from hoithi.contests.rules.errors import InvalidStanding
from hoithi.contests.rules.facts import Row
from hoithi.contests.rules.ranking import Unranked, rank
from hoithi.contests.rules.ties import paid_ties
from hoithi.contests.rules.units import PARTICIPANTS, unit_standing, usual_criteria, with_rates
from tests.contests.rules.examples import FIVE_UNITS

CRITERIA = usual_criteria()
ROWS = with_rates(FIVE_UNITS, CRITERIA)
WEIGHTS = {"participants": 40, "all_correct": 40, "mean_s": 20}


def result(formula, basis="number", weights=None, ties=(PARTICIPANTS,)):
    places = rank(ROWS, unit_standing(formula, CRITERIA, basis=basis, weights=weights, ties=ties))
    return [(place.subject, place.place, place.total) for place in places]


def test_rank_sum_by_number():
    assert result("rank_sum") == [("B", 1, 3), ("D", 2, 6), ("A", 3, 8), ("C", 4, 12), ("E", None, None)]


def test_rank_sum_by_rate():
    assert result("rank_sum", "rate") == [("C", 1, 6), ("D", 1, 6), ("A", 3, 8), ("B", 4, 9), ("E", None, None)]


def test_lexicographic():
    assert [(s, p) for s, p, _ in result("lexicographic")] == [("B", 1), ("D", 2), ("A", 3), ("C", 4), ("E", None)]


def test_weighted_is_exact():
    assert result("weighted", weights=WEIGHTS) == [
        ("B", 1, 100),
        ("D", 2, 40 * Fraction(68, 288) + 40 * Fraction(11, 51) + 20 * Fraction(115, 160)),
        ("A", 3, 40 * Fraction(36, 288) + 40 * Fraction(11, 51) + 20 * Fraction(110, 160)),
        ("C", 4, 0),
        ("E", None, None),
    ]


def test_without_participants_is_unranked_and_says_why():
    last = rank(ROWS, unit_standing("rank_sum", CRITERIA))[-1]
    assert (last.subject, last.unranked) == ("E", Unranked("below_floor", "participants", 0, 1))


def test_equal_rank_sums_go_to_participation():
    rows = [
        Row("few", {"headcount": 9, "participants": 4, "all_correct": 3, "mean_s": 10}),
        Row("many", {"headcount": 9, "participants": 5, "all_correct": 3, "mean_s": 11}),
    ]
    tied = rank(rows, unit_standing("rank_sum", CRITERIA, ties=()))
    assert [(p.subject, p.place, p.total) for p in tied] == [("few", 1, 4), ("many", 1, 4)]
    assert paid_ties(tied, [1, 2]) != []
    parted = rank(rows, unit_standing("rank_sum", CRITERIA))
    assert [(p.subject, p.place) for p in parted] == [("many", 1), ("few", 2)]


def test_variants_choose_other_measures():
    criteria = usual_criteria("mean_correct", "first_finish")
    assert [c.named("rate") for c in criteria] == ["participants_rate", "mean_correct", "first_finish_s"]
    facts = {"headcount": 2, "participants": 1, "mean_correct": Fraction(37, 2), "first_finish_s": 61}
    places = rank(with_rates([Row("a", facts)], criteria), unit_standing("lexicographic", criteria, basis="rate"))
    assert [key.value for key in places[0].keys] == [Fraction(1, 2), Fraction(37, 2), 61]


@pytest.mark.parametrize(
    ("formula", "weights"), [("weighted", None), ("rank_sum", WEIGHTS), ("weighted", {"speed": 1}), ("weighted", {})]
)
def test_weights_belong_to_weighted_and_to_its_criteria(formula, weights):
    with pytest.raises(InvalidStanding):
        unit_standing(formula, CRITERIA, weights=weights)


def test_comparison_shows_that_the_choice_changes_the_winner():
    shown = compare(
        ROWS,
        {
            "number": unit_standing("rank_sum", CRITERIA),
            "rate": unit_standing("rank_sum", CRITERIA, basis="rate"),
        },
    )
    assert shown.firsts == {"number": ("B",), "rate": ("C", "D")}
    assert shown.winner_changes
    assert shown.places["A"] == {"number": 3, "rate": 3}
    assert shown.places["E"] == {"number": None, "rate": None}


BANDS = [Band("lớn", 100), Band("nhỏ", 5), Band("vừa", 20)]


@pytest.mark.parametrize(
    ("headcount", "band"),
    [(4, None), (5, "nhỏ"), (19, "nhỏ"), (20, "vừa"), (100, "lớn"), (9999, "lớn"), (None, None)],
)
def test_bands(headcount, band):
    assert band_of(headcount, BANDS) == band


@pytest.mark.parametrize("bands", [[Band("a", 1), Band("b", 1)], [Band("a", 1), Band("a", 2)], [Band("a", -1)]])
def test_contradicting_bands_are_refused(bands):
    with pytest.raises(InvalidStanding):
        band_of(3, bands)
