"""Attempts nobody came back to (hết giờ): finalised a moment after their deadline, or when somebody looks."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_batch import isolated
from hoithi.quiz.operations.attempt_finish import End, finish_many
from hoithi.quiz.operations.attempt_lock import locked_attempts
from hoithi.quiz.rules.timing import in_time

logger = logging.getLogger(__name__)
GRACE = timedelta(seconds=2)
"""Submits that arrived in the last instant go first; nothing that arrives after the deadline is taken."""
TOGETHER = 50


def expire_due(now: datetime, limit: int = 200) -> int:
    """Finalise attempts past their deadline, some dozens in a transaction; returns how many.

    One that cannot be finalised is logged and does not hold up the others. Safe in several processes at once: on
    PostgreSQL an attempt somebody else has locked is left for the next turn.
    """
    due = Attempt.objects.filter(ended_at__isnull=True, deadline_at__lte=now - GRACE).order_by("deadline_at")
    codes = list(due.values_list("code", flat=True)[:limit])
    done = 0
    for at in range(0, len(codes), TOGETHER):
        some = codes[at : at + TOGETHER]
        for code, ended in zip(some, isolated(lambda them: _expire(them, now), some), strict=True):
            if isinstance(ended, Exception):
                logger.error("attempt %s could not be finalised", code, exc_info=ended)
            else:
                done += ended
    return done


@transaction.atomic
def _expire(codes: Sequence[str], now: datetime, *, skip_locked: bool = True) -> list[bool]:
    """End those that have run out; whether each was ended here. Of one person's two open rounds both are."""
    attempts = locked_attempts(codes, skip_locked=skip_locked)
    due = {
        code: attempt
        for code, attempt in attempts.items()
        if attempt.ended_at is None and not in_time(now, attempt.deadline_at)
    }
    finish_many([End(attempt, None) for attempt in due.values()])
    return [code in due for code in codes]


def settle_attempt(attempt: Attempt, *, now: datetime) -> Attempt:
    """The attempt as it stands at `now`: finalised first when its time has run out."""
    if attempt.ended_at is None and not in_time(now, attempt.deadline_at):
        _expire([attempt.code], now, skip_locked=False)
        attempt.refresh_from_db()
    return attempt
