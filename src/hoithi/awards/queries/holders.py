"""Whom a prize counts for (người nhận): a work's for the unit that sent it, else for the person who did."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from hoithi.contests.models import Contest, Entry

Holder = tuple[str, int]
"""("unit" | "person", contest unit | entrant)."""


def holders_of(contest: Contest, entries: Collection[int]) -> dict[int, Holder]:
    """Holders of these works."""
    rows = Entry.objects.filter(part__contest=contest, pk__in=entries)
    found: dict[int, Holder] = {}
    for pk, kind, unit, owner in rows.values_list("pk", "owner__kind", "owner__contest_unit", "owner"):
        found[pk] = ("unit", unit) if kind == "unit" and unit is not None else ("person", owner)
    return found


def holders_among(contest: Contest, subjects: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Holder]:
    """(kind, subject) of any standing → holder."""
    subjects = list(subjects)
    of_works = holders_of(contest, [pk for kind, pk in subjects if kind == "entry"])
    return {(kind, pk): of_works[pk] if kind == "entry" else (kind, pk) for kind, pk in subjects}
