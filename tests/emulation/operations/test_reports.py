"""Monthly reports: server time, lateness, corrections, everything that is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import StandingMark
from hoithi.core.errors import Refusal
from hoithi.emulation.models import KeptScore, Month, MonthlyReport
from hoithi.emulation.operations.errors import (
    AlreadyVerified,
    ChangedMeanwhile,
    FiguresWrong,
    MonthClosed,
    NoSuchPeriod,
    NotRunning,
    NotScored,
    PeriodNotOpen,
)
from hoithi.emulation.operations.reports import (
    add_report_file,
    correct_report,
    remove_report_file,
    save_draft_report,
    submit_report,
)
from tests.emulation import factories as td

pytestmark = pytest.mark.django_db


def test_a_report_is_scored_at_once() -> None:
    part = td.campaign()
    done = td.send(part, td.unit(part))
    assert (done.late_days, done.deductions, done.changed) == (0, [], True)
    row = KeptScore.objects.get()
    assert row.values == {"points": 100, "base": 100, "bonus": 0, "penalty": 0, "gain": 100, "on_time_share": None}
    assert (row.eligible, row.reported, row.verified, row.period) == (True, True, False, td.JUNE)
    assert [item["points"] for item in row.items] == [10, 15, 35, 30, 10]
    assert Month.objects.get().due.isoformat() == "2021-06-25"
    assert StandingMark.objects.filter(standing__contest=part.contest).exists()
    assert AuditEvent.objects.filter(action="emulation:report:submitted").count() == 1


@pytest.mark.parametrize(("days", "points"), [(0, 0), (1, -2), (3, -2), (4, -5), (20, -5)])
def test_days_late_are_counted_to_the_server_s_moment(days: int, points: int) -> None:
    part = td.campaign()
    done = td.send(part, td.unit(part), now=td.on(td.JUNE, 25, 23) + timedelta(days=days))
    assert (done.late_days, sum(one["points"] for one in done.deductions)) == (days, points)


def test_the_last_instant_of_the_due_day_is_in_time() -> None:
    part = td.campaign()
    midnight = td.on(td.JUNE, 26, 0)
    assert td.send(part, td.unit(part), now=midnight - timedelta(microseconds=1)).late_days == 0
    assert td.send(part, td.unit(part, "Xã Bốn"), now=midnight).late_days == 1


def test_working_days_and_holidays_are_settings() -> None:
    from datetime import date

    part = td.campaign(report={"day": 25, "calendar": "working", "holidays": [date(2021, 6, 28)]})
    done = td.send(part, td.unit(part), now=td.on(td.JUNE, 29))  # Friday → Tuesday, Monday off
    assert done.late_days == 1


def test_the_same_report_again_changes_nothing() -> None:
    part = td.campaign()
    first = td.send(part, td.unit(part))
    again = td.send(part, td.unit(part), now=td.on(td.JUNE, 27))
    assert not again.changed
    assert again.report.first_submitted_at == first.report.first_submitted_at
    assert again.report.versions.count() == 1


def test_a_correction_keeps_history_and_the_first_moment() -> None:
    part = td.campaign()
    first = td.send(part, td.unit(part))
    done = correct_report(
        first.report,
        td.figures(accounts=1700),
        version=first.report.version,
        note="sửa",
        now=td.on(td.JUNE, 28),
        by=None,
    )
    assert (done.late_days, done.deductions) == (0, [])
    versions = list(done.report.versions.values_list("no", "kind", "figures__accounts"))
    assert versions == [(1, "submit", 1500), (2, "correct", 1700)]
    assert td.points(part, "Xã Ba", td.JUNE) == 110
    with pytest.raises(ChangedMeanwhile):
        correct_report(first.report, td.figures(), version=first.report.version, now=td.on(td.JUNE, 28), by=None)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"accounts": "98%"}, "không phải tỷ lệ phần trăm"),
        ({"accounts": "-5"}, "không được âm"),
        ({"accounts": "12,5"}, "phải là số nguyên"),
        ({"accounts": "nhiều"}, "phải là một số"),
        ({"accounts": ""}, "Chưa nhập"),
        ({"plan": "2"}, "chỉ nhận có hoặc không"),
        ({"resolved": "201"}, "lớn hơn"),
        ({"khac": "1"}, "không có số liệu"),
        ({"accounts": 10**13}, "lớn hơn mức tối đa"),
    ],
)
def test_what_is_typed_wrong_is_said_by_its_figure(typed: dict[str, Any], sentence: str) -> None:
    part = td.campaign()
    with pytest.raises(FiguresWrong) as refused:
        td.send(part, td.unit(part), values=td.figures() | typed)
    assert [one.at for one in refused.value.problems] == list(typed)
    assert sentence in str(refused.value.problems[0].message)
    assert not MonthlyReport.objects.exists()


def test_everything_wrong_is_said_at_once() -> None:
    part = td.campaign()
    with pytest.raises(FiguresWrong) as refused:
        td.send(part, td.unit(part), values=td.figures() | {"accounts": "1%", "dossiers": "-1", "received": ""})
    assert {one.at for one in refused.value.problems} == {"accounts", "dossiers", "received"}


def test_numbers_are_read_the_way_they_are_written() -> None:
    part = td.campaign()
    done = td.send(part, td.unit(part), values=td.figures() | {"accounts": "1.750", "plan": "có", "dossiers": "2 000"})
    assert (done.report.figures["accounts"], done.report.figures["plan"], done.report.figures["dossiers"]) == (
        1750,
        1,
        2000,
    )


def test_cumulative_figures_do_not_fall_without_a_reason() -> None:
    part = td.campaign()
    td.send(part, td.unit(part), td.JUNE)
    with pytest.raises(FiguresWrong) as refused:
        td.send(part, td.unit(part), td.JULY, td.figures(accounts=1400))
    assert "tháng 6/2021" in str(refused.value.problems[0].message)
    done = td.send(part, td.unit(part), td.JULY, td.figures(accounts=1400), fall_reason="Cổng xóa tài khoản trùng")
    assert done.report.versions.get().fall_reason == "Cổng xóa tài khoản trùng"
    with pytest.raises(FiguresWrong):  # nor rise above a later month's
        td.send(part, td.unit(part), td.JUNE, td.figures(accounts=9000), now=td.on(td.JULY, 21))


def test_a_month_s_own_figures_are_added_up() -> None:
    part = td.campaign(report={"day": 25, "figures": "month"})
    td.send(part, td.unit(part), td.JUNE, td.figures(accounts=900, dossiers=120, resolved=120, received=120))
    assert td.points(part, "Xã Ba", td.JUNE) == 10 + 15 + 0 + 0 + 20
    td.send(part, td.unit(part), td.JULY, td.figures(accounts=700, dossiers=90, resolved=85, received=90))
    row = KeptScore.objects.get(period=td.JULY)
    assert (row.figures["accounts"], row.figures["dossiers"]) == (1600, 210)
    assert row.values["points"] == 10 + 20 + 40 + 30 + 0  # 205/210 is below 98 %
    assert row.values["gain"] == 100 - 45


def test_periods_that_do_not_run_are_refused() -> None:
    part = td.campaign()
    who = td.unit(part)
    with pytest.raises(PeriodNotOpen, match="Chưa đến kỳ"):
        td.send(part, who, td.JULY, now=td.on(td.JUNE, 20))
    with pytest.raises(NoSuchPeriod):
        td.send(part, who, "2022-01", now=td.on("2021-12", 20))
    td.close(part, td.JUNE)
    with pytest.raises(MonthClosed, match="đã chốt"):
        td.send(part, who, td.JUNE, now=td.on(td.JULY, 2))
    with pytest.raises(NotRunning):
        td.send(td.campaign("khac", frozen=False), who)


def test_a_unit_of_another_group_is_not_scored() -> None:
    part = td.campaign()
    who = td.unit(part)
    who.competes = False
    who.save()
    with pytest.raises(NotScored, match="Xã Ba"):
        td.send(part, who)


def test_a_verified_report_is_not_sent_again() -> None:
    part = td.campaign()
    done = td.send(part, td.unit(part))
    td.confirm(done.report)
    with pytest.raises(AlreadyVerified, match="kiến nghị"):
        td.send(part, td.unit(part), values=td.figures(accounts=1600), now=td.on(td.JUNE, 27))
    with pytest.raises(AlreadyVerified):
        save_draft_report(part, td.unit(part), td.JUNE, {}, version=None, now=td.on(td.JUNE, 27), by=None)  # type: ignore[arg-type]


def test_a_draft_is_kept_as_typed_and_counts_nothing() -> None:
    part, holder = td.campaign(), None
    who = td.unit(part)
    holder = td.coordinator(part, who)
    now = td.on(td.JUNE, 10)
    report = save_draft_report(part, who, td.JUNE, {"accounts": "98%"}, version=0, now=now, by=holder)
    assert (report.state, report.draft, report.version) == ("draft", {"accounts": "98%"}, 1)
    assert not KeptScore.objects.exists()
    with pytest.raises(ChangedMeanwhile):
        save_draft_report(part, who, td.JUNE, {"accounts": "7"}, version=0, now=now, by=holder)
    done = submit_report(part, who, td.JUNE, td.figures(), version=1, now=now, by=holder)
    assert (done.report.draft, done.report.submitted_by) == ({}, holder)


def test_evidence_is_kept_beside_a_report() -> None:
    part = td.campaign()
    who = td.unit(part)
    holder = td.coordinator(part, who)
    now = td.on(td.JUNE, 10)
    row = add_report_file(part, who, td.JUNE, td.stored(), figure="accounts", now=now, by=holder)
    assert (row.report.state, row.report.version) == ("draft", 0)
    with pytest.raises(FiguresWrong):
        add_report_file(part, who, td.JUNE, td.stored(), figure="khac", now=now, by=holder)
    assert remove_report_file(row, now=now, by=holder).removed_at == now
    td.confirm(td.send(part, who, version=0).report)
    with pytest.raises(Refusal):
        add_report_file(part, who, td.JUNE, td.stored(), now=td.on(td.JUNE, 27), by=holder)


def test_scores_of_earlier_months_stay_when_a_later_one_comes() -> None:
    part = td.campaign()
    td.send(part, td.unit(part), td.JUNE)
    before = KeptScore.objects.get(period=td.JUNE)
    td.send(part, td.unit(part), td.JULY, td.figures(accounts=2000))
    assert KeptScore.objects.get(period=td.JUNE).changed_at == before.changed_at
    assert KeptScore.objects.get(period=td.JULY).values["gain"] == 25
