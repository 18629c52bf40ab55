from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.contests.rules.aggregate import Aggregate, Member, Where, aggregate, combine, median
from hoithi.contests.rules.errors import DuplicateSubject, InvalidStanding
from hoithi.contests.rules.facts import Row
from hoithi.contests.rules.series import OverSeries, distinct_people, over_series
from tests.contests.rules.examples import values

MEMBERS = [
    Member("a", {"correct": 20, "ms": 300}, {"group": "cb"}),
    Member("a", {"correct": 20, "ms": 401}, {"group": "dan"}),
    Member("a", {"correct": 11, "ms": 200}, {"group": "cb"}),
    Member("a", {"correct": None, "ms": None}, {"group": "cb"}),
    Member("elsewhere", {"correct": 20, "ms": 1}),
]
ALL_CORRECT = (Where("correct", "=", 20),)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Aggregate("m", "count"), 4),
        (Aggregate("m", "count", "correct"), 3),
        (Aggregate("m", "count", where=ALL_CORRECT), 2),
        (Aggregate("m", "count", where=(*ALL_CORRECT, Where("group", "=", "cb"))), 1),
        (Aggregate("m", "count", where=(Where("ms", "<=", 300), Where("ms", ">", 200))), 1),
        (Aggregate("m", "count", where=(Where("ms", "<", 300), Where("ms", ">=", 200))), 1),
        (Aggregate("m", "sum", "correct"), 51),
        (Aggregate("m", "mean", "ms"), Fraction(901, 3)),
        (Aggregate("m", "mean", "ms", ALL_CORRECT), Fraction(701, 2)),
        (Aggregate("m", "median", "ms"), 300),
        (Aggregate("m", "best", "ms", direction="low"), 200),
        (Aggregate("m", "worst", "ms", direction="low"), 401),
        (Aggregate("m", "best", "correct"), 20),
        (Aggregate("m", "share"), Fraction(4, 7)),
        (Aggregate("m", "share", where=ALL_CORRECT, over="participants"), Fraction(1, 2)),
    ],
)
def test_aggregate(wanted, expected):
    assert aggregate(MEMBERS, {"a": 7}, [wanted]) == [Row("a", {"m": expected})]


def test_nobody_came():
    wanted = [Aggregate(how, how, "x") for how in ("count", "sum", "mean", "median", "best", "share")]
    assert aggregate([], {"a": 3}, wanted)[0].facts == {
        "count": 0, "sum": 0, "mean": None, "median": None, "best": None, "share": 0,
    }  # fmt: skip
    assert aggregate([], {"a": None}, [Aggregate("s", "share")])[0].facts == {"s": None}


def test_sums_need_a_measure():
    with pytest.raises(InvalidStanding):
        Aggregate("m", "sum")


@given(st.lists(values, min_size=1))
def test_law_mean_and_median_lie_between_worst_and_best(numbers):
    low, high = combine("worst", numbers), combine("best", numbers)
    assert low <= combine("mean", numbers) <= high
    assert low <= median(numbers) <= high
    assert combine("mean", numbers) * len(numbers) == combine("sum", numbers)


ROUNDS = [
    [Row("a", {"score": 7}), Row("b", {"score": 9})],
    [Row("a", {"score": 8}), Row("b", {"score": None})],
    [Row("a", {}), Row("c", {"score": 1}, hors_concours=True)],
]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (OverSeries("m", "sum", "score"), {"a": 15, "b": 9, "c": 1}),
        (OverSeries("m", "best", "score"), {"a": 8, "b": 9, "c": 1}),
        (OverSeries("m", "best", "score", "low"), {"a": 7, "b": 9, "c": 1}),
        (OverSeries("m", "mean", "score"), {"a": Fraction(15, 2), "b": 9, "c": 1}),
        (OverSeries("m", "mean", "score", absent="zero"), {"a": 5, "b": 3, "c": Fraction(1, 3)}),
        (OverSeries("m", "rounds_taken", "score"), {"a": 2, "b": 1, "c": 1}),
    ],
)
def test_over_series(wanted, expected):
    rows = over_series(ROUNDS, [wanted])
    assert {row.subject: row.facts["m"] for row in rows} == expected
    assert [row.hors_concours for row in rows] == [False, False, True]


def test_series_edges():
    assert over_series([[Row("a", {"score": None})]], [OverSeries("m", "sum", "score")]) == [Row("a", {"m": None})]
    with pytest.raises(DuplicateSubject):
        over_series([[Row("a"), Row("a")]], [])
    assert distinct_people([[("u", 1), ("u", 2)], [("u", 1), ("v", 1)]]) == {"u": 2, "v": 1}
