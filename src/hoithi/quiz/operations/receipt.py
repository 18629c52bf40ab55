"""The signed receipt (phiếu dự thi): what was handed in and when, under the site's key."""

from __future__ import annotations

from django.conf import settings

from hoithi.core.sealed import sign
from hoithi.quiz.models import Attempt
from hoithi.quiz.queries.attempt_receipt import payload_of
from hoithi.quiz.rules.receipt import receipt_bytes


def sign_receipt(attempt: Attempt, *, shows_score: bool | None = None) -> str:
    """The site's signature (128 hex digits) over the receipt of an ended attempt; `shows_score` where it is known."""
    return sign(receipt_bytes(payload_of(attempt, shows=shows_score)), settings.SIGNING_KEY)
