"""What happens to attempts and results when something around them is amended or corrected."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from hoithi.contests.models import Entrant, Part
from hoithi.contests.operations.standings import put_facts
from hoithi.quiz.models import Attempt, Result
from hoithi.quiz.operations.attempt_finish import count_result
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.queries.facts import fact_of
from hoithi.quiz.rules.timing import deadline


@transaction.atomic
def move_deadlines(part: Part, *, now: datetime) -> None:
    """The part closes at another moment (gia hạn, kết thúc sớm): open attempts end at min(start + limit, close) of it.

    What has ended stays as it is; nobody's end comes before their start.
    """
    if part.closes is None:
        return
    rows = Attempt.objects.select_for_update(of=("entrant", "self"), no_key=True).order_by("pk")
    for attempt in rows.select_related("entrant__group").filter(part=part, ended_at__isnull=True):
        settings = settings_of(part, attempt.entrant.group.key)
        if settings.close_policy == "cut":
            limit = timedelta(minutes=settings.time_limit_min)
            attempt.deadline_at = max(attempt.started_at, deadline(attempt.started_at, limit, part.closes))
            attempt.save(update_fields=["deadline_at"])


@transaction.atomic
def follow_entrant(entrant: Entrant, *, now: datetime) -> None:
    """Results take over the entrant's corrected unit, group and roster; the caller has locked the entrant."""
    for held in Result.objects.filter(entrant=entrant).select_related("attempt__part__contest").order_by("part_id"):
        attempt = held.attempt
        attempt.entrant = entrant
        settings = settings_of(attempt.part, entrant.group.key)
        result = count_result(attempt, settings)
        put_facts(attempt.part, entrant, fact_of(result, settings), now=now)
