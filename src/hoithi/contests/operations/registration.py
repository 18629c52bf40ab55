"""Registering in one step: the entrant and every consent that was ticked, together or not at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from hoithi.contests.models import Contest, ContestUnit, Entrant, Group
from hoithi.contests.operations.entrants import register_entrant
from hoithi.people.models import Person, User
from hoithi.people.operations.accounts import change_person
from hoithi.people.operations.consents import give_consent


@transaction.atomic
def register_with_consents(
    contest: Contest,
    person: Person,
    *,
    group: Group,
    unit: ContestUnit | None,
    consents: Collection[str],
    proof: Mapping[str, object],
    guardian: Mapping[str, str] | None = None,
    now: datetime,
    by: User,
) -> Entrant:
    """Enter a person and keep what they agreed to, each with its proof.

    `guardian`: {"name", "phone"} of a minor whose guardian agrees. Raises what registering and consenting raise.
    """
    if guardian:
        change_person(
            person,
            full_name=person.full_name,
            birth_date=person.birth_date,
            guardian_name=guardian["name"],
            guardian_phone=guardian["phone"],
            now=now,
            by=by,
        )
    entrant = register_entrant(contest, person, group=group, unit=unit, now=now, by=by)
    for purpose in consents:
        give_consent(person, purpose, proof=proof, now=now, by=by, by_guardian=bool(guardian))
    return entrant
