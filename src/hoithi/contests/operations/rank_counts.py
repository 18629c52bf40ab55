"""The sequencer's turn over the order of standings: what moved since is counted into the stretches it touches.

One writer for each standing at a time, under its lock; whoever submits only leaves a note and waits for nobody.
Decision record 0013 says why stretches are cut at rows and not at bytes of the key.
"""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from hoithi.contests.models import RankCount, RankMove, Standing, StandingRow
from hoithi.contests.queries.rank_counts import BEFORE_ALL, END, Point
from hoithi.contests.queries.standings import RANKED

logger = logging.getLogger(__name__)
TILE = 256
"""Rows a stretch has when it is cut."""
MOST = 2 * TILE
"""Rows a stretch is cut at: a walk inside one is never longer."""
CHAPTER = 64
"""Stretches a chapter has when it is cut; it is cut at twice as many."""
AT_ONCE = 5_000
"""Moves counted one by one; where more wait, counting the standing anew is cheaper."""
TOP: Point = (b"", BEFORE_ALL)

_TILES = """
SELECT k, s, before, total FROM (
  SELECT k, s, w, ROW_NUMBER() OVER (ORDER BY k, s) AS nth, SUM(w) OVER () AS total,
    SUM(w) OVER (ORDER BY k, s ROWS UNBOUNDED PRECEDING) - w AS before
  FROM (SELECT k, s, SUM(w) AS w FROM (
    SELECT rank_key AS k, subject_id AS s, 1 AS w FROM contests_standingrow
      WHERE standing_id = %(standing)s AND scope = %(scope)s AND ranked = TRUE
      AND (rank_key, subject_id) >= (%(low_key)s, %(low_subject)s)
      AND (rank_key, subject_id) < (%(high_key)s, %(high_subject)s)
    UNION ALL
    SELECT rank_key, subject_id, -change FROM contests_rankmove
      WHERE standing_id = %(standing)s AND scope = %(scope)s
      AND (rank_key, subject_id) >= (%(low_key)s, %(low_subject)s)
      AND (rank_key, subject_id) < (%(high_key)s, %(high_subject)s)
  ) present GROUP BY k, s) known
) numbered WHERE (nth - 1) %% %(tile)s = 0 ORDER BY nth
"""
"""Rows less the moves not counted yet, in one statement and so of one moment: what may be kept of each tile."""


@dataclass
class _Stretch:
    """`pk` is None until it is stored; `was` is the number stored."""

    low: Point
    n: int
    pk: int | None = None
    was: int | None = None


def count_moves() -> int:
    """Count what moved in every standing since the last turn; returns how many standings had moved.

    A standing that is being refreshed, or counted by another worker, waits for the next turn.
    """
    waiting = RankMove.objects.order_by().values_list("standing_id", flat=True).distinct()
    return sum(1 for standing_id in list(waiting) if _count_standing(standing_id))


@transaction.atomic
def _count_standing(standing_id: int) -> bool:
    locked = Standing.objects.select_for_update(no_key=True, skip_locked=True).order_by()
    if not locked.filter(pk=standing_id).exists():
        if not Standing.objects.filter(pk=standing_id).exists():
            RankMove.objects.filter(standing_id=standing_id).delete()
        return False
    for scope in set(RankMove.objects.filter(standing_id=standing_id).values_list("scope", flat=True)):
        _count_scope(standing_id, scope)
    return True


@transaction.atomic
def recount(standing: Standing) -> None:
    """Forget what is kept of a standing's order and count its rows anew: the repair."""
    list(Standing.objects.select_for_update(no_key=True).filter(pk=standing.pk).values_list("pk"))
    kept = RankCount.objects.filter(standing=standing)
    for scope in set(kept.values_list("scope", flat=True)) | set(standing.rows.values_list("scope", flat=True)):
        _anew(standing.pk, scope)


def mend_counts() -> int:
    """Check what is kept of every standing against its rows and count anew what is wrong; returns how many were."""
    wrong = [one for one in Standing.objects.filter(pk__in=RankCount.objects.values("standing")) if checked(one)]
    for standing in wrong:
        logger.error("the order of standing %s was counted wrongly and is counted anew", standing.pk)
        recount(standing)
    return len(wrong)


def _count_scope(standing_id: int, scope: str) -> None:
    waiting = RankMove.objects.filter(standing_id=standing_id, scope=scope).order_by()
    moves = list(waiting.values_list("pk", "rank_key", "subject_id", "change")[: AT_ONCE + 1])
    stretches = _kept(standing_id, scope, 0)
    emptied = sum(1 for one in stretches if one.n == 0)
    if not stretches or len(moves) > AT_ONCE or emptied > CHAPTER + len(stretches) // 2:
        _anew(standing_id, scope)
        return
    lows = [one.low for one in stretches]
    for _pk, key, subject, change in moves:
        stretches[bisect_right(lows, (bytes(key), subject)) - 1].n += change
    waiting.filter(pk__in=[pk for pk, *_ in moves]).delete()
    cut: list[_Stretch] = []
    for one, high in zip(stretches, [*lows[1:], END], strict=True):
        cut += [one] if one.n <= MOST else _cut(standing_id, scope, one, high)
    _keep(standing_id, scope, 0, cut)
    _keep(standing_id, scope, 1, _chapters(cut, _kept(standing_id, scope, 1)))


def _anew(standing_id: int, scope: str) -> None:
    """Count a scope from its rows. Moves seen here are in the rows; those that commit meanwhile are taken off again."""
    RankMove.objects.filter(standing_id=standing_id, scope=scope).delete()
    RankCount.objects.filter(standing_id=standing_id, scope=scope).delete()
    rows = StandingRow.objects.filter(standing_id=standing_id, scope=scope, ranked=RANKED).order_by()
    if len(rows.values_list("pk")[: MOST + 1]) <= MOST:
        return  # a plain count of so few costs no more than what would be kept
    stretches = _tiles(standing_id, scope, TOP, END)
    _keep(standing_id, scope, 0, stretches)
    _keep(standing_id, scope, 1, _chapters(stretches, []))


def _kept(standing_id: int, scope: str, level: int) -> list[_Stretch]:
    kept = RankCount.objects.filter(standing_id=standing_id, scope=scope, level=level)
    found = kept.order_by("low_key", "low_subject").values_list("low_key", "low_subject", "n", "pk")
    return [_Stretch((bytes(key), subject), n, pk, n) for key, subject, n, pk in found]


def _cut(standing_id: int, scope: str, one: _Stretch, high: Point) -> list[_Stretch]:
    first, *rest = _tiles(standing_id, scope, one.low, high)
    one.n = first.n
    return [one, *rest]


def _tiles(standing_id: int, scope: str, low: Point, high: Point) -> list[_Stretch]:
    with connection.cursor() as cursor:
        given: dict[str, bytes | int | str] = {"standing": standing_id, "scope": scope, "tile": TILE}
        given["low_key"], given["low_subject"] = low
        given["high_key"], given["high_subject"] = high
        cursor.execute(_TILES, given)
        found = [((bytes(k), int(s)), int(before), int(total)) for k, s, before, total in cursor.fetchall()]
    ends = [before for _at, before, _total in found[1:]] + [total for _at, _before, total in found[-1:]]
    tiles = [_Stretch(at, end - before) for (at, before, _total), end in zip(found, ends, strict=True)]
    if tiles:
        tiles[0].low = low
    return tiles or [_Stretch(low, 0)]


def _chapters(stretches: Sequence[_Stretch], kept: Sequence[_Stretch]) -> list[_Stretch]:
    """Chapters over the stretches, kept ones where they were, long ones cut; each begins where a stretch begins."""
    begins = {one.low: one for one in kept}
    groups: list[list[_Stretch]] = []
    for one in stretches:
        if not groups or one.low in begins:
            groups.append([])
        groups[-1].append(one)
    found = []
    for group in groups:
        size = CHAPTER if len(group) > 2 * CHAPTER else len(group)
        for at in range(0, len(group), size):
            part = group[at : at + size]
            chapter = begins.get(part[0].low) or _Stretch(part[0].low, 0)
            chapter.n = sum(one.n for one in part)
            found.append(chapter)
    return found


def _keep(standing_id: int, scope: str, level: int, stretches: Sequence[_Stretch]) -> None:
    fresh = [one for one in stretches if one.pk is None]
    RankCount.objects.bulk_create(
        [
            RankCount(
                standing_id=standing_id, scope=scope, level=level, low_key=low_key, low_subject=low_subject, n=one.n
            )
            for one in fresh
            for low_key, low_subject in [one.low]
        ],
        batch_size=2000,
    )
    moved = [(one.n, one.pk) for one in stretches if one.pk is not None and one.n != one.was]
    if moved:
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE contests_rankcount SET n = %s WHERE id = %s", moved)


def checked(standing: Standing) -> dict[str, tuple[int, int]]:
    """Scopes whose kept counts do not add up to their rows: {scope: (kept and moved, rows)}; empty when all is well."""
    wrong: dict[str, tuple[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_CHECK, {"standing": standing.pk})
        for scope, kept, rows in cursor.fetchall():
            if int(kept) != int(rows):
                wrong[scope] = (int(kept), int(rows))
    return wrong


_CHECK = """
SELECT kept.scope, kept.n + COALESCE((SELECT SUM(m.change) FROM contests_rankmove m
    WHERE m.standing_id = %(standing)s AND m.scope = kept.scope), 0),
  (SELECT COUNT(*) FROM contests_standingrow r
    WHERE r.standing_id = %(standing)s AND r.scope = kept.scope AND r.ranked = TRUE)
FROM (SELECT scope, SUM(n) AS n FROM contests_rankcount WHERE standing_id = %(standing)s AND level = 0
  GROUP BY scope) kept
"""
