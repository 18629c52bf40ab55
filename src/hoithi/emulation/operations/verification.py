"""Verification (thẩm định): the standing office confirms, corrects or calls untruthful; then the month is closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import Part
from hoithi.core.text import nfc
from hoithi.emulation.models import Appeal, Month, MonthlyReport, Verification
from hoithi.emulation.operations.errors import (
    AlreadyVerified,
    AppealOpen,
    ChangedMeanwhile,
    EarlierOpen,
    EvidenceMissing,
    FiguresWrong,
    NothingSent,
    NotYetDue,
    ReasonMissing,
    SignerMissing,
    Unverified,
)
from hoithi.emulation.operations.reports import (
    check_month_open,
    check_running,
    checked_figures,
    keep_version,
    locked_report,
    open_period,
    save,
)
from hoithi.emulation.operations.scores import rescore
from hoithi.emulation.queries.campaign import scored_units
from hoithi.emulation.queries.periods import due_instant, periods_of
from hoithi.emulation.rules.stored import stored
from hoithi.files.models import StoredFile
from hoithi.people.models import User

Decision = Literal["confirm", "correct", "untruthful"]
STATE_OF = {
    "confirm": MonthlyReport.CONFIRMED,
    "correct": MonthlyReport.CORRECTED,
    "untruthful": MonthlyReport.UNTRUTHFUL,
}
LONGEST_SIGNER = 160


@transaction.atomic
def verify_report(
    report: MonthlyReport,
    *,
    decision: Decision,
    version: int,
    signer: str,
    figures: Mapping[str, object] | None = None,
    reason: str = "",
    evidence: StoredFile | None = None,
    now: datetime,
    by: User | None,
) -> Verification:
    """Decide about a report that was sent. `version`: the one the verifier saw; `signer` answers for the score.

    "correct" needs `figures` and `reason`; "untruthful" needs `reason` and `evidence`, and may correct figures too.
    Raises NothingSent, AlreadyVerified, ChangedMeanwhile, ReasonMissing, EvidenceMissing, SignerMissing, FiguresWrong,
    MonthClosed, NotRunning.
    """
    check_running(report.part)
    report = locked_report(report.part, report.unit, report.period, now)
    _check_state(report, version)
    signer = checked_signer(signer)
    if decision != "confirm" and not reason.strip():
        raise ReasonMissing
    if decision == "untruthful" and evidence is None:
        raise EvidenceMissing
    if decision == "correct" and figures is None:
        raise FiguresWrong([], _("Cần nhập số liệu đã sửa."))
    before = report.figures
    if figures is not None and decision != "confirm":
        report.figures = stored(checked_figures(report, figures, reason))
    report.state, report.verified_at = STATE_OF[decision], now
    report.truthful = decision != "untruthful"
    save(report, now)
    if report.figures != before:
        keep_version(report, "verify", note=reason, now=now, by=by)
    done = Verification.objects.create(
        report=report,
        decision=decision,
        before=before,
        figures=report.figures if report.figures != before else None,
        reason=reason.strip(),
        evidence=evidence,
        signer=signer,
        at=now,
        by=by,
    )
    rescore(report.part, [report.unit_id], now=now)
    data = {"part": report.part.key, "period": report.period, "corrected": report.figures != before}
    target, slug = f"{report.unit.code} {report.period}", report.part.contest.slug
    record(f"emulation:report:{decision}", now=now, contest_key=slug, actor=by, target=target, data=data)
    return done


def _check_state(report: MonthlyReport, version: int) -> None:
    if report.pk is None or report.first_submitted_at is None:
        raise NothingSent
    if report.state in MonthlyReport.VERIFIED:
        raise AlreadyVerified(report.verified_at)
    if report.version != version:
        raise ChangedMeanwhile(report.updated_at)
    check_month_open(report.part, report.period)


def checked_signer(signer: str) -> str:
    """The name and office of who answers for a score. Raises SignerMissing."""
    signer = nfc(signer)
    if not signer or len(signer) > LONGEST_SIGNER:
        raise SignerMissing
    return signer


@transaction.atomic
def close_month(part: Part, period: str, *, signer: str, now: datetime, by: User | None) -> Month:
    """Close a month (chốt kỳ): what was sent is verified, who sent nothing has not reported; closing twice is once.

    Raises NotYetDue, EarlierOpen, Unverified, AppealOpen, SignerMissing, NoSuchPeriod, NotRunning.
    """
    check_running(part)
    found = open_period(part, period, now)
    signer = checked_signer(signer)
    if now < due_instant(found):
        raise NotYetDue(found)
    # Before anything is decided: everybody's row for this month, and no report can come in beside the closing.
    list(scored_units(part).select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))
    Month.objects.bulk_create([Month(part=part, period=period, due=found.due)], ignore_conflicts=True)
    months = {month.period: month for month in Month.objects.select_for_update().filter(part=part)}
    month = months[period]
    if month.closed_at is not None:
        return month
    _check_closable(part, period, months)
    month.closed_at, month.closed_by, month.signer = now, by, signer
    month.save(update_fields=["closed_at", "closed_by", "signer"])
    rescore(part, list(scored_units(part).values_list("pk", flat=True)), now=now)
    record("emulation:month:closed", now=now, contest_key=part.contest.slug, actor=by, target=period)
    return month


def _check_closable(part: Part, period: str, months: Mapping[str, Month]) -> None:
    for one in periods_of(part, months.values()):
        if one.key < period and (one.key not in months or months[one.key].closed_at is None):
            raise EarlierOpen(one.key)
    waiting = MonthlyReport.objects.filter(part=part, period=period, state=MonthlyReport.SUBMITTED).count()
    if waiting:
        raise Unverified(waiting)
    if Appeal.objects.filter(report__part=part, report__period=period, decided_at__isnull=True).exists():
        raise AppealOpen
