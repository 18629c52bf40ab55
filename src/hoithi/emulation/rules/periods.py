"""Which reports are due when (kỳ báo cáo): one a month, by the end of a fixed day, until the campaign ends.

Source: docs/rules/scorecard.md, "Periods".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

First = Literal["after_issue", "same_month"]


@dataclass(frozen=True)
class Period:
    """One month's report: may be sent from `opens` on, is in time to the end of `due`. `key` is "2026-03"."""

    key: str
    opens: date
    due: date


def due_periods(
    issue: date, last: date, *, day: int, first: First = "after_issue", final_due: date | None = None
) -> list[Period]:
    """Periods of a campaign that counts from `issue` to `last`, both included.

    "after_issue": the first is due on the first such day after issue. "same_month": in the month of issue whatever its
    day; a day already past by then moves to the day of issue. The last period is the month the campaign ends in; it is
    due on `final_due`, or without one on that month's day even after the end. A campaign that ends before its first day
    comes has that one report.
    """
    month = _month(issue)
    if first == "after_issue" and issue.day >= day:
        month += 1
    ends = max(month, _month(last))
    found = []
    for one in range(month, ends + 1):
        due = _on(one, day)
        if one == ends and final_due is not None:
            due = final_due
        found.append(Period(f"{one // 12:04}-{one % 12 + 1:02}", max(issue, _on(one, 1)), max(issue, due)))
    return found


def _month(day: date) -> int:
    """Months counted from year 0, so that they can be added to."""
    return day.year * 12 + day.month - 1


def _on(month: int, day: int) -> date:
    return date(month // 12, month % 12 + 1, day)


def begun(periods: list[Period], today: date) -> list[Period]:
    """Periods that may be reported by now."""
    return [one for one in periods if one.opens <= today]
