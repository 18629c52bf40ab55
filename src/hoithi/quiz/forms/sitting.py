"""Reading what a sitting sends: the script's JSON, or a plain form without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from django.http import QueryDict
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hoithi.quiz.operations.attempt_errors import BadAnswer
from hoithi.quiz.operations.attempt_save import MAX_BATCH, MAX_SEQ, Given, paper_of
from hoithi.quiz.queries.attempt_paper import LETTERS
from hoithi.quiz.tokens import Ticket

MAX_BODY = 256 * 1024
NO_NUMBER_IS_LONGER = 17
"""Digits; a longer prediction is beyond every bound anyway."""
_STRICT = ConfigDict(strict=True, extra="ignore")


@dataclass(frozen=True)
class Handed:
    """A batch of answers, the epoch of the device, and the prediction where the paper asks one."""

    epoch: int
    answers: list[Given]
    prediction: int | None = None


class _Answer(BaseModel):
    model_config = _STRICT
    pos: int = Field(ge=1, le=1000)
    seq: int = Field(ge=0, lt=MAX_SEQ)
    choice: list[str] = Field(max_length=len(LETTERS))


class _Batch(BaseModel):
    model_config = _STRICT
    epoch: int = Field(ge=1, lt=2**31)
    answers: list[_Answer] = Field(max_length=MAX_BATCH)
    prediction: Any = None
    """Anything: a slip of the finger here must not lose the answers beside it."""


def read_json(body: bytes) -> Handed:
    """The script's batch. Raises BadAnswer for anything that is not the protocol."""
    if len(body) > MAX_BODY:
        raise BadAnswer
    try:
        batch = _Batch.model_validate_json(body)
    except ValidationError:
        raise BadAnswer from None
    answers = [Given(answer.pos, _letters(answer.pos, answer.choice), answer.seq) for answer in batch.answers]
    return Handed(batch.epoch, answers, _guess(batch.prediction))


class _Agreement(BaseModel):
    model_config = _STRICT
    rules: int | None = None


def read_agreement(body: bytes) -> int | None:
    """Which version of the rules a start agrees to, `{"rules": 2}`. Raises BadAnswer."""
    try:
        return _Agreement.model_validate_json(body).rules
    except ValidationError:
        raise BadAnswer from None


def read_entry_form(body: bytes) -> tuple[str, int | None]:
    """The entry ticket and the version agreed to, from the form of the page before the start; "" without a ticket."""
    fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=20)
    return fields.get("phieu_vao", [""])[-1], _number(fields.get("dong_y", [""])[-1])


def _letters(pos: int, choice: list[str]) -> str:
    if any(len(key) != 1 for key in choice):
        raise BadAnswer(pos)
    return "".join(choice)


def read_form(data: QueryDict, code: str, ticket: Ticket, now: datetime) -> Handed:
    """A form carries the whole paper and no counter: its answers are newer than everything in its epoch."""
    seq = int(now.timestamp() * 1_000_000)
    answers = [
        Given(question.pos, _letters(question.pos, data.getlist(f"cau-{question.pos}")), seq)
        for question in paper_of(code, ticket.attempt_id)
    ]
    return Handed(_number(data.get("epoch")) or 0, answers, _guess(data.get("du-doan")))


def _guess(raw: Any) -> int | None:
    """A predicted number as it was sent; −1 for what is no whole number, so that the refusal names the bounds."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, str):
        digits = "".join(raw.replace(".", "").split())
        raw = int(digits[:NO_NUMBER_IS_LONGER]) if digits.isascii() and digits.isdecimal() else -1
    return min(max(raw, -1), 2**53) if isinstance(raw, int) and not isinstance(raw, bool) else -1


def _number(text: Any) -> int | None:
    digits = "".join(str(text or "").replace(".", "").split())
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 15 else None
