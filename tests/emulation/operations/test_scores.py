"""Kept scores: who is overdue, which rules count, and that keeping equals computing anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hoithi.contests.operations.definition import define_contest
from hoithi.contests.schema import Plan
from hoithi.emulation.models import KeptScore
from hoithi.emulation.operations.scores import rescore, score_due
from tests.contests import factories as make
from tests.emulation import factories as td

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_once_overdue_a_missing_report_is_deducted_and_becomes_late_when_it_comes() -> None:
    part = td.campaign()
    midnight = td.on(td.JUNE, 26, 0)
    assert score_due(midnight - timedelta(seconds=1)) == 0
    assert score_due(midnight) == 6  # every unit
    assert score_due(midnight) == 0
    row = KeptScore.objects.get(unit__name="Xã Ba")
    assert (row.values["points"], row.reported, row.deductions[0]["kind"]) == (
        -10,
        False,
        "missing",
    )  # −5 item, −5 report
    td.send(part, td.unit(part), now=midnight + timedelta(hours=30))
    row.refresh_from_db()
    assert (row.values["penalty"], row.deductions[0]["kind"], row.deductions[0]["days_late"]) == (-2, "late", 2)


def test_scoring_again_changes_nothing() -> None:
    part = td.campaign()
    td.send(part, td.unit(part))
    score_due(td.on(td.JUNE, 27))
    assert rescore(part, now=td.on(td.JUNE, 27)) == 0


def test_a_unit_that_stops_reporting_keeps_its_figures_and_pays_each_month() -> None:
    part = td.campaign()
    td.send(part, td.unit(part), td.JUNE)
    score_due(td.on(td.AUGUST, 26))
    kept = KeptScore.objects.filter(unit__name="Xã Ba").order_by("period")
    assert [(row.period, row.values["points"]) for row in kept] == [(td.JUNE, 100), (td.JULY, 95), (td.AUGUST, 90)]


def test_an_amendment_does_not_touch_months_already_due() -> None:
    part = td.campaign()
    td.send(part, td.unit(part), td.JUNE, td.figures(accounts=1700))
    td.send(part, td.unit(part), td.JULY, td.figures(accounts=1700), now=td.on(td.JULY, 10))
    assert score_due(td.on(td.JULY, 11)) == 5  # those that did not report in June
    changed: dict[str, Any] = td.definition()
    for criterion in changed["part"][0]["scorecard"]["criteria"]:
        if criterion["key"] == "accounts":
            criterion["standard"] = 40
    paper = make.paper(part.contest, "Sửa đổi bảng điểm")
    define_contest(Plan.model_validate(changed), now=td.on(td.JULY, 12), document=paper)
    assert score_due(td.on(td.JULY, 12)) == 1
    part = td.fresh(part)
    assert (td.points(part, "Xã Ba", td.JUNE), td.points(part, "Xã Ba", td.JULY)) == (110, 115)
    june, july = KeptScore.objects.filter(unit__name="Xã Ba").order_by("period")
    assert june.rules_hash != july.rules_hash
    assert rescore(part, now=td.on(td.JULY, 13)) == 0


@pytest.mark.parametrize("units", [1, 3])
def test_queries_of_scoring_do_not_grow_with_the_units(units: int, django_assert_num_queries: Any) -> None:
    part = td.campaign()
    some = list(part.contest.units.filter(kind="ubnd-xa").values_list("pk", flat=True))[:units]
    part = td.fresh(part)
    with django_assert_num_queries(12):
        rescore(part, some, now=td.on(td.JUNE, 27))
