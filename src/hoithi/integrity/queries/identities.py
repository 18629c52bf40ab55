"""The same person twice (một người nhiều tài khoản), and registrations that do not agree with the roster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from hoithi.contests.models import Contest, Entrant
from hoithi.integrity.rules.clusters import clusters
from hoithi.people.models import Identity, RosterEntry

Grounds = dict[tuple[int, int], set[str]]


def same_person(contest: Contest) -> list[tuple[tuple[int, ...], list[str]]]:
    """Entrants of different accounts joined by a mark (CCCD, phone, e-mail) or by name and birth date, with grounds.

    Only people who have begun an attempt: registering twice alone gains nothing. Two queries.
    """
    rows = Entrant.objects.filter(contest=contest, person__isnull=False, locked_at__isnull=False)
    people = dict(rows.values_list("person_id", "pk"))
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    marks = Identity.objects.filter(person__entrants__contest=contest, person__entrants__locked_at__isnull=False)
    for kind, mark, person in marks.values_list("kind", "hmac", "person_id").distinct():
        groups[kind, mark].append(people[person])
    named = rows.filter(person__birth_date__isnull=False, person__erased_at__isnull=True)
    for name, birth, entrant in named.values_list("person__name_norm", "person__birth_date", "pk"):
        groups["name_birth", name, str(birth)].append(entrant)
    return _joined(groups)


def _joined(groups: dict[tuple[str, ...], list[int]]) -> list[tuple[tuple[int, ...], list[str]]]:
    grounds: Grounds = defaultdict(set)
    for (kind, *_), members in groups.items():
        ordered = sorted(set(members))
        for pair in pairwise(ordered):
            grounds[pair].add(kind)
    found = []
    for group in clusters(grounds):
        own = set(group)
        found.append((group, sorted({kind for pair, kinds in grounds.items() if own >= set(pair) for kind in kinds})))
    return found


def roster_mismatches(contest: Contest) -> list[tuple[int, list[str]]]:
    """Entrants whose name, birth date or unit differs from the roster row they are linked to, or who share the name of
    somebody on their unit's roster but not the birth date: (entrant, fields). Two queries.
    """
    rows = Entrant.objects.filter(contest=contest, person__isnull=False, locked_at__isnull=False)
    entrants = list(rows.select_related("person", "roster_entry", "contest_unit").order_by("pk"))
    return [*_linked(entrants), *_namesakes(entrants)]


def _linked(entrants: Iterable[Entrant]) -> Iterable[tuple[int, list[str]]]:
    for entrant in entrants:
        person, staff = entrant.person, entrant.roster_entry
        if staff is None or person is None or person.erased_at:
            continue
        fields = []
        if staff.name_norm != person.name_norm:
            fields.append("name")
        if staff.birth_date and person.birth_date and staff.birth_date != person.birth_date:
            fields.append("birth")
        if entrant.contest_unit is not None and staff.unit_id != entrant.contest_unit.unit_id:
            fields.append("unit")
        if fields:
            yield entrant.pk, fields


def _namesakes(entrants: list[Entrant]) -> Iterable[tuple[int, list[str]]]:
    unlinked = [
        one for one in entrants if one.roster_entry_id is None and one.contest_unit is not None and one.counts_for_unit
    ]
    units = {one.contest_unit.unit_id for one in unlinked if one.contest_unit}
    staff = RosterEntry.objects.filter(unit__in=units, valid_to__isnull=True)
    births = {(unit, name): birth for unit, name, birth in staff.values_list("unit_id", "name_norm", "birth_date")}
    for one in unlinked:
        assert one.contest_unit is not None
        assert one.person is not None
        birth = births.get((one.contest_unit.unit_id, one.person.name_norm))
        if birth and one.person.birth_date and birth != one.person.birth_date:
            yield one.pk, ["namesake"]
