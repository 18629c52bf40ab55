"""Two of everything at once: nothing is lost, no figures are overwritten unseen, scores end with the last word."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from hoithi.contests.models import Part
from hoithi.core.errors import Refusal
from hoithi.emulation.models import Appeal, KeptScore, Month, MonthlyReport, ReportVersion
from hoithi.emulation.operations.appeals import decide_appeal, file_appeal
from hoithi.emulation.operations.scores import rescore
from tests.emulation import factories as td

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls in threads that start together; results or refusals, in order."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            gate.wait()
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def kept_is_true(part: Part) -> bool:
    """Whether keeping equals computing anew."""
    return rescore(part, now=td.on(td.JUNE, 28)) == 0


def test_two_people_submit_one_report_at_once() -> None:
    part = td.campaign()
    for name in td.COMMUNES:
        who = td.unit(part, name)
        found = at_once(
            *(lambda n=n, who=who: td.send(part, who, values=td.figures(accounts=n), version=0) for n in (1600, 1700))  # type: ignore[misc]
        )
        assert sorted(type(one).__name__ for one in found) == ["ChangedMeanwhile", "Submitted"]
        report = MonthlyReport.objects.get(unit=who)
        assert report.versions.count() == 1
        assert td.points(part, name, td.JUNE) == (105 if report.figures["accounts"] == 1600 else 110)


def test_the_same_report_pressed_twice_is_one() -> None:
    part = td.campaign()
    for name in td.COMMUNES:
        who = td.unit(part, name)
        found = at_once(*(lambda who=who: td.send(part, who) for _n in range(3)))  # type: ignore[misc]
        assert sorted(one.changed for one in found) == [False, False, True]
        assert ReportVersion.objects.filter(report__unit=who).count() == 1


def test_verified_while_the_unit_corrects() -> None:
    part = td.campaign()
    for name in (*td.OFFICES, *td.COMMUNES):
        who = td.unit(part, name)
        report = td.send(part, who).report
        version = report.version
        at_once(
            lambda report=report, version=version: td.confirm(report, version=version),  # type: ignore[misc]
            lambda who=who: td.send(part, who, values=td.figures(accounts=1700)),  # type: ignore[misc]
        )
        report = MonthlyReport.objects.get(unit=who)
        corrected = report.figures["accounts"] == 1700
        assert report.state == ("submitted" if corrected else "confirmed")
    assert kept_is_true(part)


def test_an_appeal_filed_and_decided_twice() -> None:
    part = td.campaign()
    report = td.send(part, td.unit(part), now=td.on(td.JUNE, 27)).report
    found = at_once(
        *(lambda: file_appeal(report, text="Mạng hỏng", now=td.on(td.JUNE, 28), by=None) for _n in range(2))
    )
    assert sorted(type(one).__name__ for one in found) == ["Appeal", "AppealOpen"]
    appeal = Appeal.objects.get()
    calls = [
        lambda yes=yes: decide_appeal(
            appeal, accepted=yes, minutes="Biên bản", late_excused=True, now=td.on(td.JUNE, 29), by=None
        )
        for yes in (True, False)
    ]
    found = at_once(*calls)  # type: ignore[arg-type]
    assert sorted(type(one).__name__ for one in found) == ["AlreadyDecided", "Appeal"]
    appeal.refresh_from_db()
    assert td.points(part, "Xã Ba", td.JUNE) == (100 if appeal.accepted else 98)


def test_a_report_beside_the_closing_of_its_month() -> None:
    part = td.campaign()
    found = at_once(
        lambda: td.close(part),
        *(lambda name=name: td.send(part, td.unit(part, name), now=td.on(td.JUNE, 27)) for name in td.COMMUNES),  # type: ignore[misc]
    )
    closed = Month.objects.get().closed_at is not None
    sent = MonthlyReport.objects.count()
    assert closed == (found[0] is None)
    assert closed == (sent == 0)  # nothing came in beside a closing, and what came in first holds it up
    assert KeptScore.objects.filter(verified=True).exists() == closed


def test_the_job_and_a_report_at_the_same_moment() -> None:
    part = td.campaign()
    for number, name in enumerate(td.COMMUNES):
        who, accounts = td.unit(part, name), 1600 + 100 * number
        at_once(
            lambda: rescore(part, now=td.on(td.JUNE, 28)),
            lambda who=who, n=accounts: td.send(part, who, values=td.figures(accounts=n), now=td.on(td.JUNE, 28)),  # type: ignore[misc]
        )
    assert kept_is_true(part)
