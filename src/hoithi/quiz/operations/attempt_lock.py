"""Attempts with what their end needs, locked: the entrant first, as a start does."""

from __future__ import annotations

from collections.abc import Collection

from hoithi.contests.models import Group, Part
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
