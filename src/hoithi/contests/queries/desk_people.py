"""Finding somebody to appoint, with no more of their data than it takes to know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from hoithi.contests.models import Seat
from hoithi.core.clock import VIETNAM
from hoithi.core.text import fold
from hoithi.people.models import Person, RosterEntry, User

MOST = 20


@dataclass(frozen=True)
class Found:
    """A person with an account; `where` tells two of one name apart: units they work in, bodies they sit on."""

    person: Person
    where: str


def find_people(text: str, now: datetime) -> list[Found]:
    """The account of exactly this phone or e-mail, else officials with every word in their name; at most `MOST`.

    Citizens are found by their contact only: nobody can browse who has registered.
    """
    account = User.objects.by_contact(text)
    people = ([account.person] if account.person else []) if account is not None else _by_name(text, now)
    ids = [person.pk for person in people]
    where: dict[int, list[str]] = {}
    day = now.astimezone(VIETNAM).date()
    staff = RosterEntry.objects.at(day).filter(person__in=ids).order_by("id").select_related("unit")
    for entry in staff:
        where.setdefault(entry.person_id or 0, []).append(entry.unit.name)
    for seat in Seat.objects.filter(person__in=ids, until__isnull=True).select_related("body"):
        where.setdefault(seat.person_id or 0, []).append(seat.body.title)
    return [Found(person, "; ".join(dict.fromkeys(where.get(person.pk, [])))) for person in people]


def _by_name(text: str, now: datetime) -> list[Person]:
    words = fold(text.replace("\0", "")).split()
    if not words or len("".join(words)) < 2:
        return []
    officials = Q(
        pk__in=RosterEntry.objects.at(now.astimezone(VIETNAM).date()).filter(person__isnull=False).values("person")
    )
    officials |= Q(pk__in=Seat.objects.filter(person__isnull=False).values("person"))
    people = Person.objects.filter(officials, user__is_active=True, erased_at__isnull=True)
    for word in words:
        people = people.filter(name_norm__contains=word)
    return list(people.order_by("name_sort", "id")[:MOST])
