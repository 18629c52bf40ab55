"""What a scorecard offers the contest floor: facts of units, now and at each month's end, and when they are final."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from hoithi.contests.figures import Figures
from hoithi.contests.models import Contest, Part
from hoithi.contests.registry import Fact, MonthWindow
from hoithi.contests.rules.facts import Value
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Problem
from hoithi.emulation.models import KeptScore, Month, MonthlyReport, Revision
from hoithi.emulation.queries.campaign import scored_units
from hoithi.emulation.queries.periods import opens_instant, periods_of
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.queries.words import month_name
from hoithi.emulation.rules.stored import read


class ScorecardProvider:
    """Standings of the whole campaign read this: each unit's score at the end of its last month."""

    def facts(self, part: Part, *, subjects: Collection[int] | None = None) -> Iterable[Fact]:
        """One fact per scored unit that has a score; `subjects` (persons) name nobody here and are passed over."""
        return self.facts_of(part, {})

    def facts_of(self, part: Part, instead: Mapping[tuple[int, str], KeptScore]) -> list[Fact]:
        """The same with other rows in place of those of these units and periods: what a re-check would come to."""
        latest: dict[int, KeptScore] = {}
        for row in _rows(part, instead):
            latest[row.unit_id] = row
        return [_fact(row, read(row.values)) for row in latest.values()]

    def settled(self, part: Part, *, now: datetime) -> bool:
        """Whether the campaign is over and every one of its months is closed."""
        if part.closes is None or now < part.closes:
            return False
        periods = {one.key for one in periods_of(part)}
        closed = Month.objects.filter(part=part, closed_at__isnull=False).values_list("period", flat=True)
        return bool(periods) and periods <= set(closed)


class ScorecardMonths:
    """Standings of each month read this."""

    def keys(self, part: Part) -> list[str]:
        return list(Month.objects.filter(part=part).order_by("period").values_list("period", flat=True))

    def facts(self, part: Part, month: str) -> Iterable[Fact]:
        """Scores at the end of the month, of the groups the monthly award is for; by its basis `points` are the
        total or what the month added; below the threshold a unit is left out where the plan says so."""
        return self.facts_of(part, month, {})

    def facts_of(self, part: Part, month: str, instead: Mapping[tuple[int, str], KeptScore]) -> list[Fact]:
        how = settings_of(part).monthly
        found = []
        for row in _rows(part, instead, month):
            group = row.unit.group.key if row.unit.group else ""
            if how is not None and ((how.groups and group not in how.groups) or (how.threshold and not row.eligible)):
                continue
            values = read(row.values)
            if how is not None and how.basis == "gain":
                values["points"] = values["gain"]
            found.append(_fact(row, values))
        return found

    def settled(self, part: Part, month: str, *, now: datetime) -> bool:
        return Month.objects.filter(part=part, period=month, closed_at__lte=now).exists()

    def window(self, part: Part, month: str) -> MonthWindow:
        """From the month's first day until it was closed; while it is open, until the campaign's end."""
        row = Month.objects.filter(part=part, period=month).first()
        period = next((one for one in periods_of(part, [row] if row else []) if one.key == month), None)
        return MonthWindow(
            title=_("{part}: {month}").format(part=part.title, month=month_name(month)),
            opens=opens_instant(period) if period else part.opens,
            closes=(row.closed_at if row else None) or part.closes,
            published_at=row.published_at if row else None,
        )

    def publish(self, part: Part, month: str, *, now: datetime) -> None:
        Month.objects.filter(part=part, period=month, published_at__isnull=True).update(published_at=now)


def _rows(part: Part, instead: Mapping[tuple[int, str], KeptScore], month: str = "") -> list[KeptScore]:
    """Kept rows of competing units in the order of months, some replaced."""
    rows = KeptScore.objects.filter(part=part, unit__competes=True).select_related("unit__group")
    rows = rows.defer("items", "deductions", "figures").order_by("period", "unit_id")
    found = list(rows.filter(period=month) if month else rows)
    return [instead.get((row.unit_id, row.period), row) for row in found]


def _fact(row: KeptScore, values: Mapping[str, Value | None]) -> Fact:
    return Fact(
        subject_id=row.unit_id,
        values=values,
        contest_unit_id=row.unit_id,
        group_key=row.unit.group.key if row.unit.group else "",
        on_roster=True,
        subject_kind="unit",
    )


def rechecked_since(contest: Contest, at: datetime) -> bool:
    """Whether a re-check changed scores after a seal: that seal does not hold them."""
    return Revision.objects.filter(part__contest=contest, at__gt=at).exists()


def preflight(part: Part, *, now: datetime) -> list[Problem]:
    """What blocks opening a campaign: nobody to score, no day reports could be due on."""
    at = f"part[{part.key}].scorecard"
    if part.opens is None or part.closes is None:
        return []  # said by the contest floor already
    found = []
    if not periods_of(part):
        found.append(Problem(f"{at}.report", _("Đợt thi đua chưa có kỳ báo cáo nào.")))
    if not scored_units(part).exists():
        found.append(Problem(f"{at}.criteria", _("Chưa có đơn vị nào thuộc nhóm được chấm điểm.")))
    return found


def count_figures(part: Part, *, now: datetime) -> Figures:
    """Units that reported: `people` are units, `entries` reports, `complete` units whose newest report is verified."""
    sent = MonthlyReport.objects.filter(part=part, first_submitted_at__isnull=False)
    by_day: dict[str, int] = {}
    by_unit: dict[str, int] = {}
    by_group: dict[str, set[int]] = {}
    newest: dict[int, str] = {}
    rows = sent.order_by("period").values_list("unit_id", "unit__group__key", "first_submitted_at", "state")
    for unit, group, at, state in rows:
        if at is None:
            continue
        day = at.astimezone(VIETNAM).date().isoformat()
        by_day[day] = by_day.get(day, 0) + 1
        by_unit[str(unit)] = by_unit.get(str(unit), 0) + 1
        by_group.setdefault(group or "", set()).add(unit)
        newest[unit] = state
    return Figures(
        people=len(newest),
        entries=sum(by_day.values()),
        open=MonthlyReport.objects.filter(Q(part=part), state=MonthlyReport.DRAFT).count(),
        complete=sum(state in MonthlyReport.VERIFIED for state in newest.values()),
        today=by_day.get(now.astimezone(VIETNAM).date().isoformat(), 0),
        by_day=by_day,
        by_unit=by_unit,
        by_unit_staff=by_unit,
        by_group={key: len(units) for key, units in by_group.items()},
    )
