"""Coming back to an open attempt (tiếp tục làm bài): the newest device writes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_errors import AttemptClosed
from hoithi.quiz.operations.attempt_lock import locked_attempt
from hoithi.quiz.rules.timing import in_time


@transaction.atomic
def resume_attempt(code: str, *, now: datetime) -> Attempt:
    """Raise the epoch, so that saves of a device opened earlier no longer count. Raises AttemptClosed."""
    attempt = locked_attempt(code)
    if attempt.ended_at is not None or not in_time(now, attempt.deadline_at):
        raise AttemptClosed
    attempt.epoch += 1
    attempt.save(update_fields=["epoch"])
    return attempt
