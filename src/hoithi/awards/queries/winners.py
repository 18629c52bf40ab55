"""Proposals with the names a list needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from hoithi.awards.rules.structure import Award as Proposal
from hoithi.contests.models import Contest, ContestUnit, Entrant, Entry
from hoithi.contests.models import Prize as PrizeRow

KINDS = ("person", "unit", "entry")


@dataclass(frozen=True)
class Winner:
    """A proposed award with the names a list needs."""

    award: Proposal
    prize: PrizeRow
    name: str
    unit: str
    """Of a work: who sent it."""


def winners(contest: Contest, proposals: Iterable[Proposal]) -> list[Winner]:
    """Names and prize titles of proposals, in the plan's order; a handful of queries whatever their number."""
    proposals = list(proposals)
    prizes = {prize.key: prize for prize in contest.prizes.select_related("standing")}
    kinds = {standing.key: standing.subject for standing in contest.standings.all()}
    subjects = {kind: [int(one.subject) for one in proposals if kinds[one.standing] == kind] for kind in KINDS}
    entrants = Entrant.objects.filter(pk__in=subjects["person"]).select_related("contest_unit").in_bulk()
    bodies = ContestUnit.objects.in_bulk(subjects["unit"])
    works = Entry.objects.filter(pk__in=subjects["entry"]).select_related("owner__contest_unit").in_bulk()
    found = []
    for one in proposals:
        if kinds[one.standing] == "unit":
            name, unit = bodies[int(one.subject)].name, ""
        elif kinds[one.standing] == "entry":
            name, unit = works[int(one.subject)].title, works[int(one.subject)].owner.display_name
        else:
            entrant = entrants[int(one.subject)]
            name = entrant.display_name
            unit = entrant.contest_unit.name if entrant.contest_unit else ""
        found.append(Winner(one, prizes[one.prize], name, unit))
    return sorted(found, key=lambda winner: (winner.prize.position, winner.award.place))


def by_standing(found: Iterable[Winner]) -> list[tuple[str, list[Winner]]]:
    """Winners grouped by the standing that gave the prize, for a list on paper."""
    return [(title, list(group)) for title, group in groupby(found, key=lambda w: w.prize.standing.title)]  # type: ignore[union-attr]
