"""Reports of one period as the standing office works through them: who has sent, who differs from the portal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hoithi.contests.models import ContestUnit, Part
from hoithi.emulation.models import Appeal, KeptScore, Month, MonthlyReport, PortalFigure, PortalImport
from hoithi.emulation.queries.campaign import campaign_of, scored_units
from hoithi.emulation.queries.own_unit import late_now
from hoithi.emulation.queries.periods import State, state_of
from hoithi.emulation.rules.periods import Period


@dataclass(frozen=True)
class QueueRow:
    """One unit in the queue; `differs` counts figures that are not what the portal shows."""

    unit: ContestUnit
    report: MonthlyReport | None
    score: KeptScore | None
    late_days: int = 0
    differs: int | None = None
    appeal: bool = False

    @property
    def sent(self) -> bool:
        return self.report is not None and self.report.first_submitted_at is not None

    @property
    def waiting(self) -> bool:
        return self.report is not None and self.report.state == MonthlyReport.SUBMITTED

    @property
    def order(self) -> int:
        """Work first: to verify, owed, done."""
        return 0 if self.waiting else 1 if not self.sent else 2


@dataclass
class Queue:
    """All units of a period."""

    period: Period
    state: State
    month: Month | None
    rows: list[QueueRow] = field(default_factory=list)
    portal_at: datetime | None = None

    @property
    def waiting(self) -> int:
        return sum(row.waiting for row in self.rows)

    @property
    def owed(self) -> int:
        return sum(not row.sent for row in self.rows)

    @property
    def done(self) -> int:
        return len(self.rows) - self.waiting - self.owed

    @property
    def late(self) -> int:
        return sum(bool(row.late_days) for row in self.rows)

    @property
    def open_appeals(self) -> int:
        return sum(row.appeal for row in self.rows)


def queue_of(part: Part, period: Period, now: datetime) -> Queue:
    """The queue of a period; the same few statements however many units there are."""
    campaign = campaign_of(part, now)
    month = campaign.months.get(period.key)
    reports = {one.unit_id: one for one in MonthlyReport.objects.filter(part=part, period=period.key)}
    kept = KeptScore.objects.filter(part=part, period=period.key).defer("items", "figures")
    scores = {one.unit_id: one for one in kept}
    open_appeals = Appeal.objects.filter(report__part=part, report__period=period.key, decided_at__isnull=True)
    appeals = set(open_appeals.values_list("report__unit_id", flat=True))
    taken_at, portal = portal_figures(part, period.key)
    found = Queue(period, state_of(period, month, now), month, portal_at=taken_at)
    for unit in scored_units(part):
        report = reports.get(unit.pk)
        differs = None
        if report is not None and report.figures is not None and unit.pk in portal:
            differs = len(differences(report.figures, portal[unit.pk]))
        late = late_now(campaign, period, report)
        found.rows.append(QueueRow(unit, report, scores.get(unit.pk), late, differs, unit.pk in appeals))
    found.rows.sort(key=lambda row: (row.order, row.unit.position, row.unit.name_norm))
    return found


def portal_figures(part: Part, period: str) -> tuple[datetime | None, dict[int, dict[str, Any]]]:
    """When the portal showed them, and its figures by unit, of the newest import of a period."""
    newest = PortalImport.objects.filter(part=part, period=period).order_by("-at", "-pk").first()
    if newest is None:
        return None, {}
    rows = PortalFigure.objects.filter(portal_import=newest).values_list("unit_id", "figures")
    return newest.taken_at, dict(rows)


def differences(own: Mapping[str, Any], portal: Mapping[str, Any]) -> list[str]:
    """Keys of figures the portal counts otherwise."""
    return [key for key, value in portal.items() if value is not None and own.get(key) != value]


def begun_periods(part: Part, now: datetime) -> list[Period]:
    """Periods that may be reported by now, the newest first."""
    campaign = campaign_of(part, now)
    months = campaign.months
    return [one for one in reversed(campaign.periods) if state_of(one, months.get(one.key), now) != "future"]
