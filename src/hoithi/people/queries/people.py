"""Persons: duplicates, consent in force, whose name may be published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from hoithi.people.models import Consent, Identity, Person, RosterEntry
from hoithi.people.rules.consent import Publication
from hoithi.people.rules.consent import may_publish_name as rule

PUBLISH_NAME = "publish_name"


@dataclass(frozen=True)
class Duplicate:
    """Another person who may be the same one, and what they share: "phone", "email", "name_and_birth"."""

    person: Person
    shared: tuple[str, ...]


def find_duplicates(person: Person) -> list[Duplicate]:
    """Flags, never a verdict: families share a phone, and two people may share name and birthday."""
    shared: dict[int, set[str]] = defaultdict(set)
    marks = Identity.objects.filter(person=person).values_list("kind", "hmac", "key_version")
    match = Q(pk__in=[])
    for kind, hmac, version in marks:
        match |= Q(kind=kind, hmac=hmac, key_version=version)
    for other, kind in Identity.objects.filter(match).exclude(person=person).values_list("person_id", "kind"):
        shared[other].add(kind)
    if person.birth_date:
        twins = Person.objects.filter(name_norm=person.name_norm, birth_date=person.birth_date).exclude(pk=person.pk)
        for pk in twins.values_list("pk", flat=True):
            shared[pk].add("name_and_birth")
    people = Person.objects.filter(pk__in=shared)
    return [Duplicate(other, tuple(sorted(shared[other.pk]))) for other in people]


def consents_in_force(person: Person) -> dict[str, Consent]:
    """purpose → the consent in force."""
    return {consent.purpose: consent for consent in person.consents.filter(withdrawn_at=None)}


def publishable(people: Iterable[Person], on: date) -> set[int]:
    """Ids of the persons whose name may be published on `on`; two queries whatever their number."""
    people = list(people)
    ids = [person.pk for person in people]
    given: dict[int, Consent] = {}
    withdrawn: set[int] = set()
    for consent in Consent.objects.filter(person_id__in=ids, purpose=PUBLISH_NAME):
        if consent.withdrawn_at is None:
            given[consent.person_id] = consent
        else:
            withdrawn.add(consent.person_id)
    staff = set(RosterEntry.objects.at(on).order_by().filter(person_id__in=ids).values_list("person_id", flat=True))
    found = set()
    for person in people:
        consent_now = given.get(person.pk)
        facts = Publication(
            birth_date=person.birth_date,
            on_roster=person.pk in staff,
            consent=consent_now is not None,
            consent_by_guardian=consent_now is not None and consent_now.by_guardian,
            withdrawn=person.pk in withdrawn,
        )
        if person.erased_at is None and rule(facts, on):
            found.add(person.pk)
    return found


def may_publish_name(person: Person, on: date) -> bool:
    """Whether the name may stand in a public list; prefer `publishable` for many."""
    return person.pk in publishable([person], on)
