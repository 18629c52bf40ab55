"""Sending a monthly report (gửi báo cáo): at the server's time, as often as needed until it is verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import ContestUnit, Part
from hoithi.contests.rules.facts import Value
from hoithi.core.errors import Problem
from hoithi.core.text import nfc
from hoithi.emulation.models import KeptScore, Month, MonthlyReport, ReportFile, ReportVersion
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
from hoithi.emulation.operations.scores import lock_units, rescore
from hoithi.emulation.queries.campaign import scored_units
from hoithi.emulation.queries.figures import figures_typed, neighbours
from hoithi.emulation.queries.periods import opens_instant, period_of
from hoithi.emulation.queries.settings import rules_now, settings_of
from hoithi.emulation.queries.words import fault_problem
from hoithi.emulation.rules.counts import falls
from hoithi.emulation.rules.periods import Period
from hoithi.emulation.rules.stored import stored
from hoithi.files.models import StoredFile
from hoithi.people.models import User


@dataclass(frozen=True)
class Submitted:
    """A report as it now stands: days late, what its month takes off, whether anything changed."""

    report: MonthlyReport
    late_days: int
    deductions: list[dict[str, Any]] = field(default_factory=list)
    """Of this period, as `KeptScore.deductions` writes them."""
    changed: bool = True


@transaction.atomic
def save_draft_report(
    part: Part,
    unit: ContestUnit,
    period: str,
    draft: Mapping[str, str],
    *,
    version: int | None,
    now: datetime,
    by: User,
) -> MonthlyReport:
    """Keep what the form holds, as typed; nothing is judged. `version`: the one the form saw, 0 for none, None for any.

    Raises NotRunning, NotScored, PeriodNotOpen, MonthClosed, AlreadyVerified, ChangedMeanwhile.
    """
    report = writable_report(part, unit, period, now)
    _check_version(report, version)
    report.draft, report.draft_at, report.draft_by = {key: str(value) for key, value in draft.items()}, now, by
    save(report, now)
    return report


@transaction.atomic
def submit_report(
    part: Part,
    unit: ContestUnit,
    period: str,
    figures: Mapping[str, object],
    *,
    note: str = "",
    fall_reason: str = "",
    version: int | None = None,
    now: datetime,
    by: User | None,
) -> Submitted:
    """Send the report of a month, or correct one that is not verified yet: history stays, lateness counts to the first.

    `figures` as typed, or exact numbers. The same figures and note again change nothing. A cumulative figure below an
    earlier month's needs `fall_reason`. Raises FiguresWrong (each problem by its figure), NotRunning, NotScored,
    PeriodNotOpen, MonthClosed, AlreadyVerified, ChangedMeanwhile.
    """
    report = writable_report(part, unit, period, now)
    values = checked_figures(report, figures, fall_reason)
    fresh, note = stored(values), note.strip()
    last = None if report._state.adding else report.versions.last()
    if last is not None and report.figures == fresh and last.note == note:
        return submitted(report, changed=False)
    _check_version(report, version)
    report.figures, report.submitted_at, report.submitted_by = fresh, now, by
    report.first_submitted_at = report.first_submitted_at or now
    report.state, report.draft = MonthlyReport.SUBMITTED, {}
    save(report, now)
    kind = "submit" if last is None else "correct"
    keep_version(report, kind, note=note, fall_reason=fall_reason, now=now, by=by)
    rescore(part, [unit.pk], now=now)
    done = submitted(report)
    data = {"part": part.key, "version": report.version, "late_days": done.late_days}
    _tell(f"emulation:report:{'submitted' if last is None else 'corrected'}", report, data, now, by)
    return done


def correct_report(
    report: MonthlyReport,
    figures: Mapping[str, object],
    *,
    version: int,
    note: str = "",
    fall_reason: str = "",
    now: datetime,
    by: User | None,
) -> Submitted:
    """Send other figures for a report that was sent and is not verified. Raises as `submit_report` does."""
    return submit_report(
        report.part,
        report.unit,
        report.period,
        figures,
        note=note,
        fall_reason=fall_reason,
        version=version,
        now=now,
        by=by,
    )


@transaction.atomic
def add_report_file(
    part: Part, unit: ContestUnit, period: str, stored_file: StoredFile, *, figure: str = "", now: datetime, by: User
) -> ReportFile:
    """Keep evidence beside a report, sent or not yet. Raises as `save_draft_report` does, FiguresWrong."""
    report = writable_report(part, unit, period, now)
    if figure and figure not in {one.key for one in settings_of(part).asked}:
        raise FiguresWrong([Problem(figure, _("Báo cáo không có số liệu mang mã “{key}”.").format(key=figure))])
    if report._state.adding:  # a file is no change of what a form holds, so `version` stays
        report.save()
    row = ReportFile.objects.create(report=report, file=stored_file, figure=figure, added_at=now, added_by=by)
    _tell("emulation:file:added", report, {"part": part.key, "sha256": stored_file.sha256}, now, by)
    return row


@transaction.atomic
def remove_report_file(file: ReportFile, *, now: datetime, by: User) -> ReportFile:
    """Take evidence away from a report that is not verified; the row and the file stay for the record."""
    writable_report(file.report.part, file.report.unit, file.report.period, now)
    file = ReportFile.objects.select_for_update().get(pk=file.pk)
    if file.removed_at is None:
        file.removed_at = now
        file.save(update_fields=["removed_at"])
        _tell("emulation:file:removed", file.report, {"sha256": file.file.sha256}, now, by)
    return file


# What the other operations use ---------------------------------------------------------------------------------------


def locked_report(part: Part, unit: ContestUnit, period: str, now: datetime) -> MonthlyReport:
    """The report of a month under the lock of its unit; a new one is not saved yet (`pk` None)."""
    lock_units([unit.pk])
    report = MonthlyReport.objects.filter(part=part, unit=unit, period=period).first()
    report = report or MonthlyReport(part=part, unit=unit, period=period, updated_at=now, version=0)
    report.part, report.unit = part, unit
    return report


def writable_report(part: Part, unit: ContestUnit, period: str, now: datetime) -> MonthlyReport:
    """The same, checked: the month runs, is not closed, and nobody verified the report."""
    check_running(part)
    found = open_period(part, period, now)
    if not scored_units(part).filter(pk=unit.pk).exists():
        raise NotScored(unit.name)
    report = locked_report(part, unit, found.key, now)
    check_month_open(part, found.key)
    if report.state in MonthlyReport.VERIFIED:
        raise AlreadyVerified(report.verified_at)
    return report


def check_running(part: Part) -> None:
    """Raises NotRunning before the campaign is opened and after its results are public."""
    if part.frozen_at is None or part.contest.results_published_at is not None:
        raise NotRunning


def open_period(part: Part, key: str, now: datetime) -> Period:
    """The period, once it may be reported. Raises NoSuchPeriod, PeriodNotOpen."""
    found = period_of(part, key)
    if found is None:
        raise NoSuchPeriod(key)
    if now < opens_instant(found):
        raise PeriodNotOpen(found)
    return found


def check_month_open(part: Part, period: str) -> None:
    """Raises MonthClosed."""
    at = Month.objects.filter(part=part, period=period).values_list("closed_at", flat=True).first()
    if at is not None:
        raise MonthClosed(period, at)


def checked_figures(report: MonthlyReport, figures: Mapping[str, object], fall_reason: str) -> dict[str, Value | None]:
    """The exact figures, or everything that is wrong with them. Raises FiguresWrong."""
    settings = settings_of(report.part)
    values, faults, missing = figures_typed(settings, figures)
    if not fall_reason.strip() and settings.report.figures == "cumulative":
        for month, other, after in neighbours(report):
            faults += falls(values, other, month, after=after)
    problems = [fault_problem(settings, fault) for fault in faults]
    problems += [Problem(one.key, _("Chưa nhập “{title}”.").format(title=one.title)) for one in missing]
    if problems:
        raise FiguresWrong(problems, _("Chưa ghi được báo cáo vì có chỗ chưa đúng."))
    return values


def keep_version(
    report: MonthlyReport, kind: str, *, note: str = "", fall_reason: str = "", now: datetime, by: User | None
) -> ReportVersion:
    """Write down the report's figures as they stand from now on."""
    rules = rules_now(report.part)
    return ReportVersion.objects.create(
        report=report,
        no=report.versions.count() + 1,
        kind=kind,
        figures=report.figures,
        note=nfc(note) if "\n" not in note else note.strip(),
        fall_reason=fall_reason.strip(),
        rules_revision=rules.revision,
        rules_hash=rules.hash,
        at=now,
        by=by,
    )


def save(report: MonthlyReport, now: datetime) -> None:
    report.version += 1
    report.updated_at = now
    report.save()


def submitted(report: MonthlyReport, *, changed: bool = True) -> Submitted:
    """The outcome a person is shown, from the rows just kept."""
    kept = KeptScore.objects.filter(part=report.part, unit=report.unit, period=report.period).first()
    own = [one for one in kept.deductions if one["period"] == report.period] if kept else []
    late = next((one["days_late"] for one in own if one["kind"] == "late"), 0)
    return Submitted(report, late, own, changed)


def _check_version(report: MonthlyReport, version: int | None) -> None:
    if version is not None and version != report.version:
        raise ChangedMeanwhile(report.updated_at)


def _tell(action: str, report: MonthlyReport, data: dict[str, Any], now: datetime, by: User | None) -> None:
    target, slug = f"{report.unit.code} {report.period}", report.part.contest.slug
    record(action, now=now, contest_key=slug, actor=by, target=target, data=data | {"period": report.period})
