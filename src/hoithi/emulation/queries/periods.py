"""Periods of a part on the calendar: which are due when, which runs, which are over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal

from hoithi.contests.models import Part
from hoithi.core.clock import VIETNAM
from hoithi.emulation.models import Month
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.rules.periods import Period, due_periods

State = Literal["future", "open", "overdue", "closed"]


def periods_of(part: Part, months: Iterable[Month] | None = None) -> list[Period]:
    """Every period of the campaign, none while its window is unset. One that has begun keeps its own due day."""
    if part.opens is None or part.closes is None:
        return []
    report = settings_of(part).report
    planned = due_periods(
        local_day(part.opens),
        last_day(part.closes),
        day=report.day,
        first=report.first,
        final_due=last_day(report.final_due) if report.final_due else None,
    )
    kept = {month.period: month.due for month in (part.months.all() if months is None else months)}
    return [Period(one.key, one.opens, kept.get(one.key, one.due)) for one in planned]


def period_of(part: Part, key: str) -> Period | None:
    return next((one for one in periods_of(part) if one.key == key), None)


def due_instant(period: Period) -> datetime:
    """The moment from which a report is late: the end of the due day."""
    return datetime.combine(period.due + timedelta(days=1), time(0), VIETNAM)


def opens_instant(period: Period) -> datetime:
    return datetime.combine(period.opens, time(0), VIETNAM)


def local_day(instant: datetime) -> date:
    return instant.astimezone(VIETNAM).date()


def last_day(end: datetime) -> date:
    """The last day before a half-open end."""
    return local_day(end - timedelta(microseconds=1))


def state_of(period: Period, month: Month | None, now: datetime) -> State:
    if month is not None and month.closed_at is not None:
        return "closed"
    if now < opens_instant(period):
        return "future"
    return "overdue" if now >= due_instant(period) else "open"


def current(part: Part, now: datetime, months: Iterable[Month] | None = None) -> Period | None:
    """The period to report now: the first not yet due that has begun, else the last one."""
    periods = periods_of(part, months)
    running = [one for one in periods if opens_instant(one) <= now < due_instant(one)]
    return running[0] if running else next((one for one in reversed(periods) if opens_instant(one) <= now), None)
