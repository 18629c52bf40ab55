"""What registering needs to know: groups that may fit a person, units to choose from, consents still to be asked."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from hoithi.contests.models import Contest, Entrant, Group
from hoithi.contests.purposes import purposes_of
from hoithi.contests.queries.entrants import conditions_of
from hoithi.contests.queries.roles import bodies_against
from hoithi.contests.rules.eligibility import Verdict, judge
from hoithi.core.clock import VIETNAM
from hoithi.core.text import fold
from hoithi.people.models import Consent, Person, RosterEntry
from hoithi.people.purposes import Purpose
from hoithi.people.queries.people import consents_in_force


def verdicts(contest: Contest, person: Person, now: datetime) -> list[tuple[Group, Verdict]]:
    """Every group of persons with what is already known against it; the unit and its roster are asked later.

    Except of a child: too young for a group open to all, and on no roster, nobody is asked which office employs them.
    """
    bodies = bodies_against(person, contest, now)
    day = now.astimezone(VIETNAM).date()

    def judged(*, on_roster: bool) -> list[tuple[Group, Verdict]]:
        return [
            (group, judge(of, birth=person.birth_date, day=day, bodies=bodies, on_roster=on_roster))
            for group, of in groups
        ]

    groups = [(group, conditions_of(contest, group)) for group in contest.groups.all() if group.subject == "person"]
    found = judged(on_roster=True)
    if any(one.reason == "too_young" for _group, one in found) and not on_a_roster(contest, person, day):
        return judged(on_roster=False)
    return found


def on_a_roster(contest: Contest, person: Person, day: date) -> bool:
    """Whether any unit of the contest has this person, or somebody of their name and birth date, on its roster."""
    alike = Q(person=None, name_norm=fold(person.full_name), birth_date=person.birth_date)
    staff = RosterEntry.objects.at(day).filter(unit__in=contest.units.values("unit"))
    return staff.filter(Q(person=person) | alike).exists()


def consents_to_ask(contest: Contest, person: Person) -> list[Purpose]:
    """The plan's consents that are not in force in their present version."""
    given = consents_in_force(person)
    return [one for one in purposes_of(contest) if one.key not in given or given[one.key].text_version != one.version]


def consents_given(contest: Contest, person: Person) -> list[tuple[Purpose, Consent | None]]:
    """Each consent of the plan with the person's own, for the page where it is withdrawn."""
    given = consents_in_force(person)
    return [(one, given.get(one.key)) for one in purposes_of(contest)]


def corrections_of(entrant: Entrant) -> list[dict[str, object]]:
    """Requests to correct locked fields, newest first, in words of the contest."""
    units = dict(entrant.contest.units.values_list("code", "name"))
    groups = {group.key: group.title for group in entrant.contest.groups.all()}
    return [
        {
            "row": one,
            "waiting": one.decided_at is None,
            "unit": units.get(one.changes.get("unit", ""), ""),
            "group": groups.get(one.changes.get("group", ""), ""),
            "full_name": one.changes.get("full_name", ""),
        }
        for one in entrant.corrections.order_by("-asked_at", "-id")
    ]
