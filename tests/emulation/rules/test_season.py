"""A unit's months: what is carried on, what is taken off, and that every month is scored under its own card."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.emulation.rules.season import Told, season
from hoithi.emulation.rules.whatif import distance, next_step, what_if
from tests.emulation.rules.test_scorecard import COMMUNES, V1, card, figures

NAMES = tuple(V1)
DUES = [date(2021, month, 25) for month in range(6, 12)]


def told(n: int, values=V1, late: int = 0, **options) -> Told:
    return Told(f"2021-{n + 6:02}", DUES[n], values, DUES[n] + timedelta(days=late), **options)


def missing(n: int) -> Told:
    return Told(f"2021-{n + 6:02}", DUES[n], overdue=True)


def totals(months, cards=None, how="cumulative") -> list:
    return [one.score.total for one in season(months, cards or [card()] * len(months), NAMES, how)]


def test_each_month_adds_its_deductions_to_those_before() -> None:
    found = season([told(0, late=2), missing(1), told(2, truthful=False, late=5)], [card()] * 3, NAMES, "cumulative")
    assert [one.score.penalty for one in found] == [-2, -7, -14]
    assert [one.gain for one in found] == [98, -5, -7]
    assert [one.reported for one in found] == [True, False, True]
    assert [(month, one.kind) for month, one in found[-1].taken] == [
        ("2021-06", "late"),
        ("2021-07", "missing"),
        ("2021-08", "late"),
        ("2021-08", "untruthful"),
    ]


def test_what_was_reported_is_carried_on_where_a_month_is_missing() -> None:
    assert totals([told(0), missing(1)]) == [100, 95]


def test_a_month_neither_reported_nor_overdue_has_no_score() -> None:
    assert totals([told(0), Told("2021-07", DUES[1]), told(2)]) == [100, 100]


def test_an_excused_report_is_not_late() -> None:
    assert totals([told(0, late=9, late_excused=True)]) == [100]


def test_a_month_s_own_figures_are_added_up() -> None:
    half = figures(1, 1, 750, 75, 74, 75)
    assert totals([told(0, half), told(1, half)], how="month") == [10 + 15 + 10, 10 + 20 + 35 + 30 + 10]
    assert season([told(0, dict.fromkeys(NAMES)), told(1, half)], [card()] * 2, NAMES, "month")[1].figures == half


def test_a_month_keeps_its_own_rules() -> None:
    assert totals([told(0), told(1)], [card(), card(200)]) == [100, 70]


def test_what_a_little_more_would_give() -> None:
    change = what_if(COMMUNES, figures(1, 1, 1500, 195, 195, 195), {"dossiers": 5})
    assert (change.gained, change.after.total) == (30, 110)
    assert what_if(COMMUNES, figures(1, 1, 1500, 200, 196, 200), {"received": 10}).gained == -10
    assert what_if(COMMUNES, dict.fromkeys(NAMES), {"procedures": 1}).gained == 20


@pytest.mark.parametrize(
    ("line", "values", "step"),
    [(3, {"dossiers": 195}, 5), (3, {"dossiers": 200}, 20), (3, {"dossiers": 219}, 1), (0, {"plan": 1}, None)],
)
def test_how_far_the_next_points_are(line, values, step) -> None:
    assert next_step(COMMUNES.criteria[line], V1 | values) == step


def test_distance_to_the_threshold() -> None:
    (one,) = season([told(0, figures(1, 1, 0, 150, 150, 150))], [card()], NAMES, "cumulative")
    assert (one.score.total, distance(one.score, card())) == (75, 15)


reports = st.lists(
    st.tuples(
        st.booleans(),
        st.builds(lambda a, r, c: figures(1, 1, a, 200, min(r, c), c), *[st.integers(0, 4000)] * 3),
        st.integers(-9, 9),
        st.booleans(),
    ),
    max_size=6,
)


@given(reports)
def test_law_a_season_is_its_gains(given_reports) -> None:
    months = [
        told(n, values, late, truthful=truthful) if there else missing(n)
        for n, (there, values, late, truthful) in enumerate(given_reports)
    ]
    found = season(months, [card()] * len(months), NAMES, "cumulative")
    assert len(found) == len(months)
    if found:
        assert sum(one.gain for one in found) == found[-1].score.total
    penalties = [0, *(one.score.penalty for one in found)]
    assert all(after <= before for before, after in pairwise(penalties))


@given(reports)
def test_law_a_later_report_never_changes_an_earlier_month(given_reports) -> None:
    months = [told(n, values, late, truthful=ok) for n, (_there, values, late, ok) in enumerate(given_reports)]
    assert totals(months)[:-1] == totals(months[:-1])
