"""The statement of the hot path: save the answers of many attempts at once, each ordered by (epoch, seq) and guarded.

One statement decides and writes, on both databases: an attempt must be open, in time at the arrival of its request and
of the request's epoch, and an answer replaces an older one only. It commits by itself, so several processes need no
agreement. On PostgreSQL the share lock makes a save stand aside from a submit under way and then see its end, so that
nothing is acknowledged that the marking did not read. Rows go as one JSON parameter: the text never changes, so the
server plans it once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils.dateparse import parse_datetime

from hoithi.core.rows import reading_of
from hoithi.quiz.models import Attempt

_NEWER = """
ON CONFLICT (part_id, attempt_id, pos) DO UPDATE
SET choice = excluded.choice, epoch = excluded.epoch, seq = excluded.seq, received_at = excluded.received_at
WHERE (excluded.epoch, excluded.seq) > (saved.epoch, saved.seq)
"""
_SAVE_POSTGRESQL = """
WITH held AS MATERIALIZED (
  SELECT id, part_id, epoch, ended_at, deadline_at FROM quiz_attempt
  WHERE id = ANY(%s::bigint[]) ORDER BY id FOR SHARE {skip}
), written AS (
  INSERT INTO quiz_answer AS saved (part_id, attempt_id, pos, choice, epoch, seq, received_at)
  SELECT held.part_id, held.id, sent.p, sent.c, held.epoch, sent.s, sent.t
  FROM held JOIN json_to_recordset(%s::json) AS sent (a bigint, e integer, t timestamptz, p integer, c text, s bigint)
    ON sent.a = held.id
  WHERE held.ended_at IS NULL AND held.deadline_at > sent.t AND held.epoch = sent.e
  ORDER BY held.id, sent.p
{newer})
SELECT id, epoch, ended_at, deadline_at FROM held
"""
_COUNT_POSTGRESQL = """
SELECT asked.a, (SELECT count(*) FROM quiz_answer AS held
                 WHERE held.part_id = asked.r AND held.attempt_id = asked.a AND held.choice <> '')
FROM json_to_recordset(%s::json) AS asked (a bigint, r bigint)
"""
_SAVE_SQLITE = """
INSERT INTO quiz_answer AS saved (part_id, attempt_id, pos, choice, epoch, seq, received_at)
SELECT attempt.part_id, attempt.id, sent.value ->> 'p', sent.value ->> 'c', attempt.epoch,
       sent.value ->> 's', sent.value ->> 't'
FROM json_each(%s) AS sent CROSS JOIN quiz_attempt AS attempt
WHERE attempt.id = sent.value ->> 'a' AND attempt.ended_at IS NULL
  AND attempt.deadline_at > sent.value ->> 't' AND attempt.epoch = sent.value ->> 'e'
{newer}"""
_STAND_SQLITE = """
SELECT attempt.id, attempt.epoch, attempt.ended_at, attempt.deadline_at,
       (SELECT count(*) FROM quiz_answer AS held
        WHERE held.part_id = attempt.part_id AND held.attempt_id = attempt.id AND held.choice <> '')
FROM json_each(%s) AS asked CROSS JOIN quiz_attempt AS attempt WHERE attempt.id = asked.value ->> 'a'
"""


_SAVE = {
    skip_locked: _SAVE_POSTGRESQL.format(newer=_NEWER, skip="SKIP LOCKED" if skip_locked else "")
    for skip_locked in (False, True)
}


class Row(NamedTuple):
    """One answer to be stored: position from 1, option ids sorted and joined, the device's counter."""

    pos: int
    choice: str
    seq: int


class Sent(NamedTuple):
    """What one request brings: rows of an attempt under one epoch, and when it arrived."""

    attempt_id: int
    part_id: int
    epoch: int
    rows: Sequence[Row]
    received_at: datetime


class Stands(NamedTuple):
    """How an attempt stood when its rows were written; `answered`: questions with something chosen."""

    epoch: int
    ended_at: datetime | None
    deadline_at: datetime
    answered: int


def save_rows(batch: Sequence[Sent], *, skip_locked: bool = False, counted: bool = True) -> dict[int, Stands]:
    """Store what is newer and allowed; answers how each attempt stands. An attempt stands at most once in `batch`.

    With `skip_locked` attempts that somebody is ending at this moment (PostgreSQL) are left out of the answer, and
    nothing of them is written. Without `counted` nobody wants to know how many are answered, and 0 is told. The rows
    are committed when this returns, unless the caller holds a transaction.
    """
    assert len({sent.attempt_id for sent in batch}) == len(batch), "an attempt once in a statement"
    batch = sorted(batch)
    rows = json.dumps([row for sent in batch for row in _objects(sent)])
    asked = json.dumps([{"a": sent.attempt_id, "r": sent.part_id} for sent in batch])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_SAVE[skip_locked], [[sent.attempt_id for sent in batch], rows])
            held = cursor.fetchall()
            answered = dict.fromkeys((row[0] for row in held), 0)
            if counted:
                cursor.execute(_COUNT_POSTGRESQL, [asked])
                answered = dict(cursor.fetchall())
            return {a: Stands(epoch, ended, limit, answered[a]) for a, epoch, ended, limit in held}
        if rows != "[]":
            cursor.execute(_SAVE_SQLITE.format(newer=_NEWER), [rows])
        cursor.execute(_STAND_SQLITE, [asked])
        return {a: Stands(epoch, _aware(ended), _moment(limit), n) for a, epoch, ended, limit, n in cursor.fetchall()}


def _objects(sent: Sent) -> list[dict[str, Any]]:
    """The rows as the statement takes them; of two for one position the newer."""
    newest: dict[int, Row] = {}
    for row in sent.rows:
        if row.pos not in newest or newest[row.pos].seq < row.seq:
            newest[row.pos] = row
    moment = _stored(sent.received_at)
    return [
        {"a": sent.attempt_id, "e": sent.epoch, "t": moment, "p": pos, "c": newest[pos].choice, "s": newest[pos].seq}
        for pos in sorted(newest)
    ]


def _stored(instant: datetime) -> str:
    """An instant as the database keeps or reads it; SQLite compares texts."""
    return str(connection.ops.adapt_datetimefield_value(instant))


def _moment(value: Any) -> datetime:
    found = parse_datetime(value) if isinstance(value, str) else value
    assert isinstance(found, datetime)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _aware(value: Any) -> datetime | None:
    return None if value is None else _moment(value)


_ANSWERS = {
    "postgresql": """
SELECT held.attempt_id, held.pos, held.choice FROM json_to_recordset(%s::json) AS asked (r bigint, a bigint)
JOIN quiz_answer AS held ON held.part_id = asked.r AND held.attempt_id = asked.a
""",
    "sqlite": """
SELECT held.attempt_id, held.pos, held.choice FROM json_each(%s) AS asked CROSS JOIN quiz_answer AS held
WHERE held.part_id = asked.value ->> 'r' AND held.attempt_id = asked.value ->> 'a'
""",
}
_ENDS = {
    "received_at": "timestamptz",
    "ended_at": "timestamptz",
    "ended_by": "text",
    "correct": "integer",
    "score": "text",
    "elapsed_ms": "bigint",
    "submitted_no": "bigint",
    "prediction": "bigint",
    "answers_hash": "text",
    "receipt_signature": "text",
}
"""What an end writes; the paper and the deadline never change."""
_SET = ", ".join(f"{name} = ended.{name}" for name in _ENDS)
_SET_JSON = ", ".join(f"{name} = ended.value ->> '{name}'" for name in _ENDS)
_TYPED = ", ".join(f"{name} {kind}" for name, kind in _ENDS.items())
_END_POSTGRESQL = """
UPDATE quiz_attempt SET {set} FROM json_to_recordset(%s::json) AS ended (id bigint, {typed})
WHERE quiz_attempt.id = ended.id
"""
_END_SQLITE = """
UPDATE quiz_attempt SET {set} FROM json_each(%s) AS ended WHERE quiz_attempt.id = ended.value ->> 'id'
"""
_END = {
    "postgresql": _END_POSTGRESQL.format(set=_SET, typed=_TYPED),
    "sqlite": _END_SQLITE.format(set=_SET_JSON),
}


def held_answers(attempts: Iterable[tuple[int, int]]) -> dict[int, list[tuple[int, str]]]:
    """(pos, choice) of all answers the server holds of attempts given as (part, attempt), by attempt."""
    found: dict[int, list[tuple[int, str]]] = {}
    with connection.cursor() as cursor:
        asked = json.dumps([{"r": part, "a": attempt} for part, attempt in attempts])
        cursor.execute(_ANSWERS[connection.vendor], [asked])
        for attempt, pos, choice in cursor.fetchall():
            found.setdefault(attempt, []).append((pos, choice))
    return found


_OTHERS = """
SELECT {columns} FROM quiz_attempt
WHERE entrant_id = ANY(%s::bigint[]) AND ended_at IS NOT NULL AND id <> ALL(%s::bigint[])
"""


def other_ended(given: Mapping[int, int]) -> list[Attempt]:
    """Ended attempts of the same people beside those given as attempt → entrant."""
    if connection.vendor != "postgresql":
        rows = Attempt.objects.filter(entrant__in=set(given.values()), ended_at__isnull=False)
        return list(rows.exclude(pk__in=given))
    reading = reading_of(Attempt)
    with connection.cursor() as cursor:
        text = _OTHERS.format(columns=reading.columns("quiz_attempt"))
        cursor.execute(text, [list(given.values()), list(given)])
        return [reading.row(values) for values in cursor.fetchall()]


def store_ends(attempts: Iterable[Attempt]) -> None:
    """Write what the end of an attempt says, of all of them in one statement."""
    rows = [{"id": one.pk, **{name: _plain(getattr(one, name)) for name in _ENDS}} for one in attempts]
    with connection.cursor() as cursor:
        cursor.execute(_END[connection.vendor], [json.dumps(rows)])


def _plain(value: Any) -> Any:
    return _stored(value) if isinstance(value, datetime) else value
