"""What is kept of a standing's order is always the exact count, whatever comes, moves, goes and is counted when."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoithi.contests import triggers
from hoithi.contests.models import RankCount, RankMove, Standing, StandingRow
from hoithi.contests.operations import rank_counts
from hoithi.contests.operations.rank_counts import checked, count_moves, mend_counts, recount
from hoithi.contests.queries.rank_counts import END, before_key, counts_before, ranked_count
from hoithi.contests.queries.standings import numbered, page, place_of, rows_in_order
from hoithi.contests.rules.rank_key import rank_key
from tests.contests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both]
FEW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
SUBJECTS = st.integers(1, 40)
VALUES = st.integers(-3, 12) | st.integers(0, 10**6)
STEPS = st.one_of(
    st.tuples(st.just("put"), SUBJECTS, VALUES),
    st.tuples(st.just("put"), SUBJECTS, VALUES),
    st.tuples(st.just("put_many"), SUBJECTS, VALUES),
    st.tuples(st.just("remove"), SUBJECTS, st.just(0)),
    st.tuples(st.just("unrank"), SUBJECTS, st.just(0)),
    st.tuples(st.just("count"), st.just(0), st.just(0)),
)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretches of a few rows, so that a few rows make several chapters."""
    monkeypatch.setattr(rank_counts, "TILE", 2)
    monkeypatch.setattr(rank_counts, "MOST", 4)
    monkeypatch.setattr(rank_counts, "CHAPTER", 2)


@pytest.fixture
def standing() -> Standing:
    return make.contest().standings.get(key="ca-nhan")


def put(standing: Standing, values: dict[int, int], *, ranked: bool = True, scope: str = "") -> None:
    rows = [
        StandingRow(
            standing=standing, scope=scope, subject_id=subject, rank_key=rank_key([(value, "low")]), ranked=ranked,
            values={"raw": {}, "points": {}, "total": None}, changed_at=make.NOW,
        )
        for subject, value in values.items()
    ]  # fmt: skip
    StandingRow.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["standing", "scope", "subject_id"],
        update_fields=["rank_key", "ranked"],
    )


def exact(standing: Standing, key: bytes, subject: int, scope: str = "") -> int:
    rows = rows_in_order(standing, scope)
    return rows.filter(rank_key__lt=key).count() + rows.filter(rank_key=key, subject_id__lt=subject).count()


def assert_exact(standing: Standing, scope: str = "") -> None:
    points = [END, (b"", 0)]
    for row in standing.rows.filter(scope=scope):
        points += [before_key(row.rank_key), (bytes(row.rank_key), row.subject_id)]
    assert counts_before(standing.pk, scope, points) == [exact(standing, *point, scope=scope) for point in points]
    assert checked(standing) == {}


def done(standing: Standing, step: tuple[str, int, int]) -> None:
    what, subject, value = step
    if what == "put":
        put(standing, {subject: value})
    elif what == "put_many":
        put(standing, {subject + n: value + n // 3 for n in range(7)})
    elif what == "unrank":
        put(standing, {subject: 0}, ranked=False)
    elif what == "remove":
        standing.rows.filter(subject_id=subject).delete()
    else:
        count_moves()


@FEW
@given(steps=st.lists(STEPS, max_size=40))
def test_the_kept_count_is_the_exact_count_after_every_step(
    small: None, standing: Standing, steps: list[tuple[str, int, int]]
) -> None:
    standing.rows.all().delete()
    count_moves()
    for step in steps:
        done(standing, step)
        assert_exact(standing)
    count_moves()
    assert not RankMove.objects.exists()
    assert_exact(standing)


def test_moves_wait_until_they_are_counted_and_places_do_not(small: None, standing: Standing) -> None:
    put(standing, {n: n for n in range(1, 31)})
    assert (RankMove.objects.count(), RankCount.objects.count()) == (30, 0)
    assert count_moves() == 1
    assert (RankMove.objects.count(), ranked_count(standing.pk, "")) == (0, 30)
    assert RankCount.objects.filter(level=1).count() > 3
    put(standing, {30: 0, 31: 5})
    assert sorted(RankMove.objects.values_list("change", flat=True)) == [-1, 1, 1]
    assert place_of(standing.rows.get(subject_id=29)) == 31
    put(standing, {30: 0})  # nothing moved, nothing is noted
    assert RankMove.objects.count() == 3
    assert count_moves() == 1
    assert count_moves() == 0
    assert place_of(standing.rows.get(subject_id=29)) == 31


def test_a_page_in_the_middle_of_a_thousand_equals_knows_its_places(standing: Standing) -> None:
    put(standing, dict.fromkeys(range(1, 1501), 7) | {2000: 1, 2001: 9, 2002: 9})
    count_moves()
    assert RankCount.objects.filter(level=0).count() > 3  # equals are cut like any others
    key = rank_key([(7, "low")])
    deep = page(standing, after=(key, 1499), limit=10)
    assert [(place, row.subject_id) for place, row in numbered(standing, deep)] == [
        (2, 1500),
        (1502, 2001),
        (1502, 2002),
    ]


def test_stretches_that_emptied_are_cut_anew(small: None, standing: Standing, monkeypatch: pytest.MonkeyPatch) -> None:
    put(standing, {n: n for n in range(1, 101)})
    count_moves()
    before = RankCount.objects.filter(level=0).count()
    for start in range(1, 101, 20):
        put(standing, {n: 10_000 + n for n in range(start, start + 20)})
        count_moves()
        assert_exact(standing)
    assert RankCount.objects.filter(level=0).count() <= 2 * before


def test_a_great_many_moves_are_counted_from_the_rows(
    small: None, standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rank_counts, "AT_ONCE", 10)
    put(standing, {n: n for n in range(1, 40)})
    count_moves()
    put(standing, {n: -n for n in range(1, 40)})
    count_moves()
    assert not RankMove.objects.exists()
    assert_exact(standing)


def test_scopes_are_counted_apart_and_a_deleted_standing_leaves_nothing(small: None, standing: Standing) -> None:
    put(standing, {n: n for n in range(1, 12)}, scope="a")
    put(standing, {n: -n for n in range(1, 9)}, scope="b")
    count_moves()
    assert [ranked_count(standing.pk, scope) for scope in ("a", "b", "")] == [11, 8, 0]
    assert_exact(standing, "a")
    assert_exact(standing, "b")
    contest = standing.contest
    contest.prizes.all().delete()
    standing.delete()
    count_moves()
    assert not RankMove.objects.exists()
    assert not RankCount.objects.exists()


def test_a_wrong_count_is_found_and_repaired(small: None, standing: Standing) -> None:
    put(standing, {n: n for n in range(1, 31)})
    count_moves()
    first: Any = RankCount.objects.filter(level=0).first()
    RankCount.objects.filter(pk=first.pk).update(n=first.n + 1)
    assert checked(standing) == {"": (31, 30)}
    recount(standing)
    assert_exact(standing)
    RankCount.objects.filter(level=0).update(n=1)
    assert mend_counts() == 1
    assert mend_counts() == 0
    assert_exact(standing)


def test_rows_that_moved_while_the_triggers_were_away_are_counted_anew(small: None, standing: Standing) -> None:
    put(standing, {n: n for n in range(1, 31)})
    count_moves()
    with connection.cursor() as cursor:
        for name in triggers.TRIGGERS:
            table = "" if connection.vendor == "sqlite" else " ON contests_standingrow"
            cursor.execute(f"DROP TRIGGER {name}{table}")
    assert set(triggers.missing_triggers(connection)) == set(triggers.TRIGGERS)
    put(standing, {1: 99, 31: 0})
    triggers.install_triggers()
    assert triggers.missing_triggers(connection) == []
    assert_exact(standing)
    put(standing, {32: 5})
    count_moves()
    assert RankCount.objects.exists()
    assert_exact(standing)


def test_full_size_stretches(standing: Standing) -> None:
    rng = Random(5)
    put(standing, {n: rng.randrange(3000) for n in range(1, 3001)})
    count_moves()
    put(standing, {n: rng.randrange(3000) for n in range(2500, 3501)})
    points = [before_key(rank_key([(value, "low")])) for value in range(0, 3000, 311)]
    for _turn in range(2):
        assert counts_before(standing.pk, "", points) == [exact(standing, *point) for point in points]
        count_moves()
