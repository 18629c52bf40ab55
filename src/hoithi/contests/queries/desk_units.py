"""Which units of the system a contest could take: those of the plan's kinds, by the office they stand under."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hoithi.contests.models import Contest, Group
from hoithi.core.text import number
from hoithi.people.models import Unit
from hoithi.people.queries.units import units_at

TAKEN, ALL = "cu", "tat-ca"


@dataclass(frozen=True)
class UnitChoice:
    """One set of units to take; `key` is an office's id, or "cu" (those already taken), "tat-ca" (all)."""

    key: str
    label: str
    units: tuple[Unit, ...]


def unit_choices(contest: Contest, day: date) -> list[UnitChoice]:
    """The sets with their sizes: those already taken first, then each office with units below it, then all."""
    every = {unit.pk: unit for unit in units_at(day)}
    kinds = _kinds(contest)
    fitting = [unit for unit in every.values() if not kinds or unit.kind in kinds]
    found = []
    taken = set(contest.units.values_list("unit_id", flat=True))
    if again := tuple(unit for unit in fitting if unit.pk in taken):
        found.append(UnitChoice(TAKEN, _("Cập nhật {n} đơn vị đã chốt").format(n=number(len(again))), again))
    below: dict[int, list[Unit]] = {}
    for unit in fitting:
        for office in _above(unit, every):
            below.setdefault(office, []).append(unit)
    for office, units in below.items():
        label = _("{n} đơn vị thuộc {office}").format(n=number(len(units)), office=every[office].name)
        found.append(UnitChoice(str(office), label, tuple(units)))
    if fitting:
        label = _("Mọi đơn vị đúng nhóm của kế hoạch trong hệ thống ({n})").format(n=number(len(fitting)))
        found.append(UnitChoice(ALL, label, tuple(fitting)))
    return found


def _above(unit: Unit, every: dict[int, Unit]) -> list[int]:
    """Ids of the offices above a unit, nearest first; a circle ends where it began."""
    found: list[int] = []
    above = unit.parent_id
    while above is not None and above in every and above not in found:
        found.append(above)
        above = every[above].parent_id
    return found


def _kinds(contest: Contest) -> dict[str, Group]:
    by_kind: dict[str, Group] = {}
    for group in contest.groups.filter(subject="unit"):
        for kind in group.spec.unit_kinds:
            by_kind.setdefault(kind, group)
    return by_kind


def group_of(contest: Contest, units: Iterable[Unit]) -> dict[int, Group]:
    """unit id → the group of units it competes in, by its kind."""
    by_kind = _kinds(contest)
    return {unit.pk: by_kind[unit.kind] for unit in units if unit.kind in by_kind}
