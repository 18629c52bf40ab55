"""Many submit while two workers count: the kept count is the exact one in every state anybody can see."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event

import pytest
from django.db import connection, connections, transaction

from hoithi.contests.models import RankMove, Standing
from hoithi.contests.operations import rank_counts
from hoithi.contests.operations.rank_counts import checked, count_moves
from hoithi.contests.queries.rank_counts import END, counts_before
from hoithi.contests.queries.standings import rows_in_order
from hoithi.contests.rules.rank_key import rank_key
from tests.contests import factories as make
from tests.contests.operations.test_rank_counts import put

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
WRITERS, TURNS = 3, 60


def test_the_count_is_exact_beside_submits_and_two_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("TILE", 4), ("MOST", 8), ("CHAPTER", 3), ("AT_ONCE", 40)):
        monkeypatch.setattr(rank_counts, name, size)
    standing = make.contest().standings.get(key="ca-nhan")
    over = Event()

    def submit(seed: int) -> None:
        rng = Random(seed)
        try:
            for _ in range(TURNS):
                with transaction.atomic():
                    put(standing, {n: rng.randrange(50) for n in sorted(rng.sample(range(1, 80), 5))})
                if rng.random() < 0.2:
                    standing.rows.filter(subject_id=rng.randrange(1, 80)).delete()
        finally:
            connections.close_all()

    def count() -> None:
        try:
            while not over.is_set():
                count_moves()
        finally:
            connections.close_all()

    def look() -> int:
        rng, looked = Random(9), 0
        try:
            while not over.is_set():
                key = rank_key([(rng.randrange(50), "low")])
                assert _seen(standing, key) is None
                looked += 1
        finally:
            connections.close_all()
        return looked

    with ThreadPoolExecutor(WRITERS + 3) as pool:
        others = [pool.submit(count), pool.submit(count), pool.submit(look)]
        for writer in [pool.submit(submit, seed) for seed in range(WRITERS)]:
            writer.result(60)
        over.set()
        assert [one.result(60) for one in others][2] > 10
    count_moves()
    assert not RankMove.objects.exists()
    assert checked(standing) == {}
    assert counts_before(standing.pk, "", [END]) == [standing.rows.count()]


def _seen(standing: Standing, key: bytes) -> tuple[int, int] | None:
    """(kept, exact) as one snapshot shows them, where they differ."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        kept = counts_before(standing.pk, "", [(key, -1)])[0]
        exact = rows_in_order(standing).filter(rank_key__lt=key).count()
    return None if kept == exact else (kept, exact)
