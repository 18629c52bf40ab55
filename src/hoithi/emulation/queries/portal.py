"""What the portal shows beside what units report: differences are flagged, nothing is changed by them."""

from __future__ import annotations

from dataclasses import dataclass

from hoithi.contests.models import ContestUnit, Part
from hoithi.contests.rules.facts import Value
from hoithi.emulation.models import MonthlyReport, PortalFigure, PortalImport
from hoithi.emulation.queries.campaign import scored_units
from hoithi.emulation.rules.stored import read


@dataclass(frozen=True)
class Compared:
    """One figure of one unit in a month; `reported` None: nothing was sent."""

    unit: ContestUnit
    figure: str
    reported: Value | None
    portal: Value | None

    @property
    def difference(self) -> Value | None:
        """Reported above (+) or below (−) the portal; None where either is unknown."""
        if self.reported is None or self.portal is None:
            return None
        return self.reported - self.portal

    @property
    def differs(self) -> bool:
        return self.portal is not None and self.reported != self.portal


def newest_import(part: Part, period: str) -> PortalImport | None:
    return PortalImport.objects.filter(part=part, period=period).order_by("at", "pk").last()


def compare(part: Part, period: str) -> list[Compared]:
    """Every figure the newest export of the month has, beside the reports; four queries whatever the number."""
    newest = newest_import(part, period)
    if newest is None:
        return []
    shown = {row.unit_id: read(row.figures) for row in PortalFigure.objects.filter(portal_import=newest)}
    reports = MonthlyReport.objects.filter(part=part, period=period, first_submitted_at__isnull=False)
    told = {report.unit_id: read(report.figures) for report in reports}
    return [
        Compared(unit, key, told.get(unit.pk, {}).get(key), value)
        for unit in scored_units(part)
        for key, value in shown.get(unit.pk, {}).items()
    ]
