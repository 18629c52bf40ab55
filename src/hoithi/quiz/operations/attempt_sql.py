"""The one raw statement of the hot path: save a batch of answers, ordered by (epoch, seq), guarded by the attempt.

One statement decides and writes, on both databases: the attempt must be open, in time and of this epoch, and an answer
replaces an older one only. On PostgreSQL the share lock makes a save wait for a submit under way and then see its end,
so that nothing is acknowledged that the marking did not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

_SAVE = """
INSERT INTO quiz_answer AS saved (part_id, attempt_id, pos, choice, epoch, seq, received_at)
SELECT attempt.part_id, attempt.id, sent.pos, sent.choice, attempt.epoch, sent.seq, {now}
FROM quiz_attempt AS attempt, ({rows}) AS sent
WHERE attempt.id = %s AND attempt.code = %s AND attempt.ended_at IS NULL
  AND attempt.deadline_at > %s AND attempt.epoch = %s
{lock}
ON CONFLICT (part_id, attempt_id, pos) DO UPDATE
SET choice = excluded.choice, epoch = excluded.epoch, seq = excluded.seq, received_at = excluded.received_at
WHERE (excluded.epoch, excluded.seq) > (saved.epoch, saved.seq)
RETURNING pos
"""
_ROW = "SELECT CAST(%s AS integer) AS pos, CAST(%s AS varchar(40)) AS choice, CAST(%s AS bigint) AS seq"
_NOW = {"postgresql": "CAST(%s AS timestamptz)"}
_LOCK = {"postgresql": "FOR SHARE OF attempt"}


class Row(NamedTuple):
    """One answer to be stored: position from 1, option ids sorted and joined, the device's counter."""

    pos: int
    choice: str
    seq: int


def upsert_answers(attempt_id: int, code: str, epoch: int, rows: Sequence[Row], *, now: datetime) -> int:
    """Store what is newer; returns how many rows were written. 0: nothing was newer, or the guard refused."""
    newest: dict[int, Row] = {}
    for row in rows:
        if row.pos not in newest or newest[row.pos].seq < row.seq:
            newest[row.pos] = row
    batch = [newest[pos] for pos in sorted(newest)]
    if not batch:
        return 0
    instant = connection.ops.adapt_datetimefield_value(now)
    sql = _SAVE.format(
        rows=" UNION ALL ".join([_ROW] * len(batch)),
        now=_NOW.get(connection.vendor, "%s"),
        lock=_LOCK.get(connection.vendor, ""),
    )
    values = [value for row in batch for value in row]
    with connection.cursor() as cursor:
        cursor.execute(sql, [instant, *values, attempt_id, code, instant, epoch])
        return len(cursor.fetchall())
