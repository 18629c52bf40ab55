"""Reading awards for pages: stored proposals with names, publishable or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hoithi.awards.models import Award
from hoithi.contests.models import Contest, ContestUnit, Entrant
from hoithi.people.queries.people import publishable


@dataclass(frozen=True)
class Named:
    """An award with the name a list may show; `name` is "" where it is not public."""

    award: Award
    name: str
    unit: str


@dataclass(frozen=True)
class Section:
    """The awards of one standing, best first."""

    title: str
    rows: tuple[Named, ...]


def sections(contest: Contest, *, on: date, everybody: bool = False) -> list[Section]:
    """Awards by standing with names; `everybody` (the committee) sees all of them. Five queries whatever the number."""
    awards = list(contest.awards.filter(state=Award.PROPOSED).select_related("prize__standing"))
    people = [one.subject_id for one in awards if one.subject_kind == "person"]
    entrants = Entrant.objects.filter(pk__in=people).select_related("person", "contest_unit").in_bulk()
    units = ContestUnit.objects.in_bulk([one.subject_id for one in awards if one.subject_kind == "unit"])
    public = publishable([one.person for one in entrants.values() if one.person], on)
    found: dict[str, list[Named]] = {}
    for award in awards:
        title = award.prize.standing.title if award.prize.standing else award.prize.title
        found.setdefault(title, []).append(_named(award, entrants, units, public, everybody=everybody))
    return [Section(title, tuple(rows)) for title, rows in found.items()]


def _named(
    award: Award, entrants: dict[int, Entrant], units: dict[int, ContestUnit], public: set[int], *, everybody: bool
) -> Named:
    if award.subject_kind == "unit":
        return Named(award, units[award.subject_id].name, "")
    entrant = entrants[award.subject_id]
    unit = entrant.contest_unit.name if entrant.contest_unit else ""
    shown = everybody or entrant.person_id in public
    return Named(award, entrant.display_name if shown else "", unit if shown else "")


def total_cash(found: list[Section]) -> int | None:
    """Đồng of all awards; None as soon as one amount is unset."""
    amounts = [row.award.cash for section in found for row in section.rows]
    return None if None in amounts else sum(amount or 0 for amount in amounts)
