"""Awards as the lines of a list, a document or a certificate: names, units, money and why, in the plan's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from hoithi.awards.models import Award
from hoithi.contests.models import Contest, ContestUnit, Entrant, Entry, Standing
from hoithi.contests.queries.pages_board import scopes_with_titles
from hoithi.contests.queries.pages_rounds import short_title
from hoithi.contests.queries.pages_words import unit_of, written
from hoithi.contests.schema.standings import Term
from hoithi.documents.models import Document

INSTANT = "submitted"
"""Measure of moments: a count of microseconds tells nobody anything, so it is not written out."""


@dataclass(frozen=True)
class AwardLine:
    """One award with everything papers say of it; names are whole, so only the committee and papers read lines.

    `subject_kind`: person, unit, entry, nominee. `name`: who gets it (of a work its owner), `work_title` the work.
    `cash`: đồng, None where the plan leaves it unset. `because`: the figures that decided, in words.
    """

    award_id: int
    prize_key: str
    prize_title: str
    subject_kind: str
    subject_id: int
    name: str
    unit: str
    work_title: str
    position: str
    cash: int | None
    paper: str
    signer: str
    place: int | None
    because: str
    scope: str
    scope_title: str
    state: str
    document: Document | None
    stacked: bool = False
    standing_title: str = ""
    code: str = ""
    """The entrant's code, "" for nominees."""
    person_id: int | None = None
    """The `people.Person` behind it, where it is one."""
    unit_id: int | None = None
    """The contest unit that gets it: itself, or the sender of the work."""
    work_code: str = ""
    warn: str = ""


def award_lines(contest: Contest, states: Iterable[str] | None = None, **only: Any) -> list[AwardLine]:
    """Awards in these states (by default all that stand), best prize first; a handful of queries whatever their number.

    `only`: further conditions on awards, as Django's `filter` takes them.
    """
    rows = contest.awards.filter(state__in=list(Award.LIVE if states is None else states), **only)
    return lines_of(contest, rows.select_related("prize__standing", "decision"))


def lines_of(contest: Contest, awards: Iterable[Award]) -> list[AwardLine]:
    """The same for given awards (with `prize__standing` and `decision` at hand)."""
    awards = list(awards)
    known = _known(contest, awards)
    order = {board: n for n, board in enumerate(known.scopes)}
    lines = [(one, _line(one, known)) for one in awards]
    lines.sort(key=lambda pair: _order(pair[0], order))
    return [line for _one, line in lines]


def _order(award: Award, order: dict[tuple[int, str], int]) -> tuple[int, int, int, str, int]:
    board = order.get((award.prize.standing_id or 0, award.scope), len(order))
    return board, award.prize.position, award.place or 0, award.subject_kind, award.subject_id


@dataclass
class _Known:
    """Whose the awards are, read at once."""

    entrants: dict[int, Entrant]
    units: dict[int, ContestUnit]
    works: dict[int, Entry]
    scopes: dict[tuple[int, str], str]
    """(standing, scope) → its title."""
    words: dict[int, dict[str, tuple[str, str]]] = field(default_factory=dict)
    """Standing → term → (title, unit)."""


def _known(contest: Contest, awards: Sequence[Award]) -> _Known:
    ids: dict[str, list[int]] = {"person": [], "unit": [], "entry": []}
    for one in awards:
        ids.setdefault(one.subject_kind, []).append(one.subject_id)
    works = Entry.objects.filter(pk__in=ids["entry"]).select_related("owner__contest_unit", "owner__roster_entry")
    entrants = Entrant.objects.filter(pk__in=ids["person"]).select_related("contest_unit", "roster_entry")
    standings = {one.prize.standing.pk: one.prize.standing for one in awards if one.prize.standing}
    scopes: dict[tuple[int, str], str] = {}
    words: dict[int, dict[str, tuple[str, str]]] = {}
    for standing in sorted(standings.values(), key=lambda one: one.position):
        standing.contest = contest
        scopes |= {(standing.pk, scope): title for scope, title in _titles(standing)}
        words[standing.pk] = {term.key: (term.title, _unit(contest, term)) for term in standing.spec.terms}
    units = ContestUnit.objects.in_bulk(ids["unit"])
    return _Known(entrants.in_bulk(), units, works.in_bulk(), scopes, words)


def _titles(standing: Standing) -> list[tuple[str, str]]:
    rounds = (
        {part.key: short_title(part) for part in standing.contest.parts.all()} if standing.spec.each == "round" else {}
    )
    return [(scope, rounds.get(scope, title)) for scope, title in scopes_with_titles(standing)]


def _line(award: Award, known: _Known) -> AwardLine:
    prize, standing = award.prize, award.prize.standing
    name, unit, position, work, entrant = award.holder_name, award.holder_unit, award.holder_position, "", None
    if award.subject_kind == "unit":
        name = name or known.units[award.subject_id].name
    elif award.subject_kind == "entry":
        entry = known.works[award.subject_id]
        work, entrant = entry.title, entry.owner
    elif award.subject_kind == "person":
        entrant = known.entrants[award.subject_id]
    if entrant is not None:
        name = name or entrant.display_name
        unit = unit or (entrant.contest_unit.name if entrant.contest_unit and entrant.kind != "unit" else "")
        position = position or (entrant.roster_entry.position if entrant.roster_entry else "")
    return AwardLine(
        award_id=award.pk,
        prize_key=prize.key,
        prize_title=prize.title,
        subject_kind=award.subject_kind,
        subject_id=award.subject_id,
        name=name,
        unit=unit,
        work_title=work,
        position=position,
        cash=award.cash,
        paper=prize.paper,
        signer=prize.spec.signer,
        place=award.place,
        because=why(award, known.words.get(standing.pk if standing else 0, {})),
        scope=award.scope,
        scope_title=known.scopes.get((standing.pk if standing else 0, award.scope), "") if award.scope else "",
        state=award.state,
        document=award.decision,
        stacked=award.stacked,
        standing_title=standing.title if standing else _("Xét chọn"),
        code=entrant.code if entrant else "",
        person_id=entrant.person_id if entrant else None,
        unit_id=_unit_of(award, entrant),
        work_code=known.works[award.subject_id].code if award.subject_kind == "entry" else "",
        warn=prize.spec.warn,
    )


def _unit_of(award: Award, entrant: Entrant | None) -> int | None:
    if award.subject_kind == "unit":
        return award.subject_id
    return entrant.contest_unit_id if entrant is not None and entrant.kind == "unit" else None


def _unit(contest: Contest, term: Term) -> str:
    return INSTANT if term.measure == INSTANT else unit_of(contest, term)


def why(award: Award, words: dict[str, tuple[str, str]]) -> str:
    """The figures that decided, in words: "Số câu đúng 20 câu; Thời gian làm bài 3:12"; of a chosen one its reason."""
    figures = [
        f"{words[key][0]} {written(value, words[key][1])}" if key in words else f"{key}: {value}"
        for key, value in award.because.items()
        if value is not None and words.get(key, ("", ""))[1] != INSTANT
    ]
    return "; ".join(filter(None, [*figures, award.reason]))
