"""For whom somebody may hand in works: themselves, and the units they answer for, entered or not yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from hoithi.contests.models import ContestUnit, Entrant, Entry, Group, Part
from hoithi.contests.queries.roles import Visitor, own_units
from hoithi.entries.queries.own import own_entrants
from hoithi.entries.queries.settings import quota_of
from hoithi.entries.queries.work_page import OwnerQuota
from hoithi.entries.rules.states import COUNTED

SELF = "ca-nhan"


@dataclass(frozen=True)
class Owner:
    """`key` stands in addresses: "ca-nhan" or the unit's code. A unit nobody acted for yet has no entrant."""

    key: str
    name: str
    group: Group
    quota: OwnerQuota
    entrant: Entrant | None = None
    unit: ContestUnit | None = None


def owners_of(user: Visitor, part: Part, now: datetime) -> list[Owner]:
    """One's units first, then oneself; only those the part is for. Four queries whatever their number."""
    named = part.spec.groups
    entrants = list(own_entrants(user, part.contest, now))
    units = list(own_units(user, part.contest, now).filter(contest=part.contest).select_related("group"))
    counted = Entry.objects.filter(part=part, owner__in=entrants, state__in=COUNTED).order_by()
    held = dict(counted.values_list("owner").annotate(n=Count("pk")))
    by_unit = {one.contest_unit_id: one for one in entrants if one.kind == "unit"}
    found = []
    for unit in units:
        group, entrant = unit.group, by_unit.get(unit.pk)
        if group is None or group.subject != "unit" or not unit.competes or (named and group.key not in named):
            continue
        found.append(Owner(unit.code, unit.name, group, _quota(part, group, entrant, held), entrant, unit))
    for one in entrants:
        if one.kind == "person" and (not named or one.group.key in named):
            found.append(Owner(SELF, one.display_name, one.group, _quota(part, one.group, one, held), one))
    return found


def _quota(part: Part, group: Group, entrant: Entrant | None, held: dict[int, int]) -> OwnerQuota:
    limits = quota_of(part, group)
    n = held.get(entrant.pk, 0) if entrant is not None else 0
    return OwnerQuota(n, limits.left(n), limits.missing(n))


def takes_persons(part: Part) -> bool:
    """Whether somebody may take part for themselves."""
    named = part.spec.groups
    return any(g.subject == "person" and (not named or g.key in named) for g in part.contest.groups.all())
