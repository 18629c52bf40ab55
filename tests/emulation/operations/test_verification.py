"""Verification, appeals, closing a month: each with what it refuses."""

from __future__ import annotations

import pytest

from hoithi.core.errors import Refusal
from hoithi.emulation.models import KeptScore, MonthlyReport
from hoithi.emulation.operations.appeals import decide_appeal, file_appeal
from hoithi.emulation.operations.errors import (
    AlreadyDecided,
    AlreadyVerified,
    AppealOpen,
    ChangedMeanwhile,
    EarlierOpen,
    EvidenceMissing,
    FiguresWrong,
    MonthClosed,
    NothingSent,
    NothingToAppeal,
    NotYetDue,
    ReasonMissing,
    SignerMissing,
    Unverified,
)
from tests.emulation import factories as td

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_confirmed_report_is_no_longer_provisional() -> None:
    part = td.campaign()
    report = td.confirm(td.send(part, td.unit(part)).report)
    assert (report.state, report.truthful) == ("confirmed", True)
    assert KeptScore.objects.get().verified


def test_a_correction_needs_figures_and_a_reason_and_is_scored() -> None:
    part = td.campaign()
    report = td.send(part, td.unit(part)).report
    with pytest.raises(ReasonMissing):
        td.confirm(report, decision="correct", figures=td.figures(accounts=1400))
    with pytest.raises(FiguresWrong):
        td.confirm(report, decision="correct", reason="đối chiếu cổng")
    report = td.confirm(report, decision="correct", figures=td.figures(accounts=1400), reason="đối chiếu cổng")
    assert (report.state, report.figures["accounts"]) == ("corrected", 1400)
    assert td.points(part, "Xã Ba", td.JUNE) == 65
    assert list(report.versions.values_list("kind", flat=True)) == ["submit", "verify"]
    done = report.verifications.get()
    assert (done.before["accounts"], done.figures["accounts"], done.signer) == (1500, 1400, td.SIGNER)


def test_an_untruthful_report_needs_evidence_and_costs_points_beside_being_late() -> None:
    part = td.campaign()
    report = td.send(part, td.unit(part), now=td.on(td.JUNE, 27)).report
    with pytest.raises(EvidenceMissing):
        td.confirm(report, decision="untruthful", reason="khai khống")
    td.confirm(report, decision="untruthful", reason="khai khống", evidence=td.stored())
    row = KeptScore.objects.get()
    assert [one["kind"] for one in row.deductions] == ["late", "untruthful"]
    assert row.values["penalty"] == -4


def test_what_verification_refuses() -> None:
    part = td.campaign()
    who = td.unit(part)
    report = td.send(part, who).report
    with pytest.raises(SignerMissing):
        td.confirm(report, signer=" ")
    with pytest.raises(ChangedMeanwhile):
        td.confirm(report, version=report.version + 1)
    td.confirm(report)
    with pytest.raises(AlreadyVerified):
        td.confirm(report)
    with pytest.raises(NothingSent):
        td.confirm(
            MonthlyReport.objects.create(part=part, unit=td.unit(part, "Xã Bốn"), period=td.JUNE, updated_at=td.ISSUE)
        )


def test_an_accepted_appeal_gives_the_points_back() -> None:
    part = td.campaign()
    report = td.send(part, td.unit(part), now=td.on(td.JUNE, 27)).report
    td.confirm(report, decision="untruthful", reason="khai khống", evidence=td.stored())
    assert td.points(part, "Xã Ba", td.JUNE) == 96
    appeal = file_appeal(report, text="Có biên bản đối chiếu", file=td.stored(), now=td.on(td.JUNE, 28), by=None)
    with pytest.raises(AppealOpen):
        file_appeal(report, text="lần nữa", now=td.on(td.JUNE, 28), by=None)
    with pytest.raises(ReasonMissing):
        decide_appeal(appeal, accepted=True, minutes=" ", now=td.on(td.JUNE, 29), by=None)
    now = td.on(td.JUNE, 29)
    done = decide_appeal(
        appeal, accepted=True, minutes="Biên bản 05", truthful=True, late_excused=True, now=now, by=None
    )
    report.refresh_from_db()
    assert (done.outcome, report.state) == ({"truthful": True, "late_excused": True}, "confirmed")
    assert td.points(part, "Xã Ba", td.JUNE) == 100
    with pytest.raises(AlreadyDecided):
        decide_appeal(appeal, accepted=False, minutes="khác", now=now, by=None)


def test_a_refused_appeal_changes_nothing_and_figures_may_be_restored() -> None:
    part = td.campaign()
    report = td.confirm(
        td.send(part, td.unit(part)).report, decision="correct", figures=td.figures(accounts=1400), reason="đối chiếu"
    )
    first = file_appeal(report, text="Không đúng", now=td.on(td.JUNE, 27), by=None)
    decide_appeal(first, accepted=False, minutes="Giữ nguyên", now=td.on(td.JUNE, 27), by=None)
    assert td.points(part, "Xã Ba", td.JUNE) == 65
    second = file_appeal(report, text="Có tệp mới", file=td.stored(), now=td.on(td.JUNE, 28), by=None)
    decide_appeal(second, accepted=True, minutes="Khôi phục", figures=td.figures(), now=td.on(td.JUNE, 28), by=None)
    assert td.points(part, "Xã Ba", td.JUNE) == 100
    assert list(report.versions.values_list("kind", flat=True)) == ["submit", "verify", "appeal"]


def test_there_must_be_something_to_appeal() -> None:
    part = td.campaign()
    report = td.confirm(td.send(part, td.unit(part)).report)
    with pytest.raises(NothingToAppeal):
        file_appeal(report, text="?", now=td.on(td.JUNE, 27), by=None)


def test_a_month_is_closed_once_all_is_decided_and_in_order() -> None:
    part = td.campaign()
    report = td.send(part, td.unit(part), now=td.on(td.JUNE, 27)).report
    with pytest.raises(NotYetDue):
        td.close(part, now=td.on(td.JUNE, 25, 23))
    with pytest.raises(Unverified, match="1 báo cáo"):
        td.close(part)
    td.confirm(report, decision="confirm", now=td.on(td.JUNE, 28))
    appeal = file_appeal(report, text="Mạng hỏng", now=td.on(td.JUNE, 28), by=None)
    with pytest.raises(AppealOpen):
        td.close(part)
    decide_appeal(appeal, accepted=False, minutes="Không", now=td.on(td.JUNE, 29), by=None)
    td.close(part)
    td.close(part)  # once
    rows = KeptScore.objects.filter(period=td.JUNE)
    assert rows.count() == 6
    assert all(row.verified for row in rows)
    with pytest.raises(MonthClosed):
        file_appeal(report, text="muộn", now=td.on(td.JULY, 2), by=None)
    with pytest.raises(EarlierOpen, match="tháng 7/2021"):
        td.close(part, td.AUGUST)
    with pytest.raises(Refusal):
        td.close(part, "2021-12", now=td.on("2021-11", 1))
