from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.contests.rules.errors import InvalidStanding, OutOfDomain
from hoithi.contests.rules.scales import Bonus, MinMax, Rank, Raw, Relative, Rung, Share, Steps
from tests.contests.rules.examples import directions, maybe


@pytest.mark.parametrize(
    ("scale", "values", "expected"),
    [
        (Rank(), [7, 9, 7, 1, None, None], [2, 1, 2, 4, 5, 5]),
        (Rank("low"), [7, 9, 7, 1, None], [2, 4, 2, 1, 5]),
        (MinMax(), [2, 4, 3, 6, None], [0, Fraction(1, 2), Fraction(1, 4), 1, 0]),
        (MinMax("low"), [2, 4, 6], [1, Fraction(1, 2), 0]),
        (MinMax(), [5, 5, None], [1, 1, 0]),
        (MinMax("low"), [5], [1]),
        (MinMax(), [None], [0]),
        (Share(20), [5, 20, 30, None], [Fraction(1, 4), 1, 1, 0]),
        (Share(20, capped=False), [30], [Fraction(3, 2)]),
        (Relative(), [5, 10, 0, None], [Fraction(1, 2), 1, 0, 0]),
        (Relative("low"), [5, 10, None], [1, Fraction(1, 2), 0]),
        (Relative(), [0, 0], [1, 1]),
        (Relative("low"), [0, 4], [1, 0]),
        (Relative(), [None], [0]),
        (Raw(), [3, None, Fraction(4, 2)], [3, None, 2]),
        (Raw(nothing=-5), [3, None], [3, -5]),
    ],
)
def test_scale(scale, values, expected):
    assert scale.scale(values) == expected


def test_relative_is_not_defined_below_zero():
    with pytest.raises(OutOfDomain):
        Relative().scale([-1, 3])


HUNDREDS = Bonus(5, 100)


@pytest.mark.parametrize(
    ("steps", "value", "points"),
    [
        (Steps((Rung(1500, 35, HUNDREDS),)), 1499, 0),
        (Steps((Rung(1500, 35, HUNDREDS),)), 1500, 35),
        (Steps((Rung(1500, 35, HUNDREDS),)), 1599, 35),
        (Steps((Rung(1500, 35, HUNDREDS),)), 1600, 40),
        (Steps((Rung(1500, 35, Bonus(5, 100, "at")),)), 1500, 40),
        (Steps((Rung(1500, 35, Bonus(5, 100, rounding="proportional")),)), 1550, Fraction(75, 2)),
        (Steps((Rung(1500, 35, Bonus(5, 100, "at", "proportional")),)), 1550, Fraction(85, 2)),
        (Steps((Rung(1500, 35, HUNDREDS),), cap=50), 9999, 50),
        (Steps((Rung(1, 15, Bonus(5, 1)),), nothing=-5), 0, -5),
        (Steps((Rung(1, 15, Bonus(5, 1)),), nothing=-5), 3, 25),
        (Steps((Rung(1, 15),), nothing=-5), None, -5),
        (Steps((Rung(98, 10, Bonus(5, 1)),)), Fraction(9796, 100), 0),
        (Steps((Rung(98, 10, Bonus(5, 1)),)), Fraction(9950, 100), 15),
        (Steps((Rung(50, 3), Rung(80, 7, Bonus(2, 10))), below=1), 49, 1),
        (Steps((Rung(50, 3), Rung(80, 7, Bonus(2, 10))), below=1), 79, 3),
        (Steps((Rung(50, 3), Rung(80, 7, Bonus(2, 10))), below=1), 95, 9),
        (Steps((Rung(50, 3),), below=1), None, 1),
    ],
)
def test_step_table(steps, value, points):
    assert steps.points(value) == points
    assert steps.scale([value]) == [points]


@pytest.mark.parametrize(
    "build", [lambda: Steps(()), lambda: Steps((Rung(2, 1), Rung(2, 3))), lambda: Bonus(1, 0), lambda: Share(0)]
)
def test_contradicting_scales_are_refused(build):
    with pytest.raises(InvalidStanding):
        build()


@given(st.lists(maybe), directions)
def test_law_min_max_stays_between_0_and_1_and_keeps_order(values, direction):
    scaled = MinMax(direction).scale(values)
    assert all(0 <= one <= 1 for one in scaled)
    known = sorted(((v, s) for v, s in zip(values, scaled, strict=True) if v is not None), reverse=direction == "low")
    assert [s for _, s in known] == sorted(s for _, s in known)
    if known:
        assert known[-1][1] == 1


@given(st.lists(maybe), directions)
def test_law_rank_counts_the_better(values, direction):
    for value, got in zip(values, Rank(direction).scale(values), strict=True):
        known = [v for v in values if v is not None]
        better = known if value is None else [v for v in known if (v > value if direction == "high" else v < value)]
        assert got == 1 + len(better)


@given(
    st.integers(0, 400),
    st.integers(0, 40),
    st.sampled_from(["after", "at"]),
    st.sampled_from(["floor", "proportional"]),
)
def test_law_steps_never_fall(value, more, first_step, rounding):
    steps = Steps((Rung(50, 3), Rung(80, 7, Bonus(2, 10, first_step, rounding))), nothing=-5, cap=60)
    assert steps.points(value) <= steps.points(value + more)
