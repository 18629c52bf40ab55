"""Who may enter, and who has."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from hoithi.contests.models import Contest, ContestUnit, Entrant, Group
from hoithi.contests.queries.roles import Visitor, bodies_against
from hoithi.contests.rules.eligibility import Conditions, Verdict, judge
from hoithi.contests.rules.permission import COMMITTEE_BODIES
from hoithi.core.clock import VIETNAM
from hoithi.core.text import fold
from hoithi.people.models import Person, RosterEntry


def conditions_of(contest: Contest, group: Group) -> Conditions:
    """A group's conditions joined with the contest's rule about its committee."""
    spec, entry = group.spec, contest.plan.entry
    kinds = {body.key: body.kind for body in contest.plan.bodies}
    named = frozenset(kinds.get(key, key) for key in entry.committee_bodies)
    return Conditions(
        min_age=spec.eligible.min_age,
        under_age=spec.eligible.under_age,
        roster=spec.eligible.roster,
        unit=spec.unit,
        hors_concours=spec.prize == "hors_concours",
        committee=entry.committee,
        committee_bodies=named or COMMITTEE_BODIES,
    )


def roster_match(person: Person, unit: ContestUnit | None, now: datetime) -> RosterEntry | None:
    """The roster row of this person in the unit they name: linked, or the same name and birth date and nobody's yet."""
    if unit is None:
        return None
    day = now.astimezone(VIETNAM).date()
    theirs = Q(person=person)
    if person.birth_date:
        theirs |= Q(person__isnull=True, name_norm=fold(person.full_name), birth_date=person.birth_date)
    rows = RosterEntry.objects.filter(theirs, unit=unit.unit_id).order_by()
    valid = [row for row in rows if row.valid_from <= day and (row.valid_to is None or day < row.valid_to)]
    return min(valid, key=lambda row: (row.person_id is None, row.name_sort, row.pk), default=None)


def verdict_for(contest: Contest, person: Person, group: Group, unit: ContestUnit | None, now: datetime) -> Verdict:
    """Whether this person may enter in this group on this day."""
    on_roster = group.spec.eligible.roster and roster_match(person, unit, now) is not None
    return verdict_given(contest, person, group, unit, now, on_roster=on_roster)


def verdict_given(
    contest: Contest, person: Person, group: Group, unit: ContestUnit | None, now: datetime, *, on_roster: bool
) -> Verdict:
    """The same, for a caller who has looked at the roster already."""
    return judge(
        conditions_of(contest, group),
        birth=person.birth_date,
        day=now.astimezone(VIETNAM).date(),
        bodies=bodies_against(person, contest, now),
        on_roster=on_roster,
        has_unit=unit is not None,
    )


def entrant_of(user: Visitor, contest: Contest) -> Entrant | None:
    """The account's own entrant in this contest."""
    if not user.is_authenticated or user.person is None:
        return None
    found = Entrant.objects.filter(contest=contest, person=user.person)
    return found.select_related("contest", "group", "contest_unit", "person").first()


def open_groups(contest: Contest) -> QuerySet[Group]:
    """Groups a person can register in."""
    return contest.groups.filter(subject="person")


def search_units(contest: Contest, text: str) -> QuerySet[ContestUnit]:
    """Units whose name holds every word, whatever its diacritics."""
    found = contest.units.all()
    for word in fold(text).split():
        found = found.filter(name_norm__contains=word)
    return found
