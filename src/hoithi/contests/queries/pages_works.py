"""One page of a standing of works (tác phẩm): title and sender of those in prize places, one's own works always."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from hoithi.contests.models import Entrant, Entry, Part, Standing, StandingRow
from hoithi.contests.queries.pages_board import (
    PAGE_SIZE,
    Board,
    Line,
    PaidTie,
    cursor_of,
    given_rows,
    paid_places,
    prize_rows,
    read_cursor,
    shown_prizes,
)
from hoithi.contests.queries.rank_counts import ranked_count
from hoithi.contests.queries.standings import numbered, page, placed
from hoithi.contests.registry import registry
from hoithi.people.queries.people import publishable


def entry_board(
    standing: Standing,
    scope: str,
    *,
    on: date,
    cursor: str = "",
    own: Collection[int] = (),
    everybody: bool = False,
    nameless: Callable[[Part], bool] = lambda _part: False,
) -> Board:
    """Prize places (all places where the plan says so, or for the committee), and the works of these entrants.

    Titles and units are public as in the gallery; a person's name only where the person agreed; neither while the
    part of a work is `nameless`.
    """
    prizes = list(standing.prizes.order_by("position"))
    found = Board(count=ranked_count(standing.pk, scope))
    rows = at_stake = prize_rows(standing, scope, prizes)
    paid, ties = paid_places(standing, prizes, at_stake)
    found.prizes, paid = shown_prizes(standing, scope, paid)
    winners: list[StandingRow] = []
    if everybody or standing.spec.show_names == "all":
        rows = page(standing, scope, after=read_cursor(cursor)[0], limit=PAGE_SIZE + 1)
        more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
        found.older = cursor_of(rows[-1]) if more else ""
    elif found.prizes == "given":
        winners = given_rows(standing, scope, paid, rows)
    shown = {row.subject_id for row in [*rows, *winners]}
    mine = [row for row in _own_rows(standing, scope, own) if row.subject_id not in shown]
    works = _works([*rows, *winners, *mine])
    public = publishable([one.owner.person for one in works.values() if one.owner.person], on)
    addresses = _addresses(works.values())
    secret = {part.pk for part in {one.part_id: one.part for one in works.values()}.values() if nameless(part)}
    tied = {subject for _place, subjects, _stake in ties for subject in subjects}
    others = [*winners, *mine]
    for place, row in [*numbered(standing, rows), *(placed(standing, others) if others else ())]:
        work = works[row.subject_id]
        own_work = work.owner_id in own
        told = work.owner.person_id is None or work.owner.person_id in public
        named = own_work or (work.part_id not in secret and (everybody or told))
        found.lines.append(
            Line(
                place=place,
                row=row,
                name=work.title,
                where=_sender(work.owner) if named else "",
                prize=paid.get(row.subject_id, ""),
                tied=row.subject_id in tied,
                mine=own_work,
                reason="" if row.prize_ok else _("dự thi không xét giải"),
                href=addresses.get(row.subject_id, ""),
            )
        )
    found.ties = [
        PaidTie(place, tuple(works[pk].title for pk in subjects if pk in works), stake)
        for place, subjects, stake in ties
    ]
    return found


def _own_rows(standing: Standing, scope: str, own: Collection[int]) -> list[StandingRow]:
    """Ranked rows of these entrants' works, best first."""
    if not own:
        return []
    works = Entry.objects.filter(part__contest=standing.contest_id, owner__in=own).values("pk")
    rows = standing.rows.filter(scope=scope, ranked=True, subject_id__in=works)
    return list(rows.order_by("rank_key", "subject_id")[:20])


def _works(rows: Sequence[StandingRow]) -> dict[int, Entry]:
    found = Entry.objects.filter(pk__in=[row.subject_id for row in rows])
    return found.select_related("part__contest", "owner__person", "owner__contest_unit").in_bulk()


def _sender(owner: Entrant) -> str:
    """The unit that sent it, or the person with their unit."""
    if owner.kind == "unit" or owner.contest_unit is None:
        return owner.display_name
    return f"{owner.display_name}, {owner.contest_unit.name}"


def _addresses(works: Collection[Entry]) -> Mapping[int, str]:
    """Public pages of works, as their kind gives them; asked once a part."""
    found: dict[int, str] = {}
    for part in {one.part_id: one.part for one in works}.values():
        kind = registry.kinds.get(part.kind)
        if kind is not None and kind.entry_urls is not None:
            found |= kind.entry_urls(part, [one.pk for one in works if one.part_id == part.pk])
    return found


def own_entrants(contest_entrant: Entrant | None, units: Collection[int]) -> set[int]:
    """Entrants whose works are one's own: oneself, and units one is the coordinator of."""
    found = {contest_entrant.pk} if contest_entrant is not None else set()
    if units:
        rows = Entrant.objects.filter(kind="unit", contest_unit__in=units)
        found |= set(rows.values_list("pk", flat=True))
    return found
