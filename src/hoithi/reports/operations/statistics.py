"""The sequencer's turns over statistics: every few minutes while people take part, once more after the close.

Counting takes no lock: whoever moves `due_at` on owns the turn, and a turn that dies is made up at the next.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from hoithi.contests.models import Contest, Part
from hoithi.core.clock import VIETNAM
from hoithi.quiz.queries import statistics as counts
from hoithi.quiz.queries.facts import is_settled
from hoithi.reports.models import ContestStatistics, PartStatistics
from hoithi.reports.queries.calendar import weeks_of
from hoithi.reports.rules.weeks import Week

EVERY = timedelta(minutes=5)
SHARE = 50
"""A count may take a fiftieth of the time at most: the next one waits so many times as long as the last one took."""
LATE = timedelta(hours=2)
"""How far back hours and weeks are counted again: attempts that were finalised late."""


def refresh_due(now: datetime) -> int:
    """Count every contest whose turn has come; returns how many."""
    running = Contest.objects.filter(parts__kind="quiz", parts__frozen_at__isnull=False, parts__opens__lte=now)
    moved = Q(statistics__due_at__isnull=True, parts__closes__gt=F("statistics__at"))
    due = running.filter(Q(statistics__isnull=True) | Q(statistics__due_at__lte=now) | moved).distinct()
    return sum(refresh_contest(contest, now=now) for contest in due.order_by("pk"))


def refresh_contest(contest: Contest, *, now: datetime) -> bool:
    """Count one contest and its parts; False when somebody else is at it."""
    kept, _ = ContestStatistics.objects.get_or_create(contest=contest, defaults={"due_at": now})
    claim = ContestStatistics.objects.filter(pk=kept.pk, due_at=kept.due_at, at=kept.at)
    if not claim.update(due_at=now + EVERY):
        return False
    began = time.perf_counter()
    parts = [part for part in contest.parts.filter(kind="quiz").order_by("position", "round_no") if part.opens]
    begun = [part for part in parts if part.opens and part.opens <= now]
    settled = [part for part in begun if is_settled(part, now=now)]
    for part in begun:
        _refresh_part(part, final=part in settled, now=now)
    data = count_contest(begun, weeks_of(parts), kept.data if kept.at else {}, since=kept.at, now=now)
    took = timedelta(seconds=time.perf_counter() - began)
    final = len(settled) == len(parts)
    due = None if final else now + max(EVERY, took * SHARE)
    ContestStatistics.objects.filter(pk=kept.pk).update(at=now, due_at=due, data=data)
    return True


def count_contest(
    parts: Sequence[Part], all_weeks: Sequence[Week], kept: dict[str, Any], *, since: datetime | None, now: datetime
) -> dict[str, Any]:
    """Days, hours and weeks; what lies safely behind the last count is taken over, the rest counted again."""
    ids = [part.pk for part in parts]
    again = None if since is None else (since - LATE).astimezone(VIETNAM)
    found: dict[str, Any] = {}
    for week in all_weeks:
        old = kept.get("weeks", {}).get(str(week.no))
        same = old is not None and old["ends"] == week.ends.isoformat()
        if same and again is not None and week.ends <= again:
            found[str(week.no)] = old
        elif week.starts <= now:
            found[str(week.no)] = _week(ids, week)
    return {"hours": _hours(ids, kept.get("hours", {}), again), "weeks": found}


def _hours(ids: Sequence[int], kept: dict[str, list[int]], again: datetime | None) -> dict[str, list[int]]:
    """Attempts by day and hour; whole hours before `again` are taken over, so that a busy day is not counted anew."""
    if again is None:
        return counts.hours(ids)
    since = again.replace(minute=0, second=0, microsecond=0)
    today = since.date().isoformat()
    found = {day: row for day, row in kept.items() if day < today}
    fresh = counts.hours(ids, since)
    if before := kept.get(today, [])[: since.hour]:
        fresh[today] = before + fresh.get(today, [0] * 24)[since.hour :]
    return found | {day: row for day, row in fresh.items() if any(row)}


def _week(ids: Sequence[int], week: Week) -> dict[str, Any]:
    new = counts.newcomers(ids, week.starts, week.ends)
    return {
        "starts": week.starts.isoformat(),
        "ends": week.ends.isoformat(),
        "attempts": counts.ended_between(ids, week.starts, week.ends),
        "units": {str(unit or ""): list(people) for unit, people in new.by_unit.items()},
    }


def _refresh_part(part: Part, *, final: bool, now: datetime) -> None:
    """A part that was last counted after it had settled stays as it is."""
    last = PartStatistics.objects.filter(part=part).first()
    if final and last is not None and last.data.get("final") and last.data["counted"] == counts.standing_counts(part):
        return
    seconds, total_ms = counts.times(part)
    results = counts.results_by_group(part)
    data = {
        "final": final,
        "counted": counts.standing_counts(part) if final else [],
        "sizes": counts.paper_sizes(part),
        "results": [
            [group, on_roster, {str(share): n for share, n in shares.items()}]
            for (group, on_roster), shares in sorted(results.items())
        ],
        "seconds": {str(second): n for second, n in seconds.items()},
        "total_ms": total_ms,
        "tries": [
            [one.n, one.count, str(one.share), str(one.first) if one.first is not None else None]
            for one in counts.tries(part)
        ],
    }
    PartStatistics.objects.update_or_create(part=part, defaults={"at": now, "data": data})
