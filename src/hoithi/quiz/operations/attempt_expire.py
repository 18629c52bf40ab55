"""Attempts nobody came back to (hết giờ): finalised a moment after their deadline, or when somebody looks."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_errors import AttemptNotFound
from hoithi.quiz.operations.attempt_finish import finish_locked
from hoithi.quiz.operations.attempt_submit import locked_attempt
from hoithi.quiz.rules.timing import in_time

logger = logging.getLogger(__name__)
GRACE = timedelta(seconds=2)
"""Submits that arrived in the last instant go first; nothing that arrives after the deadline is taken."""


def expire_due(now: datetime, limit: int = 200) -> int:
    """Finalise attempts past their deadline, each in a transaction of its own; returns how many.

    Safe in several processes at once: on PostgreSQL an attempt somebody else has locked is left for the next turn.
    """
    due = Attempt.objects.filter(ended_at__isnull=True, deadline_at__lte=now - GRACE).order_by("deadline_at")
    return sum(_tried(code, now) for code in list(due.values_list("code", flat=True)[:limit]))


def _tried(code: str, now: datetime) -> bool:
    """One attempt that cannot be finalised is logged and must not hold up the others."""
    try:
        return _expire(code, now)
    except Exception:
        logger.exception("attempt %s could not be finalised", code)
        return False


@transaction.atomic
def _expire(code: str, now: datetime, *, skip_locked: bool = True) -> bool:
    try:
        attempt = locked_attempt(code, skip_locked=skip_locked)
    except AttemptNotFound:
        return False
    if attempt.ended_at is not None or in_time(now, attempt.deadline_at):
        return False
    finish_locked(attempt, received_at=None)
    return True


def settle_attempt(attempt: Attempt, *, now: datetime) -> Attempt:
    """The attempt as it stands at `now`: finalised first when its time has run out."""
    if attempt.ended_at is None and not in_time(now, attempt.deadline_at):
        _expire(attempt.code, now, skip_locked=False)
        attempt.refresh_from_db()
    return attempt
