"""Whom to write to about works (địa chỉ thư của người nộp): a person, or those who answer for a unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from hoithi.contests.models import Seat
from hoithi.entries.models import Work
from hoithi.people.models import User


def coordinator_addresses(contest: int, units: Collection[int], now: datetime) -> dict[int, list[str]]:
    """contest unit → e-mail addresses of its coordinators, in one query."""
    held = Q(Q(since__isnull=True) | Q(since__lte=now), Q(until__isnull=True) | Q(until__gt=now))
    seats = Seat.objects.filter(held, body__contest=contest, body__kind="coordinators", contest_unit__in=list(units))
    seats = seats.filter(person__user__is_active=True, person__user__email__isnull=False)
    found: dict[int, list[str]] = defaultdict(list)
    for unit, address in seats.order_by().values_list("contest_unit", "person__user__email"):
        if address and unit is not None and address not in found[unit]:
            found[unit].append(address)
    return dict(found)


def addresses_of(work: Work, now: datetime) -> list[str]:
    """The owner's addresses; where the owner has none, those the authors gave. Without repetition, in lower case."""
    owner = work.entry.owner
    found: list[str] = []
    if owner.contest_unit_id is not None and owner.kind == "unit":
        found = coordinator_addresses(owner.contest_id, [owner.contest_unit_id], now).get(owner.contest_unit_id, [])
    elif owner.person_id is not None:
        people = User.objects.filter(person=owner.person_id, is_active=True, email__isnull=False)
        found = [address for address in people.values_list("email", flat=True) if address]
    if not found:
        found = [address for address in work.authors.values_list("email", flat=True) if address]
    return list(dict.fromkeys(address.lower() for address in found))
