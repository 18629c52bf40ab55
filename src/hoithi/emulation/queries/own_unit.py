"""What a unit's own pages show: its months with what each gave, one report with its past, points a form would give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hoithi.contests.models import ContestUnit, Part
from hoithi.contests.rules.facts import Value
from hoithi.core.errors import Problem
from hoithi.emulation.models import KeptScore, Month, MonthlyReport
from hoithi.emulation.queries.campaign import Campaign, campaign_of, reports_by_unit
from hoithi.emulation.queries.figures import figures_typed
from hoithi.emulation.queries.periods import State, due_instant, local_day, state_of
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.queries.words import because, deduction, fault_problem
from hoithi.emulation.rules.periods import Period
from hoithi.emulation.rules.reports import Report, days_late
from hoithi.emulation.rules.stored import deduction_json, item_json, plain, stored
from hoithi.emulation.schema import ScorecardSettings

WRITABLE = (MonthlyReport.DRAFT, MonthlyReport.SUBMITTED)


@dataclass(frozen=True)
class MonthRow:
    """One period of a unit: its report (None: nothing typed yet), what the month came to, how late it is by now."""

    period: Period
    state: State
    report: MonthlyReport | None
    score: KeptScore | None
    late_days: int = 0

    @property
    def sent(self) -> bool:
        return self.report is not None and self.report.first_submitted_at is not None

    @property
    def taken(self) -> list[dict[str, Any]]:
        """What this month's report takes off."""
        found = self.score.deductions if self.score is not None else []
        return [one for one in found if one["period"] == self.period.key]

    @property
    def writable(self) -> bool:
        return self.state in ("open", "overdue") and (self.report is None or self.report.state in WRITABLE)


def month_rows(part: Part, unit: ContestUnit, now: datetime) -> list[MonthRow]:
    """Every period of the campaign for one unit, the newest first."""
    months = {one.period: one for one in Month.objects.filter(part=part)}
    reports = {one.period: one for one in MonthlyReport.objects.filter(part=part, unit=unit)}
    scores = {one.period: one for one in KeptScore.objects.filter(part=part, unit=unit)}
    campaign = campaign_of(part, now)
    rows = [_row(campaign, one, months, reports, scores) for one in campaign.periods]
    return rows[::-1]


def month_row(part: Part, unit: ContestUnit, period: Period, now: datetime) -> MonthRow:
    """One period of a unit."""
    return next(row for row in month_rows(part, unit, now) if row.period.key == period.key)


def _row(
    campaign: Campaign,
    period: Period,
    months: Mapping[str, Month],
    reports: Mapping[str, MonthlyReport],
    scores: Mapping[str, KeptScore],
) -> MonthRow:
    report = reports.get(period.key)
    state = state_of(period, months.get(period.key), campaign.now)
    late = late_now(campaign, period, report) if state != "future" else 0
    return MonthRow(period, state, report, scores.get(period.key), late)


def late_now(campaign: Campaign, period: Period, report: MonthlyReport | None) -> int:
    """Days late: of what was sent, or by this moment while nothing has been."""
    at = report.first_submitted_at if report is not None else None
    if at is None and campaign.now < due_instant(period):
        return 0
    card = campaign.settings.report
    came = Report(period.due, local_day(at or campaign.now))
    return days_late(came, card.calendar, card.holidays)


@dataclass
class Preview:
    """The points a form would give: lines with their reasons, what is taken off, the total; or what is wrong."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    taken: list[dict[str, str]] = field(default_factory=list)
    total: Value | None = None
    gain: Value | None = None
    eligible: bool = False
    problems: list[Problem] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """Figures that are not typed yet, by title: they count as unknown."""


def preview(part: Part, unit: ContestUnit, period: Period, typed: Mapping[str, object], now: datetime) -> Preview:
    """What these figures, as typed, would give if they were sent now. Figures that cannot be read count as unknown."""
    values, faults, missing = figures_typed(settings_of(part), typed)
    settings = settings_of(part)
    found = Preview(problems=[fault_problem(settings, one) for one in faults], missing=[one.title for one in missing])
    wrong = {fault.figure for fault in faults}
    values = {key: None if key in wrong else value for key, value in values.items()}
    reports = dict(reports_by_unit(part, [unit.pk]).get(unit.pk, {}))
    old = reports.get(period.key)
    reports[period.key] = MonthlyReport(
        part=part,
        unit=unit,
        period=period.key,
        figures=stored(values),
        truthful=True if old is None else old.truthful,
        late_excused=False if old is None else old.late_excused,
        first_submitted_at=now if old is None else old.first_submitted_at,
    )
    if unit.group is None:
        return found
    score = next(
        (one for one in campaign_of(part, now).scores(unit.group.key, reports) if one.period == period.key), None
    )
    if score is None:
        return found
    items = [item_json(item) for item in score.score.items]
    found.lines = lines_of(settings, unit.group.key, items)
    found.taken = [taken_line(deduction_json(key, one)) for key, one in score.taken]
    found.total, found.gain, found.eligible = score.score.total, score.gain, score.score.eligible
    return found


def lines_of(settings: ScorecardSettings, group: str, items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Lines of a score as people read them: [{"title", "why", "points", "inner", "unit"}]."""
    known = {one.key: one for one in settings.criteria if one.group == group}
    found = []
    for item in items:
        one = known.get(item["criterion"])
        unit = one.unit if one is not None else ""
        found.append(
            {
                "title": one.title if one is not None else item["criterion"],
                "why": because(item, unit),
                "points": item["points"],
                "inner": bool(item.get("parent")),
            }
        )
    return found


def taken_line(taken: Mapping[str, Any]) -> dict[str, str]:
    """One deduction: {"why", "points"}."""
    return {"why": deduction(taken), "points": plain(taken["points"])}  # type: ignore[dict-item]


def prefilled(part: Part, unit: ContestUnit, row: MonthRow) -> dict[str, str]:
    """What the form begins with: the draft, what was sent, else last month's figures."""
    asked = [one.key for one in settings_of(part).asked]
    report = row.report
    if report is not None and report.draft:
        return {key: str(report.draft.get(key, "")) for key in (*asked, "note", "fall_reason")}
    if report is not None and report.figures:
        last = report.versions.last()
        own = {key: _typed(report.figures.get(key)) for key in asked}
        return own | {"note": last.note if last else "", "fall_reason": last.fall_reason if last else ""}
    return {key: _typed(value) for key, value in last_month(part, unit, row.period.key).items() if key in asked}


def last_month(part: Part, unit: ContestUnit, period: str) -> dict[str, Any]:
    """Figures of the newest report sent before a period; {} without one."""
    sent = MonthlyReport.objects.filter(part=part, unit=unit, period__lt=period, first_submitted_at__isnull=False)
    found = sent.order_by("-period").values_list("period", "figures").first()
    return dict(found[1] or {}) if found else {}


def _typed(value: Any) -> str:
    return "" if value is None else str(value).replace(".", ",")
