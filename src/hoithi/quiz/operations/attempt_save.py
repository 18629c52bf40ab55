"""Saving answers while somebody sits a paper (lưu câu trả lời)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce

from hoithi.quiz.models import Answer, Attempt
from hoithi.quiz.operations.attempt_errors import AttemptNotFound, BadAnswer
from hoithi.quiz.operations.attempt_sql import Row, upsert_answers
from hoithi.quiz.queries.attempt_paper import Shown, frozen_content, shown
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
    """What became of a batch. `saved`: the server holds these positions in this or a newer version, for good."""

    state: State
    saved: tuple[int, ...] = ()
    count: int = 0
    """Questions of the paper with something chosen, on the server."""
    deadline_at: datetime | None = None


def save_answers(code: str, ticket: Ticket, epoch: int, answers: Sequence[Given], *, now: datetime) -> Saved:
    """Store a batch if the attempt is open, in time at `now` (its arrival) and still of this epoch.

    `ticket` is what the signed token said; an empty batch only asks how things stand. Raises BadAnswer (nothing
    stored), AttemptNotFound.
    """
    rows = stored_rows(paper_of(code, ticket.attempt_id), answers)
    written = upsert_answers(ticket.attempt_id, code, epoch, rows, now=now)
    attempt = _standing(ticket)
    positions = tuple(sorted({row.pos for row in rows}))
    if not written:  # too late, an older device, or all of it is stored already
        if attempt.ended_at is not None or not in_time(now, attempt.deadline_at):
            return Saved("closed")
        if epoch != attempt.epoch:
            return Saved("superseded")
    return Saved("saved", positions, attempt.answered, attempt.deadline_at)  # type: ignore[attr-defined]


def _standing(ticket: Ticket) -> Attempt:
    """How the attempt stands, with `answered`, the number of questions that have an answer."""
    held = Answer.objects.filter(part_id=ticket.part_id, attempt_id=ticket.attempt_id).exclude(choice="")
    counted = held.order_by().values("attempt_id").annotate(n=Count("pos")).values("n")
    rows = Attempt.objects.only("epoch", "ended_at", "deadline_at")
    found = rows.annotate(answered=Coalesce(Subquery(counted), 0)).filter(pk=ticket.attempt_id).first()
    if found is None:
        raise AttemptNotFound
    return found


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
    found = Attempt.objects.filter(pk=attempt_id, code=code).values_list("paper", "frozen_bank", "frozen_bank__root")
    for paper, bank_id, root in found:
        return tuple(shown(paper, frozen_content(bank_id, root)))
    raise AttemptNotFound
