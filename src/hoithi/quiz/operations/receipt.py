"""The signed receipt (phiếu dự thi): what was handed in and when, under the site's key."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from hoithi.core.sealed import sign
from hoithi.quiz.models import Attempt
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.rules.receipt import receipt_bytes, receipt_payload


def payload_of(attempt: Attempt) -> dict[str, Any]:
    """What the receipt of a finished attempt states; the number correct only where the plan shows it at once."""
    part = attempt.part
    rules = settings_of(part, attempt.entrant.group.key)
    assert attempt.ended_at is not None, "a receipt belongs to a finished attempt"
    return receipt_payload(
        code=attempt.code,
        contest=part.contest.slug,
        part=part.key,
        received_at=attempt.ended_at,
        correct=attempt.correct if rules.show_score == "at_once" else None,
        questions=len(attempt.paper),
    )


def sign_receipt(attempt: Attempt) -> str:
    """The site's signature (128 hex digits) over the receipt."""
    return sign(receipt_bytes(payload_of(attempt)), settings.SIGNING_KEY)
