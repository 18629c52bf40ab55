"""Reading awards for pages: stored proposals with names, publishable or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from hoithi.awards.models import Award
from hoithi.awards.queries.published import public_states
from hoithi.contests.models import Contest, ContestUnit, Entrant, Entry, Part
from hoithi.contests.queries.commitments import commitment_title
from hoithi.contests.queries.pages_board import scopes_with_titles
from hoithi.contests.queries.pages_rounds import short_title
from hoithi.contests.queries.rounds import own_scopes
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


def sections(contest: Contest, *, on: date, everybody: bool = False, part: Part | None = None) -> list[Section]:
    """Awards by standing (and round, group …) with names; `everybody` (the committee) sees all of them.

    Of one part alone where it is given. A handful of queries whatever the number.
    """
    states = Award.LIVE if everybody else public_states(contest)
    awards = list(contest.awards.filter(state__in=states).select_related("prize__standing"))
    if part is not None:
        own = own_scopes(part)
        awards = [one for one in awards if one.prize.standing and (one.prize.standing.key, one.scope) in own]
    titles = _scope_titles(contest, awards)
    people = [one.subject_id for one in awards if one.subject_kind == "person"]
    entrants = Entrant.objects.filter(pk__in=people).select_related("person", "contest_unit").in_bulk()
    units = ContestUnit.objects.in_bulk([one.subject_id for one in awards if one.subject_kind == "unit"])
    works = [one.subject_id for one in awards if one.subject_kind == "entry"]
    entries = Entry.objects.filter(pk__in=works).select_related("owner__person", "owner__contest_unit").in_bulk()
    owners = [one.owner for one in entries.values()]
    public = publishable([one.person for one in [*entrants.values(), *owners] if one.person], on)
    found: dict[str, list[Named]] = {}
    order = {board: number for number, board in enumerate(titles)}
    awards.sort(key=lambda one: order.get((one.prize.standing_id or 0, one.scope), len(order)))
    for award in awards:
        title = award.prize.standing.title if award.prize.standing else award.prize.title
        title += titles.get((award.prize.standing_id or 0, award.scope), "")
        found.setdefault(title, []).append(_named(award, _Known(entrants, units, entries, public), everybody=everybody))
    return [Section(title, tuple(rows)) for title, rows in found.items()]


def _scope_titles(contest: Contest, awards: list[Award]) -> dict[tuple[int, str], str]:
    """(standing, scope) → what is added to the standing's title: ", Tuần 3"."""
    found: dict[tuple[int, str], str] = {}
    scoped = {one.prize.standing.pk: one.prize.standing for one in awards if one.scope and one.prize.standing}
    for standing in scoped.values():
        standing.contest = contest
        rounds = {part.key: short_title(part) for part in contest.parts.all()} if standing.spec.each == "round" else {}
        for scope, title in scopes_with_titles(standing):
            found[standing.pk, scope] = f", {rounds.get(scope, title)}"
    return found


@dataclass(frozen=True)
class _Known:
    """Whose the awards are, read at once; `public`: people whose name may be shown."""

    entrants: dict[int, Entrant]
    units: dict[int, ContestUnit]
    works: dict[int, Entry]
    public: set[int]


def _named(award: Award, known: _Known, *, everybody: bool) -> Named:
    if award.subject_kind == Award.NOMINEE:
        return Named(award, award.holder_name, award.holder_unit)
    if award.subject_kind == "unit":
        return Named(award, known.units[award.subject_id].name, "")
    if award.subject_kind == "entry":
        work = known.works[award.subject_id]
        shown = everybody or work.owner.person_id is None or work.owner.person_id in known.public
        return Named(award, work.title, work.owner.display_name if shown else "")
    entrant = known.entrants[award.subject_id]
    unit = entrant.contest_unit.name if entrant.contest_unit else ""
    shown = everybody or entrant.person_id in known.public
    return Named(award, entrant.display_name if shown else "", unit if shown else "")


def total_cash(found: list[Section]) -> int | None:
    """Đồng of all awards; None as soon as one amount is unset."""
    amounts = [row.award.cash for section in found for row in section.rows]
    return None if None in amounts else sum(amount or 0 for amount in amounts)


def opened(contest: Contest, part: Part, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """What the round's seal opens, in words: the secret with its commitment, each bank with how many questions."""
    groups = {group.key: group.title for group in contest.groups.all()}
    first = next(iter(entries), {})
    banks = []
    for entry in entries:
        name = f"bank_root:{entry['group']}" if entry.get("group") else "bank_root"
        title = commitment_title(part.kind, name, groups)
        banks.append({"title": title, "root": entry.get("bank_root", ""), "questions": len(entry.get("questions", []))})
    return {"secret": first.get("secret"), "commitment": first.get("secret_commitment", ""), "banks": banks}
