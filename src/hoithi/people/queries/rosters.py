"""Rosters of staff (danh sách cán bộ). The caller answers for who may see them: roles live with the contests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from hoithi.core.text import fold
from hoithi.people.marks import current_version, mark
from hoithi.people.models import Person, RosterEntry, Unit, User


def roster_at(day: date, *, unit: Unit | None = None, units: Iterable[int] | None = None) -> QuerySet[RosterEntry]:
    """Staff on `day`, by given name; of one unit, of several (ids), or of all."""
    found: QuerySet[RosterEntry] = RosterEntry.objects.at(day).select_related("unit")
    if unit is not None:
        found = found.filter(unit=unit)
    if units is not None:
        found = found.filter(unit_id__in=list(units))
    return found


def search_roster(text: str, day: date, *, unit: Unit | None = None) -> QuerySet[RosterEntry]:
    """Staff whose name or code holds every word, whatever its diacritics."""
    found = roster_at(day, unit=unit)
    for word in fold(text.replace("\0", "")).split():
        found = found.filter(Q(name_norm__contains=word) | Q(staff_code__icontains=word))
    return found


def entries_of(person: Person, day: date, *, units: Iterable[int] | None = None) -> QuerySet[RosterEntry]:
    """The rosters a person is linked to on `day`."""
    return roster_at(day, units=units).filter(person=person)


def match_roster(user: User, day: date, *, units: Iterable[int] | None = None) -> list[RosterEntry]:
    """Unlinked roster rows that are probably this account's person: same folded name and the birth date or a contact.

    A name alone never matches. Rows already linked to another person are left out.
    """
    person = user.person
    if person is None:
        return []
    same = Q(birth_date=person.birth_date) if person.birth_date else Q(pk__in=[])
    version = current_version()
    if user.phone:
        same |= Q(phone_hmac=mark("phone", user.phone), key_version=version)
    if user.email:
        same |= Q(email_hmac=mark("email", user.email), key_version=version)
    return list(roster_at(day, units=units).filter(same, name_norm=person.name_norm, person=None))
