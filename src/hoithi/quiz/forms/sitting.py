"""Reading what a sitting sends: the script's JSON, or a plain form without scripts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hoithi.quiz.operations.attempt_errors import BadAnswer
from hoithi.quiz.operations.attempt_save import MAX_BATCH, MAX_SEQ, Given, paper_of
from hoithi.quiz.queries.attempt_paper import LETTERS
from hoithi.quiz.tokens import Ticket

MAX_BODY = 256 * 1024
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
    prediction: int | None = Field(default=None, ge=-(2**53), le=2**53)


def read_json(body: bytes) -> Handed:
    """The script's batch. Raises BadAnswer for anything that is not the protocol."""
    if len(body) > MAX_BODY:
        raise BadAnswer
    try:
        batch = _Batch.model_validate(json.loads(body))
    except (ValidationError, ValueError, RecursionError):
        raise BadAnswer from None
    answers = [Given(answer.pos, _letters(answer.pos, answer.choice), answer.seq) for answer in batch.answers]
    return Handed(batch.epoch, answers, batch.prediction)


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
    prediction = _number(data.get("du-doan"))
    return Handed(_number(data.get("epoch")) or 0, answers, prediction)


def _number(text: Any) -> int | None:
    digits = "".join(str(text or "").replace(".", "").split())
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 15 else None
