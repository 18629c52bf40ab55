"""Points taken off for periodic reports that are late, missing or untruthful (điểm trừ báo cáo)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from hoithi.contests.rules.facts import Value, exact

Calendar = Literal["calendar", "working"]
PenaltyKind = Literal["late", "missing", "untruthful"]


@dataclass(frozen=True)
class Report:
    """One due report: by the end of `due`; `submitted` is the day it came, None = not at all."""

    due: date
    submitted: date | None
    truthful: bool = True


@dataclass(frozen=True)
class Penalty:
    """`points` ≤ 0 for each report of this kind; late ones from `from_days` to `to_days` days late, both included."""

    kind: PenaltyKind
    points: Value
    from_days: int | None = None
    to_days: int | None = None

    def hits(self, report: Report, days_late: int) -> bool:
        if report.submitted is None:
            return self.kind == "missing"
        if self.kind == "late":
            return (self.from_days or 1) <= days_late and (self.to_days is None or days_late <= self.to_days)
        return self.kind == "untruthful" and not report.truthful


@dataclass(frozen=True)
class Deduction:
    """One penalty that one report earned."""

    due: date
    kind: PenaltyKind
    days_late: int
    points: Value


def days_late(report: Report, calendar: Calendar = "calendar", holidays: Collection[date] = ()) -> int:
    """Days after the due day until the report came: all of them, or Monday to Friday without holidays; 0 in time."""
    if report.submitted is None:
        return 0
    span = range(1, (report.submitted - report.due).days + 1)
    if calendar == "calendar":
        return len(span)
    after = [report.due + timedelta(days=count) for count in span]
    return sum(day.weekday() < 5 and day not in holidays for day in after)


def deductions(
    reports: Iterable[Report],
    penalties: Sequence[Penalty],
    calendar: Calendar = "calendar",
    holidays: Collection[date] = (),
) -> list[Deduction]:
    """Everything taken off, in the order of the reports; being untruthful adds to being late."""
    found = []
    for report in reports:
        late = days_late(report, calendar, holidays)
        found += [Deduction(report.due, p.kind, late, p.points) for p in penalties if p.hits(report, late)]
    return found


def total_of(found: Iterable[Deduction]) -> Value:
    """The sum of the points, 0 or less."""
    return exact(sum(deduction.points for deduction in found)) or 0
