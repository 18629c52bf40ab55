"""Receipts (biên nhận): what was handed in and when, signed by the site, checkable by whoever holds the code."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hoithi.core.canonical import canonical, instant_text, sha256_hex

FORMAT = "hoithi-receipt/1"
CODE_SYMBOLS = 20  # 98 random bits of 30 symbols, in five groups of four
_ANSWERS_TAG = b"hoithi-answers/1\x00"


def check_url(base: str, code: str) -> str:
    """What the QR code holds: the check page's address. `base` is its address without the code, ending in "/"."""
    return f"{base}{code}/"


def answers_hash(answers: Sequence[Sequence[str]]) -> str:
    """SHA-256 (hex) over the options chosen at each position, each list sorted; an unanswered question is []."""
    return sha256_hex(_ANSWERS_TAG + canonical([sorted(chosen) for chosen in answers]))


def receipt_payload(
    *,
    code: str,
    contest: str,
    part: str,
    received_at: datetime,
    answers: str = "",
    correct: int | None = None,
    questions: int = 0,
) -> dict[str, Any]:
    """What the site signs: `answers` is `answers_hash`, `correct` only where the plan shows totals before the close."""
    payload: dict[str, Any] = {
        "format": FORMAT,
        "code": code,
        "contest": contest,
        "part": part,
        "received_at": instant_text(received_at),
    }
    if answers:
        payload["answers"] = answers
    return payload if correct is None else payload | {"correct": correct, "questions": questions}


def receipt_bytes(payload: dict[str, Any]) -> bytes:
    """The bytes under the signature (made by `core.sealed.sign`): the format's name, a zero byte, canonical JSON."""
    return FORMAT.encode() + b"\x00" + canonical(payload)
