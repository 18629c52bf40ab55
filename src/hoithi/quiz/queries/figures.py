"""Participation in a quiz part, counted by the database in a handful of grouped queries."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractHour, TruncDate

from hoithi.contests.figures import Figures
from hoithi.contests.models import Part
from hoithi.core.clock import VIETNAM
from hoithi.quiz.models import Attempt, Result

WEEK = timedelta(days=7)


def count_figures(part: Part, *, now: datetime) -> Figures:
    """People, attempts, units, days, hours and scores of one part as of `now`."""
    ended = Attempt.objects.filter(part=part, ended_at__isnull=False)
    results = Result.objects.filter(part=part)
    by_day = _grouped(ended.annotate(key=TruncDate("ended_at", tzinfo=VIETNAM)))
    recent = ended.filter(ended_at__gt=now - WEEK)
    by_unit = list(
        results.filter(contest_unit__isnull=False)
        .order_by()
        .values_list("contest_unit")
        .annotate(n=Count("entrant_id"), staff=Count("entrant_id", filter=Q(on_roster=True)))
    )
    return Figures(
        people=results.count(),
        entries=sum(by_day.values()),
        open=Attempt.objects.filter(part=part, ended_at__isnull=True).count(),
        complete=results.filter(all_correct=True).count(),
        today=by_day.get(now.astimezone(VIETNAM).date().isoformat(), 0),
        by_day=by_day,
        by_hour=_grouped(recent.annotate(key=ExtractHour("ended_at", tzinfo=VIETNAM))),
        by_unit={str(unit): n for unit, n, _ in by_unit},
        by_unit_staff={str(unit): staff for unit, _, staff in by_unit},
        by_group=dict(results.order_by().values_list("group_key").annotate(n=Count("entrant_id"))),
        by_value={str(k): n for k, n in results.order_by().values_list("correct").annotate(n=Count("entrant_id"))},
    )


def _grouped(rows: QuerySet[Any]) -> dict[str, int]:
    return {str(key): n for key, n in rows.order_by("key").values_list("key").annotate(n=Count("id"))}
