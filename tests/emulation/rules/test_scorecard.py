from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.contests.rules.errors import InexactValue, InvalidStanding, OutOfDomain, UnknownMeasure
from hoithi.contests.rules.scales import Bonus
from hoithi.emulation.rules.reports import Penalty, Report, days_late, deductions
from hoithi.emulation.rules.scorecard import Criterion, Scorecard, places, score, step_table

PENALTIES = (
    Penalty("late", -2, 1, 3),
    Penalty("late", -5, 4),
    Penalty("missing", -5),
    Penalty("untruthful", -2),
)


def card(dossiers: int = 150, *, first_step="after", rounding="floor", zero_rule="item", **options) -> Scorecard:
    """The scorecard of Châu Thành A 2021; `dossiers` is the group's own threshold."""

    def bonus(size: int) -> Bonus:
        return Bonus(5, size, first_step, rounding)

    return Scorecard(
        criteria=(
            Criterion("plan", step_table(1, 10), figure="plan"),
            Criterion(
                "procedures", step_table(1, 15, zero=-5, zero_rule=zero_rule, bonus=Bonus(5, 1)), figure="procedures"
            ),
            Criterion("accounts", step_table(1500, 35, bonus=bonus(100)), figure="accounts"),
            Criterion("dossiers", step_table(dossiers, 30, bonus=bonus(20)), figure="dossiers"),
            Criterion("resolved", step_table(98, 10, bonus=bonus(1)), share=("resolved", "received")),
        ),
        penalties=PENALTIES,
        threshold=90,
        **options,
    )


OFFICES, COMMUNES = card(150), card(200)
DUE = date(2021, 11, 25)
ON_TIME = Report(DUE, DUE)


def late(days: int, truthful: bool = True) -> Report:
    return Report(DUE, DUE + timedelta(days=days), truthful)


def figures(plan, procedures, accounts, dossiers, resolved, received):
    names = ("plan", "procedures", "accounts", "dossiers", "resolved", "received")
    return dict(zip(names, (plan, procedures, accounts, dossiers, resolved, received), strict=True))


V1 = figures(1, 1, 1500, 150, 147, 150)
FOUR_REPORTS = [late(3), late(4), Report(DUE, None), replace(ON_TIME, truthful=False)]


@pytest.mark.parametrize(
    ("rules", "reported", "reports", "items", "penalty", "total", "eligible"),
    [
        pytest.param(OFFICES, V1, [], [10, 15, 35, 30, 10], 0, 100, True, id="V1"),
        pytest.param(OFFICES, {**V1, "accounts": 1499}, [], [10, 15, 0, 30, 10], 0, 65, False, id="V2"),
        pytest.param(OFFICES, figures(1, 3, 1599, 169, 148, 150), [], [10, 25, 35, 30, 10], 0, 110, True, id="V3"),
        pytest.param(OFFICES, figures(0, 0, 1500, 150, 150, 150), [], [0, -5, 35, 30, 20], 0, 80, False, id="V5"),
        pytest.param(OFFICES, V1, FOUR_REPORTS, [10, 15, 35, 30, 10], -14, 86, False, id="V7"),
        pytest.param(COMMUNES, figures(1, 1, 1500, 199, 199, 199), [], [10, 15, 35, 0, 20], 0, 80, False, id="V8"),
        pytest.param(COMMUNES, figures(1, 1, 1500, 200, 195, 200), [], [10, 15, 35, 30, 0], 0, 90, True, id="V9"),
        pytest.param(
            COMMUNES,
            figures(1, 2, 1750, 245, 245, 245),
            [late(2, False)],
            [10, 20, 45, 40, 20],
            -4,
            131,
            True,
            id="V10",
        ),
    ],
)
def test_vectors(rules, reported, reports, items, penalty, total, eligible):
    found = score(rules, reported, reports)
    assert [item.points for item in found.items] == items
    assert (found.penalty, found.total, found.eligible) == (penalty, total, eligible)


@pytest.mark.parametrize(
    ("resolved", "received", "points"),
    [(2449, 2500, 0), (148, 150, 10), (199, 200, 15), (98, 100, 10), (99, 100, 15), (1, 1, 20), (0, 0, 0), (0, 9, 0)],
)
def test_percentages_are_never_rounded_before_they_are_compared(resolved, received, points):
    found = score(OFFICES, {**V1, "resolved": resolved, "received": received})
    assert found.items[4].points == points


@pytest.mark.parametrize(
    ("rules", "accounts", "points"),
    [
        (OFFICES, 1600, 40),
        (card(first_step="at"), 1500, 40),
        (card(first_step="at"), 1599, 40),
        (card(rounding="proportional"), 1550, Fraction(75, 2)),
    ],
)
def test_how_bonus_steps_count_is_a_setting(rules, accounts, points):
    assert score(rules, {**V1, "accounts": accounts}).items[2].points == points


def test_not_registering_may_be_taken_off_the_standard_points():
    assert score(card(zero_rule="deduct"), {**V1, "procedures": 0}).items[1].points == 10


def test_threshold_on_the_base_looks_before_bonus_and_penalty():
    reported = figures(1, 9, 1500, 150, 0, 150)
    found = score(OFFICES, reported)
    assert (found.base, found.total, found.eligible) == (90, 130, True)
    assert [(item.base, item.bonus) for item in found.items][1] == (15, 40)
    assert score(card(threshold_on="base"), reported, FOUR_REPORTS).eligible
    assert not score(card(threshold_on="base"), {**reported, "plan": 0}).eligible


def test_deductions_say_which_report_and_why():
    found = score(OFFICES, V1, FOUR_REPORTS)
    assert [(one.kind, one.days_late, one.points) for one in found.deductions] == [
        ("late", 3, -2),
        ("late", 4, -5),
        ("missing", 0, -5),
        ("untruthful", 0, -2),
    ]
    assert deductions([Report(DUE, None, truthful=False)], PENALTIES)[0].kind == "missing"


@pytest.mark.parametrize(
    ("submitted", "calendar", "holidays", "days"),
    [
        (DUE - timedelta(days=3), "calendar", (), 0),
        (DUE, "calendar", (), 0),
        (date(2021, 11, 29), "calendar", (), 4),
        (date(2021, 11, 29), "working", (), 2),  # Thursday → Monday
        (date(2021, 11, 29), "working", (date(2021, 11, 26),), 1),
        (date(2021, 11, 28), "working", (), 1),
    ],
)
def test_days_late(submitted, calendar, holidays, days):
    assert days_late(Report(DUE, submitted), calendar, holidays) == days


def test_not_reported_counts_as_nothing():
    found = score(OFFICES, dict.fromkeys(V1))
    assert [item.points for item in found.items] == [0, -5, 0, 0, 0]


@pytest.mark.parametrize(
    ("reported", "error"),
    [
        ({**V1, "accounts": -1}, OutOfDomain),
        ({**V1, "resolved": 151}, OutOfDomain),
        ({**V1, "accounts": 1500.0}, InexactValue),
        ({"plan": 1}, UnknownMeasure),
    ],
)
def test_impossible_figures_are_refused(reported, error):
    with pytest.raises(error):
        score(OFFICES, reported)


def test_a_criterion_reads_a_figure_or_a_share():
    with pytest.raises(InvalidStanding):
        Criterion("x", step_table(1, 1))


def test_places_among_the_eligible():
    scores = {
        "xã A": score(COMMUNES, figures(1, 1, 1500, 200, 195, 200)),
        "xã B": score(COMMUNES, figures(1, 2, 1750, 245, 245, 245)),
        "xã C": score(COMMUNES, figures(1, 1, 1500, 199, 199, 199)),
        "xã D": score(COMMUNES, figures(1, 1, 1500, 200, 195, 200)),
    }
    assert [(p.subject, p.place) for p in places(scores)] == [("xã B", 1), ("xã A", 2), ("xã D", 2), ("xã C", None)]


counts = st.integers(0, 4000)
reported_figures = st.builds(
    lambda plan, n, a, h, r, c: figures(plan, n, a, h, min(r, c), c),
    st.integers(0, 1), st.integers(0, 9), counts, counts, counts, counts,
)  # fmt: skip
some_reports = st.lists(
    st.builds(
        lambda days, truthful: Report(DUE, None if days is None else DUE + timedelta(days=days), truthful),
        st.one_of(st.none(), st.integers(-5, 9)),
        st.booleans(),
    ),
    max_size=4,
)


@given(reported_figures, some_reports)
def test_law_formulas_of_the_plan(reported, reports):
    found = score(OFFICES, reported, reports)
    n, a, h = reported["procedures"], reported["accounts"], reported["dossiers"]
    r, c = reported["resolved"], reported["received"]
    assert [item.points for item in found.items] == [
        10 * reported["plan"],
        -5 if n == 0 else 15 + 5 * (n - 1),
        0 if a < 1500 else 35 + 5 * ((a - 1500) // 100),
        0 if h < 150 else 30 + 5 * ((h - 150) // 20),
        0 if c == 0 or 100 * r < 98 * c else 10 + 5 * ((100 * r - 98 * c) // c),
    ]
    assert found.total == sum(item.points for item in found.items) + found.penalty
    assert found.penalty <= 0
    assert all(item.points == item.base + item.bonus and item.bonus >= 0 for item in found.items)
    assert found.eligible == (found.total >= 90)


@given(
    reported_figures, st.sampled_from(["plan", "procedures", "accounts", "dossiers", "resolved"]), st.integers(1, 500)
)
def test_law_doing_more_never_costs_points(reported, name, more):
    raised = {**reported, name: reported[name] + more}
    if raised["resolved"] <= raised["received"]:
        assert score(OFFICES, raised).total >= score(OFFICES, reported).total


@given(reported_figures, some_reports, some_reports)
def test_law_another_report_never_adds_points(reported, reports, others):
    assert score(OFFICES, reported, reports + others).total <= score(OFFICES, reported, reports).total
