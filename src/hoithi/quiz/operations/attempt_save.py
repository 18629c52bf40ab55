"""Saving answers while somebody sits a paper (lưu câu trả lời)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_errors import AttemptNotFound, BadAnswer
from hoithi.quiz.operations.attempt_sql import Row, upsert_answers
from hoithi.quiz.queries.attempt_paper import Shown, content_of, shown
from hoithi.quiz.rules.timing import in_time
from hoithi.quiz.tokens import Ticket

MAX_SEQ = 2**53
MAX_BATCH = 1000

State = Literal["saved", "superseded", "closed"]


class Given(NamedTuple):
    """One answer as the page sends it: position from 1, letters of this paper ("B", "AC", "" = cleared), counter."""

    pos: int
    letters: str
    seq: int


@dataclass(frozen=True)
class Saved:
    """What became of a batch. `saved`: the server holds these answers, or newer ones, for good."""

    state: State
    at: datetime
    written: int = 0


def save_answers(code: str, ticket: Ticket, epoch: int, answers: Sequence[Given], *, now: datetime) -> Saved:
    """Store a batch if the attempt is open, in time at `now` (its arrival) and still of this epoch.

    `ticket` is what the signed token said. Raises BadAnswer (nothing stored), AttemptNotFound.
    """
    rows = stored_rows(paper_of(code, ticket.attempt_id), answers)
    written = upsert_answers(ticket.attempt_id, code, epoch, rows, now=now)
    if written:
        return Saved("saved", now, written)
    return Saved(_why_nothing(ticket.attempt_id, epoch, now), now)


def _why_nothing(attempt_id: int, epoch: int, now: datetime) -> State:
    """Nothing was written: too late, an older device, or all of it already stored."""
    attempt = Attempt.objects.filter(pk=attempt_id).values("ended_at", "deadline_at", "epoch").first()
    if attempt is None:
        raise AttemptNotFound
    if attempt["ended_at"] is not None or not in_time(now, attempt["deadline_at"]):
        return "closed"
    return "saved" if epoch == attempt["epoch"] else "superseded"


def stored_rows(paper: Sequence[Shown], answers: Iterable[Given]) -> list[Row]:
    """Answers in letters of this paper as rows of option ids. Raises BadAnswer for anything not on the paper."""
    rows = [_row(paper, given) for given in answers]
    if len(rows) > MAX_BATCH:
        raise BadAnswer
    return rows


def _row(paper: Sequence[Shown], given: Given) -> Row:
    if not 1 <= given.pos <= len(paper) or not 0 <= given.seq < MAX_SEQ:
        raise BadAnswer(given.pos)
    question = paper[given.pos - 1]
    options = question.ids_of(given.letters)
    if options is None or (len(options) > 1 and question.kind != "multiple"):
        raise BadAnswer(given.pos)
    return Row(given.pos, ",".join(options), given.seq)


@lru_cache(maxsize=4096)
def paper_of(code: str, attempt_id: int) -> tuple[Shown, ...]:
    """The questions of an attempt's paper, which never change once drawn, so a save needs one statement only."""
    attempt = Attempt.objects.select_related("frozen_bank").filter(pk=attempt_id, code=code).first()
    if attempt is None:
        raise AttemptNotFound
    return tuple(shown(attempt.paper, content_of(attempt.frozen_bank)))
