"""What a sitting is told, as docs/developer/sitting-protocol.md says it: one place for both ways in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Refusal
from hoithi.quiz.limits import TooOften
from hoithi.quiz.operations.attempt_errors import AttemptClosed, AttemptNotFound, AttemptSuperseded
from hoithi.quiz.operations.attempt_save import Saved
from hoithi.quiz.tokens import TokenForged

ERRORS: dict[type[Refusal], str] = {
    AttemptSuperseded: "superseded",
    AttemptClosed: "closed",
    AttemptNotFound: "forged",
    TokenForged: "forged",
    TooOften: "too_often",
}
BY_STATUS = {408: "too_slow", 503: "busy"}
RETRY_AFTER_S = {"too_often": 10, "busy": 2}


def refusal_answer(refusal: Refusal, code: str) -> tuple[int, dict[str, Any], int]:
    """Status, body, and after how many seconds to try again (0: not said)."""
    error = ERRORS.get(type(refusal)) or BY_STATUS.get(refusal.status, "malformed")
    body: dict[str, Any] = {"error": error, "message": str(refusal)}
    if error == "closed":
        body["receipt"] = receipt_address(code)
    return 403 if error == "forged" else refusal.status, body, RETRY_AFTER_S.get(error, 0)


def saved_answer(saved: Saved, arrived: datetime) -> dict[str, Any]:
    return {
        "saved": saved.saved,
        "count": saved.count,
        "server_time": instant(arrived),
        "deadline": saved.deadline_at and instant(saved.deadline_at),
    }


def receipt_address(code: str) -> str:
    return reverse("quiz:receipt", args=[code])


def instant(value: datetime) -> str:
    return value.astimezone(VIETNAM).isoformat(timespec="milliseconds")
