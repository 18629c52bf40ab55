"""From sheets to scores: literals by hand, and laws."""

from __future__ import annotations

from fractions import Fraction
from statistics import pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.judging.rules.aggregate import METHODS, deviation, scores, spread, standardised
from hoithi.judging.rules.sheet import Criterion, Rubric, block_points, blocks, points, problems

F = Fraction

HARSH_AND_LENIENT = {
    "A": {"harsh": F(60), "fair": F(80), "lenient": F(90)},
    "B": {"harsh": F(50), "fair": F(70), "lenient": F(88)},
    "C": {"fair": F(60), "lenient": F(86)},
}
RUBRIC = Rubric(
    (
        Criterion("noi-dung", F(50), block="Nội dung"),
        Criterion("y-nghia", F(20), block="Nội dung"),
        Criterion("hinh-anh", F(15), F(1), F(2), "Trình bày"),
    )
)
given_points = st.dictionaries(
    st.sampled_from("ABCDEF"),
    st.dictionaries(st.sampled_from("xyzuv"), st.integers(0, 200).map(lambda n: F(n, 2)), min_size=1),
    min_size=1,
)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("mean", {"A": F(230, 3), "B": F(208, 3), "C": F(73)}),
        ("median", {"A": F(80), "B": F(70), "C": F(73)}),
        ("trimmed_mean", {"A": F(230, 3), "B": F(208, 3), "C": F(73)}),
        ("sum", {"A": F(230), "B": F(208), "C": F(146)}),
    ],
)
def test_three_works_by_hand(method, expected):
    assert scores(method, HARSH_AND_LENIENT) == expected


def test_standardising_mends_what_a_harsh_juror_did():
    """By plain mean C, whom the harsh one never saw, stands above B; on one footing it is last."""
    plain, level = scores("mean", HARSH_AND_LENIENT), scores("standardised", HARSH_AND_LENIENT)
    assert plain["C"] > plain["B"]
    assert level["A"] > level["B"] > level["C"]


def test_four_sheets_lose_the_highest_and_the_lowest():
    assert scores("trimmed_mean", {"A": {"a": F(0), "b": F(70), "c": F(80), "d": F(100)}}) == {"A": F(75)}


@pytest.mark.parametrize("method", METHODS)
def test_a_work_nobody_marked_has_no_score(method):
    assert scores(method, {"A": {}, "B": {"x": F(5)}})["A"] is None


@given(given_points)
def test_scores_lie_between_the_lowest_and_the_highest_sheet(found):
    for method in ("mean", "median", "trimmed_mean"):
        for work, score in scores(method, found).items():
            assert min(found[work].values()) <= score <= max(found[work].values())


@given(given_points, st.integers(1, 40), st.sampled_from("xyzuv"))
def test_a_juror_who_adds_the_same_to_everybody_changes_no_standardised_order(found, more, who):
    moved = {
        work: {juror: value + more if juror == who else value for juror, value in given.items()}
        for work, given in found.items()
    }
    one, other = standardised(found), standardised(moved)
    for juror in "xyzuv":
        mine = [work for work in found if juror in found[work]]
        assert sorted(mine, key=lambda w: (one[w][juror], w)) == sorted(mine, key=lambda w: (other[w][juror], w))


@given(st.lists(st.integers(0, 200), min_size=1, max_size=30))
def test_the_deviation_is_that_of_the_library(values):
    assert float(deviation([F(value) for value in values])) == pytest.approx(pstdev(values))


def test_a_juror_who_gives_everybody_the_same_decides_nothing():
    level = standardised({"A": {"x": F(50), "y": F(90)}, "B": {"x": F(50), "y": F(70)}})
    assert level["A"]["x"] == level["B"]["x"]
    assert level["A"]["y"] > level["B"]["y"]


def test_spread_and_outliers():
    given_sheets = {"a": F(80), "b": F(78), "c": F(40), "d": F(82)}
    found = spread(given_sheets, limit=F(15))
    assert found is not None
    assert (found.width, found.median, found.outliers) == (F(42), F(79), ("c",))
    of_three = spread({"a": F(20), "b": F(22), "c": F(60)}, limit=F(15))
    assert of_three is not None
    assert of_three.outliers == ("c",)
    assert spread({"a": F(1)}, limit=F(1)) is None
    assert spread({"a": F(1), "b": F(9)}, limit=F(1)).outliers == ()


def test_points_and_blocks():
    marks = {"noi-dung": F(45), "y-nghia": F(35, 2), "hinh-anh": F(12)}
    assert RUBRIC.maximum == 100
    assert points(RUBRIC, marks) == F(173, 2)
    assert block_points(RUBRIC, marks) == {"Nội dung": F(125, 2), "Trình bày": F(24)}
    assert blocks(RUBRIC.criteria) == ["Nội dung", "Trình bày"]


@pytest.mark.parametrize(
    ("marks", "whole", "found"),
    [
        ({}, False, []),
        ({}, True, [("noi-dung", "missing"), ("y-nghia", "missing"), ("hinh-anh", "missing")]),
        ({"noi-dung": F(101, 2)}, False, [("noi-dung", "above")]),
        ({"noi-dung": F(-1, 2)}, False, [("noi-dung", "below")]),
        ({"hinh-anh": F(1, 2)}, False, [("hinh-anh", "step")]),
        ({"noi-dung": F(1, 4)}, False, [("noi-dung", "step")]),
        ({"la": F(1)}, False, [("la", "unknown")]),
    ],
)
def test_what_is_wrong_with_a_sheet(marks, whole, found):
    assert problems(RUBRIC, marks, whole=whole) == found
