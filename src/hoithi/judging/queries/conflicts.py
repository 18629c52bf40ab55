"""Who must not mark what: works of the juror's own unit, works they had a hand in, works they stepped back from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db.models import Q

from hoithi.contests.models import ContestUnit, Entrant, Entry, Part, Seat
from hoithi.core.clock import VIETNAM
from hoithi.core.text import fold
from hoithi.entries.models import Author
from hoithi.judging.models import Juror, Recusal
from hoithi.judging.queries.settings import settings_of
from hoithi.people.models import RosterEntry

Reason = Literal["author", "unit", "declared", "elsewhere"]
"""`elsewhere`: each unit has its own jury, and this juror sits on another's."""


@dataclass
class Ties:
    """What ties one juror to works."""

    units: set[int] = field(default_factory=set)
    """Contest units: on its roster, entered for it, coordinator of it, or the seat speaks for it."""
    names: set[str] = field(default_factory=set)
    """Their names, folded: an author's unit is written as text."""


def ties_of(part: Part, people: Collection[int], now: datetime) -> dict[int, Ties]:
    """Units of each of these persons in the contest; four queries, whatever the number."""
    found: dict[int, Ties] = {person: Ties() for person in people}
    units = list(ContestUnit.objects.filter(contest=part.contest_id).only("pk", "unit_id", "name"))
    by_unit = {unit.unit_id: unit.pk for unit in units}
    names = {unit.pk: fold(unit.name) for unit in units}
    today = now.astimezone(VIETNAM).date()
    current = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    for person, unit in RosterEntry.objects.filter(current, person__in=people).values_list("person_id", "unit_id"):
        if unit in by_unit:
            found[person or 0].units.add(by_unit[unit])
    entered = Entrant.objects.filter(contest=part.contest_id, person__in=people, contest_unit__isnull=False)
    for person, of_unit in entered.values_list("person_id", "contest_unit_id"):
        found[person or 0].units.add(of_unit or 0)
    seats = Seat.objects.filter(body__contest=part.contest_id, person__in=people).order_by()
    for person, agency, of_unit in seats.values_list("person_id", "agency", "contest_unit_id"):
        if of_unit:
            found[person or 0].units.add(of_unit)
        said = f" {fold(agency)} "
        found[person or 0].units |= {pk for pk, name in names.items() if f" {name} " in said}
    for ties in found.values():
        ties.names = {names[pk] for pk in ties.units if pk in names}
    return found


def conflicts_of(
    part: Part, works: Iterable[Entry], jurors: Collection[Juror], now: datetime
) -> dict[str, dict[str, Reason]]:
    """work's code → juror's code → why they must not mark it. Works come with their owner."""
    works = list(works)
    ties = ties_of(part, {juror.person_id for juror in jurors}, now)
    settings = settings_of(part)
    by_unit = settings.recuse_own_unit and settings.scope == "contest"
    juries = _juries(part, now) if settings.scope == "unit" else None
    authors: dict[int, list[tuple[int | None, str]]] = defaultdict(list)
    written = Author.objects.filter(work__in=[work.pk for work in works]).order_by()
    for work_id, person, unit in written.values_list("work_id", "person_id", "unit"):
        authors[work_id].append((person, fold(unit)))
    stepped = Recusal.objects.filter(juror__in=[juror.pk for juror in jurors])
    declared = set(stepped.values_list("juror_id", "entry_id"))
    found: dict[str, dict[str, Reason]] = {}
    for work in works:
        own: dict[str, Reason] = {}
        for juror in jurors:
            reason = _reason(work, juror, ties[juror.person_id], authors[work.pk], by_unit=by_unit)
            if juries is not None and work.owner.contest_unit_id not in juries[juror.person_id]:
                reason = reason or "elsewhere"
            if (juror.pk, work.pk) in declared:
                reason = reason or "declared"
            if reason:
                own[juror.code] = reason
        found[work.code] = own
    return found


def _juries(part: Part, now: datetime) -> Mapping[int, set[int | None]]:
    """Each juror's units, by the seats they hold now; None stands for works of nobody's unit."""
    seats = Seat.objects.filter(body__contest=part.contest_id, body__kind="jury", person__isnull=False)
    if seats.filter(body__key=settings_of(part).body).exists():
        seats = seats.filter(body__key=settings_of(part).body)
    found: dict[int, set[int | None]] = defaultdict(set)
    held = seats.filter(Q(until__isnull=True) | Q(until__gt=now)).order_by()
    for person, unit in held.values_list("person_id", "contest_unit_id"):
        found[person or 0].add(unit)
    return found


def _reason(
    work: Entry, juror: Juror, ties: Ties, authors: list[tuple[int | None, str]], *, by_unit: bool
) -> Reason | None:
    if juror.person_id in {work.owner.person_id, *(person for person, _unit in authors)}:
        return "author"
    if not by_unit:
        return None
    written = {unit for _person, unit in authors if unit}
    return "unit" if work.owner.contest_unit_id in ties.units or written & ties.names else None


def conflict(part: Part, work: Entry, juror: Juror, now: datetime) -> Reason | None:
    """Why this juror must not mark this work now; None where they may."""
    return conflicts_of(part, [work], [juror], now)[work.code].get(juror.code)


def own_unit_works(conflicts: Mapping[str, Mapping[str, Reason]], juror: Juror) -> int:
    """How many works are not in a juror's queue because of their unit or their own hand in them."""
    return sum(found.get(juror.code) in ("unit", "author") for found in conflicts.values())
