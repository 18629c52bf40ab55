"""Attempts with what their end needs, locked: the entrant first, as a start does."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import TypeVar

from django.db import connection
from django.db.models import Model

from hoithi.contests.models import ContestUnit, Entrant, Group
from hoithi.contests.queries.parts import parts_by_id
from hoithi.core.rows import fetch_rows, reading_of
from hoithi.people.models import Person, User
from hoithi.quiz.models import Attempt, FrozenBank
from hoithi.quiz.operations.attempt_errors import AttemptNotFound

Row = TypeVar("Row", bound=Model)
_LOCKING = """
SELECT {columns} FROM quiz_attempt AS attempt JOIN contests_entrant AS entrant ON entrant.id = attempt.entrant_id
WHERE attempt.code = ANY(%s::text[])
ORDER BY attempt.entrant_id, attempt.id FOR NO KEY UPDATE OF entrant, attempt {skip}
"""
_ACCOUNTS = "SELECT person_id, id FROM people_user WHERE is_active AND person_id = ANY(%s::bigint[])"


def locked_attempt(code: str) -> Attempt:
    """One attempt with what its end needs, locked. Raises AttemptNotFound."""
    found = locked_attempts([code]).get(code)
    if found is None:
        raise AttemptNotFound
    return found


def locked_attempts(codes: Collection[str], *, skip_locked: bool = False) -> dict[str, Attempt]:
    """Attempts by code, with part, contest, entrant, group and frozen bank; those that do not exist are left out.

    The entrant is locked with the attempt: two ends of one person follow each other, and a correction of their unit or
    group is never missed. Locks are taken in one order, so two batches never wait in a circle. With `skip_locked` what
    somebody else holds (PostgreSQL) is left out too. What is joined is read after the lock, shared by all.
    """
    found = _locked_with_entrants(codes, skip_locked=skip_locked)
    if not found:
        return {}
    parts = parts_by_id({attempt.part_id for attempt in found})
    groups = by_id(Group, {attempt.entrant.group_id for attempt in found})
    banks = by_id(FrozenBank, {attempt.frozen_bank_id for attempt in found}, without="blueprint")
    for attempt in found:
        attempt.part, attempt.frozen_bank = parts[attempt.part_id], banks[attempt.frozen_bank_id]
        attempt.entrant.group, attempt.entrant.contest = groups[attempt.entrant.group_id], attempt.part.contest
    return {attempt.code: attempt for attempt in found}


def _locked_with_entrants(codes: Collection[str], *, skip_locked: bool) -> list[Attempt]:
    if connection.vendor != "postgresql":
        rows = Attempt.objects.select_for_update(of=("entrant", "self"), no_key=True, skip_locked=skip_locked)
        return list(rows.select_related("entrant").filter(code__in=codes).order_by("entrant_id", "pk"))
    attempts, entrants = reading_of(Attempt), reading_of(Entrant)
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_locking(skip_locked=skip_locked), [list(codes)])
        for values in cursor.fetchall():
            attempt = attempts.row(values[: len(attempts.names)])
            attempt.entrant = entrants.row(values[len(attempts.names) :])
            found.append(attempt)
    return found


@lru_cache(maxsize=2)
def _locking(*, skip_locked: bool) -> str:
    attempts, entrants = reading_of(Attempt).columns("attempt"), reading_of(Entrant).columns("entrant")
    return _LOCKING.format(columns=f"{attempts}, {entrants}", skip="SKIP LOCKED" if skip_locked else "")


def by_id(model: type[Row], pks: Iterable[int | None], *, without: str = "") -> dict[int, Row]:
    return {row.pk: row for row in fetch_rows(model, "id", pks, without=without)}


def locked_entrants(pks: Collection[int], *, skip_locked: bool = False) -> dict[int, Entrant]:
    """Entrants by id, locked, with person, group and unit read after the lock: a correction is never missed."""
    found = {one.pk: one for one in fetch_rows(Entrant, "id", pks, lock=skip_locked)}
    people = by_id(Person, {one.person_id for one in found.values()})
    groups = by_id(Group, {one.group_id for one in found.values()})
    units = by_id(ContestUnit, {one.contest_unit_id for one in found.values()})
    for one in found.values():
        one.group = groups[one.group_id]
        if one.person_id is not None:
            one.person = people[one.person_id]
        if one.contest_unit_id is not None:
            one.contest_unit = units[one.contest_unit_id]
    return found


def accounts_of(entrants: Iterable[Entrant]) -> dict[int | None, int]:
    """Person → account of those who may sign in."""
    people = [one.person_id for one in entrants if one.person_id is not None]
    if not people:
        return {}
    if connection.vendor != "postgresql":
        return dict(User.objects.filter(person__in=people, is_active=True).values_list("person_id", "pk"))
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS, [people])
        return dict(cursor.fetchall())
