"""Appeals (kiến nghị): a unit objects to what was decided about its report, with a file; the decision is minuted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from hoithi.audit.operations import record
from hoithi.documents.models import Document
from hoithi.emulation.models import Appeal, MonthlyReport
from hoithi.emulation.operations.errors import AlreadyDecided, AppealOpen, NothingToAppeal, ReasonMissing
from hoithi.emulation.operations.reports import (
    check_month_open,
    check_running,
    checked_figures,
    keep_version,
    locked_report,
    save,
    submitted,
)
from hoithi.emulation.operations.scores import rescore
from hoithi.emulation.rules.stored import stored
from hoithi.files.models import StoredFile
from hoithi.people.models import User


@transaction.atomic
def file_appeal(
    report: MonthlyReport, *, text: str, file: StoredFile | None = None, now: datetime, by: User | None
) -> Appeal:
    """Object to a correction, an untruthful mark, or days counted late, until the month is closed; one at a time.

    Raises NothingToAppeal, AppealOpen, MonthClosed, ReasonMissing, NotRunning.
    """
    check_running(report.part)
    report = locked_report(report.part, report.unit, report.period, now)
    check_month_open(report.part, report.period)
    if not text.strip():
        raise ReasonMissing
    if report.pk is None or not appealable(report):
        raise NothingToAppeal
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(report=report, text=text.strip(), file=file, filed_at=now, filed_by=by)
    except IntegrityError as error:
        raise AppealOpen from error
    _tell("emulation:appeal:filed", appeal, {"sha256": file.sha256 if file else ""}, now, by)
    return appeal


def appealable(report: MonthlyReport) -> bool:
    """Whether anything was decided against the unit, or its report counts as late."""
    if report.state in (MonthlyReport.CORRECTED, MonthlyReport.UNTRUTHFUL):
        return True
    return report.first_submitted_at is not None and bool(submitted(report).deductions)


@transaction.atomic
def decide_appeal(
    appeal: Appeal,
    *,
    accepted: bool,
    minutes: str,
    document: Document | None = None,
    figures: Mapping[str, object] | None = None,
    truthful: bool | None = None,
    late_excused: bool | None = None,
    now: datetime,
    by: User | None,
) -> Appeal:
    """Decide in minutes. An accepted one says what changes: `figures`, `truthful`, `late_excused`; None leaves as is.

    Raises AlreadyDecided, ReasonMissing (no minutes), FiguresWrong, MonthClosed, NotRunning.
    """
    report = appeal.report
    check_running(report.part)
    report = locked_report(report.part, report.unit, report.period, now)
    appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    if appeal.decided_at is not None:
        raise AlreadyDecided(appeal.decided_at)
    check_month_open(report.part, report.period)
    if not minutes.strip():
        raise ReasonMissing
    appeal.report = report
    if accepted:
        appeal.outcome = _follow(report, minutes, figures, truthful, late_excused, now, by)
    appeal.accepted, appeal.minutes, appeal.document = accepted, minutes.strip(), document
    appeal.decided_at, appeal.decided_by = now, by
    appeal.save()
    rescore(report.part, [report.unit_id], now=now)
    _tell("emulation:appeal:accepted" if accepted else "emulation:appeal:refused", appeal, appeal.outcome, now, by)
    return appeal


def _follow(
    report: MonthlyReport,
    minutes: str,
    figures: Mapping[str, object] | None,
    truthful: bool | None,
    late_excused: bool | None,
    now: datetime,
    by: User | None,
) -> dict[str, object]:
    """Change the report as the minutes say; returns what changed."""
    outcome: dict[str, object] = {}
    if figures is not None:
        report.figures = outcome["figures"] = stored(checked_figures(report, figures, minutes))
    if truthful is not None:
        report.truthful = outcome["truthful"] = truthful
        if truthful and report.state == MonthlyReport.UNTRUTHFUL:
            report.state = MonthlyReport.CORRECTED if figures is not None else MonthlyReport.CONFIRMED
    if late_excused is not None:
        report.late_excused = outcome["late_excused"] = late_excused
    save(report, now)
    if figures is not None:
        keep_version(report, "appeal", note=minutes, now=now, by=by)
    return outcome


def _tell(action: str, appeal: Appeal, data: Mapping[str, object], now: datetime, by: User | None) -> None:
    report = appeal.report
    target, slug = f"{report.unit.code} {report.period}", report.part.contest.slug
    record(action, now=now, contest_key=slug, actor=by, target=target, data=dict(data))
