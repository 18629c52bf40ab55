"""What a sitting is told, as docs/developer/sitting-protocol.md says it: one place for both ways in."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse

from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Refusal
from hoithi.quiz.limits import TooOften
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_errors import (
    AttemptClosed,
    AttemptNotFound,
    AttemptSuperseded,
    BadAnswer,
    ConsentMissing,
    NoAttemptsLeft,
    PaperNotReady,
    PartNotOpen,
)
from hoithi.quiz.operations.attempt_save import Saved
from hoithi.quiz.tokens import EntryForged, TokenForged, issue_token

ERRORS: dict[type[Refusal], str] = {
    AttemptSuperseded: "superseded",
    AttemptClosed: "closed",
    AttemptNotFound: "forged",
    TokenForged: "forged",
    TooOften: "too_often",
}
START_ERRORS: dict[type[Refusal], str] = {
    PartNotOpen: "not_open",
    PaperNotReady: "not_open",
    NoAttemptsLeft: "no_attempts",
    ConsentMissing: "consent",
    EntryForged: "forged",
    TooOften: "too_often",
}
_CODE = "00-code-00"
BY_STATUS = {408: "too_slow", 503: "busy"}
RETRY_AFTER_S = {"too_often": 10, "busy": 2}


def refusal_answer(refusal: Refusal, code: str) -> tuple[int, dict[str, Any], int]:
    """Status, body, and after how many seconds to try again (0: not said)."""
    error = ERRORS.get(type(refusal)) or BY_STATUS.get(refusal.status, "malformed")
    body: dict[str, Any] = {"error": error, "message": str(refusal)}
    if error == "closed":
        body["receipt"] = receipt_address(code)
    return 403 if error == "forged" else refusal.status, body, RETRY_AFTER_S.get(error, 0)


def start_refusal(refusal: Refusal) -> tuple[int, dict[str, Any], int]:
    """The same for somebody who may not start (now, or at all)."""
    error = START_ERRORS.get(type(refusal)) or BY_STATUS.get(refusal.status)
    error = error or ("malformed" if isinstance(refusal, BadAnswer) else "not_eligible")
    return refusal.status, {"error": error, "message": str(refusal)}, RETRY_AFTER_S.get(error, 0)


def started_answer(attempt: Attempt, arrived: datetime) -> dict[str, Any]:
    """What a script needs to sit the attempt; the paper itself is on the page at `url`."""
    urls = {name: _address(name, attempt.code) for name in ("sitting", "save", "submit", "resume")}
    return {
        "url": urls.pop("sitting"),
        "token": issue_token(attempt),
        "epoch": attempt.epoch,
        "questions": len(attempt.paper),
        "server_time": instant(arrived),
        "deadline": instant(attempt.deadline_at),
        "urls": urls,
    }


def saved_answer(saved: Saved, arrived: datetime) -> dict[str, Any]:
    return {
        "saved": saved.saved,
        "count": saved.count,
        "server_time": instant(arrived),
        "deadline": saved.deadline_at and instant(saved.deadline_at),
    }


def receipt_address(code: str) -> str:
    return _address("receipt", code)


def _address(name: str, code: str) -> str:
    return _around(name, get_script_prefix()).replace(_CODE, code)


@lru_cache(maxsize=32)
def _around(name: str, _prefix: str) -> str:
    """The address of an attempt whose code is `_CODE`; finding an address takes Django longer than the rest of it."""
    return reverse(f"quiz:{name}", args=[_CODE])


def instant(value: datetime) -> str:
    return value.astimezone(VIETNAM).isoformat(timespec="milliseconds")
