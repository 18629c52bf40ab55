"""Saving answers while somebody sits a paper (lưu câu trả lời), of one attempt or of many in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from hoithi.core.errors import Refusal
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_errors import AttemptNotFound, BadAnswer
from hoithi.quiz.operations.attempt_sql import Row, Sent, Stands, save_rows
from hoithi.quiz.queries.attempt_choices import Choices, choices_of
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


class Asked(NamedTuple):
    """One request to save: whose (the signed token said so), in which epoch, what, and when it arrived."""

    code: str
    ticket: Ticket
    epoch: int
    answers: Sequence[Given]
    received_at: datetime


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
    (done,) = save_many([Asked(code, ticket, epoch, answers, now)])
    if isinstance(done, Refusal):
        raise done
    assert done is not None, "nothing was to be skipped"
    return done


def save_many(requests: Sequence[Asked], *, skip_locked: bool = False) -> list[Saved | Refusal | None]:
    """The same for many requests, each of another attempt, in one statement; one that is refused keeps nobody back.

    With `skip_locked`, None stands for an attempt that is being ended at this moment: ask again.
    """
    papers = choices_of([(one.ticket.attempt_id, one.code) for one in requests])
    answers: list[Saved | Refusal | None] = [None] * len(requests)
    sent: dict[int, Sent] = {}
    for at, one in enumerate(requests):
        try:
            paper = papers.get((one.ticket.attempt_id, one.code))
            if paper is None:
                raise AttemptNotFound
            sent[at] = Sent(*one.ticket, one.epoch, stored_rows(paper, one.answers), one.received_at)
        except Refusal as refusal:
            answers[at] = refusal
    stands = save_rows(list(sent.values()), skip_locked=skip_locked) if sent else {}
    for at, rows in sent.items():
        found = stands.get(rows.attempt_id)
        if found is not None:
            answers[at] = _outcome(rows, found)
    return answers


def _outcome(sent: Sent, stands: Stands) -> Saved:
    """The guard of the statement, said in words: what it let through is stored, in this or a newer version."""
    if stands.ended_at is not None or not in_time(sent.received_at, stands.deadline_at):
        return Saved("closed")
    if sent.epoch != stands.epoch:
        return Saved("superseded")
    return Saved("saved", tuple(sorted({row.pos for row in sent.rows})), stands.answered, stands.deadline_at)


def stored_rows(paper: Sequence[Choices], answers: Iterable[Given]) -> list[Row]:
    """Answers in letters of this paper as rows of option ids. Raises BadAnswer for anything not on the paper."""
    rows = [_row(paper, given) for given in answers]
    if len(rows) > MAX_BATCH:
        raise BadAnswer
    return rows


def _row(paper: Sequence[Choices], given: Given) -> Row:
    if not 1 <= given.pos <= len(paper) or not 0 <= given.seq < MAX_SEQ:
        raise BadAnswer(given.pos)
    choice = paper[given.pos - 1].stored(given.letters)
    if choice is None:
        raise BadAnswer(given.pos)
    return Row(given.pos, choice, given.seq)


@lru_cache(maxsize=1024)
def paper_of(code: str, attempt_id: int) -> tuple[Shown, ...]:
    """The questions of an attempt's paper as they are shown; they never change once drawn. Raises AttemptNotFound."""
    found = Attempt.objects.filter(pk=attempt_id, code=code).values_list("paper", "frozen_bank", "frozen_bank__root")
    for paper, bank_id, root in found:
        return tuple(shown(paper, frozen_content(bank_id, root)))
    raise AttemptNotFound
