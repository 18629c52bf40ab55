"""How many rows stand before a point of a standing's order: kept counts, what is not counted yet, and a short walk.

Exact at any moment. One statement sees one state of the database, and in every state the kept counts and the moves
not counted yet add up to the rows (`RankCount`); the last stretch is counted on the index itself, so it needs neither.
Where nothing is kept, because the standing is small or new, the walk begins at the top and is the plain count.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

Point = tuple[bytes, int]
"""(rank_key, subject_id): rows stand in this order."""
BEFORE_ALL = -1
"""A subject before every other: the point before all rows of a key."""
END: Point = (b"\xff", BEFORE_ALL)
"""After every row: keys begin with a small flag."""

_COUNT = """
SELECT at.i,
  COALESCE((SELECT SUM(c.n) FROM contests_rankcount c
    WHERE c.standing_id = %(standing)s AND c.scope = %(scope)s AND c.level = 1
    AND (c.low_key, c.low_subject) < (chapter.low_key, chapter.low_subject)), 0)
  + COALESCE((SELECT SUM(c.n) FROM contests_rankcount c
    WHERE c.standing_id = %(standing)s AND c.scope = %(scope)s AND c.level = 0
    AND (c.low_key, c.low_subject) >= (chapter.low_key, chapter.low_subject)
    AND (c.low_key, c.low_subject) < (stretch.low_key, stretch.low_subject)), 0)
  + COALESCE((SELECT SUM(m.change) FROM contests_rankmove m
    WHERE m.standing_id = %(standing)s AND m.scope = %(scope)s
    AND (m.rank_key, m.subject_id) < (stretch.low_key, stretch.low_subject)), 0)
  + (SELECT COUNT(*) FROM contests_standingrow r
    WHERE r.standing_id = %(standing)s AND r.scope = %(scope)s AND r.ranked = TRUE
    AND (r.rank_key, r.subject_id) >= (COALESCE(stretch.low_key, ''), COALESCE(stretch.low_subject, -1))
    AND (r.rank_key, r.subject_id) < (at.k, at.s))
FROM (
  SELECT asked.i, asked.k, asked.s,
    (SELECT c.id FROM contests_rankcount c
      WHERE c.standing_id = %(standing)s AND c.scope = %(scope)s AND c.level = 1
      AND (c.low_key, c.low_subject) <= (asked.k, asked.s)
      ORDER BY c.low_key DESC, c.low_subject DESC LIMIT 1) AS chapter,
    (SELECT c.id FROM contests_rankcount c
      WHERE c.standing_id = %(standing)s AND c.scope = %(scope)s AND c.level = 0
      AND (c.low_key, c.low_subject) <= (asked.k, asked.s)
      ORDER BY c.low_key DESC, c.low_subject DESC LIMIT 1) AS stretch
  FROM (/*asked*/) asked
) at
LEFT JOIN contests_rankcount chapter ON chapter.id = at.chapter
LEFT JOIN contests_rankcount stretch ON stretch.id = at.stretch
"""


def counts_before(standing_id: int, scope: str, points: Sequence[Point]) -> list[int]:
    """How many ranked rows stand strictly before each point, all seen at one moment, in one statement."""
    if not points:
        return []
    asked = " UNION ALL ".join(f"SELECT {i} AS i, %(k{i})s AS k, %(s{i})s AS s" for i in range(len(points)))
    given: dict[str, bytes | int | str] = {"standing": standing_id, "scope": scope}
    for i, (key, subject) in enumerate(points):
        given[f"k{i}"], given[f"s{i}"] = key, subject
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.replace("/*asked*/", asked), given)
        found = {int(i): int(n) for i, n in cursor.fetchall()}
    return [found[i] for i in range(len(points))]


def ranked_count(standing_id: int, scope: str) -> int:
    """How many are ranked."""
    return counts_before(standing_id, scope, [END])[0]


def before_key(key: bytes | memoryview) -> Point:
    """The point before every row of this key: counting before it counts those strictly better."""
    return bytes(key), BEFORE_ALL
