"""A contest freezes its own snapshot of units (đơn vị dự thi); facts point to it, never at the living unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from hoithi.audit.operations import record
from hoithi.contests.models import Contest, ContestUnit, Group
from hoithi.contests.queries.roles import bank_readers
from hoithi.core.clock import VIETNAM
from hoithi.core.text import fold
from hoithi.people.models import RosterEntry, Unit, User
from hoithi.people.queries.units import headcounts


@transaction.atomic
def take_units(
    contest: Contest,
    units: Iterable[Unit],
    *,
    groups: Mapping[int, Group] | None = None,
    now: datetime,
    by: User | None = None,
) -> int:
    """Snapshot units with their headcount on this day and say how many were written.

    Taking them again refreshes names, groups and headcounts until the first part is frozen: from then on standings are
    counted over what was taken, and only units that were forgotten are added.

    Headcount is the roster's where there is one, else the unit's stated number; people who can read the sealed bank are
    left out, since they can never take part. `groups` maps a unit's id to the group it competes in.
    """
    Contest.objects.select_for_update().get(pk=contest.pk)
    frozen = contest.parts.filter(frozen_at__isnull=False).exists()
    kept = set(contest.units.values_list("unit_id", flat=True)) if frozen else set()
    units = [unit for unit in units if unit.pk not in kept]
    day = now.astimezone(VIETNAM).date()
    counts = headcounts(units, day)
    readers = _bank_readers_by_unit(contest, units, day)
    groups = groups or {}
    for position, unit in enumerate(units, len(kept)):
        ContestUnit.objects.update_or_create(
            contest=contest,
            unit=unit,
            defaults={
                "name": unit.name,
                "name_norm": fold(unit.name),
                "code": unit.code or f"dv-{unit.pk}",
                "kind": unit.kind,
                "group": groups.get(unit.pk),
                "headcount": max(0, (counts.get(unit.pk) or 0) - readers.get(unit.pk, 0)),
                "position": position,
            },
        )
    record(
        "contests:units:taken",
        now=now,
        contest_key=contest.slug,
        actor=by,
        target=contest.slug,
        data={"count": len(units)},
    )
    return len(units)


def _bank_readers_by_unit(contest: Contest, units: list[Unit], day: object) -> dict[int, int]:
    people = bank_readers(contest).values("person")
    rows = RosterEntry.objects.at(day).filter(person__in=people, unit__in=units)  # type: ignore[arg-type]
    found: dict[int, int] = {}
    for unit_id in rows.values_list("unit_id", flat=True):
        found[unit_id] = found.get(unit_id, 0) + 1
    return found
