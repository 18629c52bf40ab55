"""Attempts with what their end needs, locked: the entrant first, as a start does."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from hoithi.contests.models import ContestUnit, Entrant, Group, Part
from hoithi.people.models import Person, User
from hoithi.quiz.models import Attempt, FrozenBank
from hoithi.quiz.operations.attempt_errors import AttemptNotFound


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
    rows = Attempt.objects.select_for_update(of=("entrant", "self"), no_key=True, skip_locked=skip_locked)
    found = list(rows.select_related("entrant").filter(code__in=codes).order_by("entrant_id", "pk"))
    if not found:
        return {}
    parts = Part.objects.select_related("contest").defer("contest__definition")
    part_by_id = parts.in_bulk({attempt.part_id for attempt in found})
    groups = Group.objects.in_bulk({attempt.entrant.group_id for attempt in found})
    banks = FrozenBank.objects.defer("blueprint").in_bulk({attempt.frozen_bank_id for attempt in found})
    for attempt in found:
        attempt.part, attempt.frozen_bank = part_by_id[attempt.part_id], banks[attempt.frozen_bank_id]
        attempt.entrant.group, attempt.entrant.contest = groups[attempt.entrant.group_id], attempt.part.contest
    return {attempt.code: attempt for attempt in found}


def locked_entrants(pks: Collection[int], *, skip_locked: bool = False) -> dict[int, Entrant]:
    """Entrants by id, locked, with person, group and unit read after the lock: a correction is never missed."""
    rows = Entrant.objects.select_for_update(no_key=True, skip_locked=skip_locked)
    found = rows.filter(pk__in=pks).order_by("pk").in_bulk()
    people = Person.objects.in_bulk({one.person_id for one in found.values()} - {None})
    groups = Group.objects.in_bulk({one.group_id for one in found.values()})
    units = ContestUnit.objects.in_bulk({one.contest_unit_id for one in found.values()} - {None})
    for one in found.values():
        one.group = groups[one.group_id]
        if one.person_id is not None:
            one.person = people[one.person_id]
        if one.contest_unit_id is not None:
            one.contest_unit = units[one.contest_unit_id]
    return found


def accounts_of(entrants: Iterable[Entrant]) -> dict[int | None, int]:
    """Person → account of those who may sign in."""
    people = {one.person_id for one in entrants} - {None}
    found: dict[int | None, int] = {}
    if people:
        found.update(User.objects.filter(person__in=people, is_active=True).values_list("person_id", "pk"))
    return found
