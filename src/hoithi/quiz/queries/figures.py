"""Participation in a quiz part, counted by the database in a handful of grouped queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractHour, TruncDate

from hoithi.contests.figures import Figures, PersonFigures, first_hour
from hoithi.contests.models import Part
from hoithi.core.clock import VIETNAM
from hoithi.quiz.models import Attempt, Result


def count_figures(part: Part, *, now: datetime) -> Figures:
    """People, attempts, units, days, hours and scores of one part as of `now`."""
    ended = Attempt.objects.filter(part=part, ended_at__isnull=False)
    results = Result.objects.filter(part=part)
    by_day = _grouped(ended.annotate(key=TruncDate("ended_at", tzinfo=VIETNAM)))
    recent = ended.filter(ended_at__gte=first_hour(now))
    by_unit = list(
        results.filter(contest_unit__isnull=False)
        .order_by()
        .values_list("contest_unit")
        .annotate(n=Count("entrant_id"), staff=Count("entrant_id", filter=Q(on_roster=True)))
    )
    return Figures(
        people=results.count(),
        entries=sum(by_day.values()),
        open=open_now(part),
        complete=results.filter(all_correct=True).count(),
        today=by_day.get(now.astimezone(VIETNAM).date().isoformat(), 0),
        by_day=by_day,
        by_hour=_grouped(recent.annotate(key=ExtractHour("ended_at", tzinfo=VIETNAM))),
        by_unit={str(unit): n for unit, n, _ in by_unit},
        by_unit_staff={str(unit): staff for unit, _, staff in by_unit},
        by_group=dict(results.order_by().values_list("group_key").annotate(n=Count("entrant_id"))),
        by_value={str(k): n for k, n in results.order_by().values_list("correct").annotate(n=Count("entrant_id"))},
    )


def open_now(part: Part) -> int:
    """Attempts being done at this moment."""
    return Attempt.objects.filter(part=part, ended_at__isnull=True).count()


def each_figures(part: Part, subjects: Collection[int]) -> dict[int, PersonFigures]:
    """What each of these entrants is in the figures: when their attempts ended, and the result that counts."""
    ended: dict[int, list[datetime]] = defaultdict(list)
    attempts = Attempt.objects.filter(part=part, entrant__in=subjects, ended_at__isnull=False).order_by()
    for entrant, at in attempts.values_list("entrant_id", "ended_at"):
        if at is not None:
            ended[entrant].append(at)
    found = {entrant: PersonFigures(tuple(moments)) for entrant, moments in ended.items()}
    for result in Result.objects.filter(part=part, entrant__in=subjects).order_by():
        found[result.entrant_id] = PersonFigures(
            ended=tuple(ended[result.entrant_id]),
            counted=True,
            contest_unit_id=result.contest_unit_id,
            group_key=result.group_key,
            on_roster=result.on_roster,
            value=result.correct,
            complete=result.all_correct,
        )
    return found


def _grouped(rows: QuerySet[Any]) -> dict[str, int]:
    return {str(key): n for key, n in rows.order_by("key").values_list("key").annotate(n=Count("id"))}
