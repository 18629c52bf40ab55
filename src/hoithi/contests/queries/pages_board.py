"""One page of a standing: rows with their places, names only where the plan makes them public, ties on paid places."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hoithi.contests.models import Contest, ContestUnit, Entrant, Prize, Standing, StandingRow, TieDecision
from hoithi.contests.queries.entrants import search_units
from hoithi.contests.queries.facts import scopes_of
from hoithi.contests.queries.lifecycle import state_of
from hoithi.contests.queries.rank_counts import ranked_count
from hoithi.contests.queries.roles import Visitor, can
from hoithi.contests.queries.rounds import beside_settled, is_published, parts_read
from hoithi.contests.queries.standings import (
    RANKED,
    UNRANKED,
    may_view,
    numbered,
    page,
    placed,
    rows_in_order,
    value_of,
)
from hoithi.contests.registry import registry
from hoithi.contests.rules.facts import Value
from hoithi.people.queries.people import publishable

PrizesShown = Literal["", "now", "given"]
"""No prizes on a board; those its places would bring now; those that were given, once its results are public."""
PAGE_SIZE = 100
MOST_PRIZE_ROWS = 300
"""Rows shown for prize places at most, however many equals there are."""
SPARE = 20
"""Rows read beyond twice the prizes: most often those equal to the last and those without a prize fit in."""


@dataclass(frozen=True)
class Line:
    """One row as a page shows it. `name` is "" where it is not public; `prize` is the one given, or the one its place
    would bring now, as the board's `prizes` say."""

    place: int | None
    row: StandingRow
    name: str
    where: str = ""
    prize: str = ""
    tied: bool = False
    mine: bool = False
    reason: str = ""
    href: str = ""
    """Of a work: its public page."""


@dataclass(frozen=True)
class PaidTie:
    """Equals on a place where not all would get the same: the committee decides, nothing is chosen here."""

    place: int
    names: tuple[str, ...]
    prizes: tuple[str, ...]


@dataclass
class Board:
    """What one page of a standing shows."""

    lines: list[Line] = field(default_factory=list)
    ties: list[PaidTie] = field(default_factory=list)
    count: int = 0
    """How many are ranked."""
    prizes: PrizesShown = ""
    older: str = ""
    """Cursor of the next page, "" at the end."""


def closed(standing: Standing, now: datetime, scope: str = "") -> bool:
    """Whether every part the standing (of a round: that round) reads has closed, and so have the votes and marks."""
    parts = parts_read(standing, scope)
    if not parts or not all(state_of(part, now) == "closed" for part in parts):
        return False
    return all(settled for _extension, settled in beside_settled(standing, parts, now))


def last_close(standing: Standing, scope: str = "") -> datetime | None:
    """When the standing stops changing, as far as the plan has set it."""
    ends = [part.closes for part in parts_read(standing, scope)]
    return None if not ends or None in ends else max(end for end in ends if end is not None)


def scopes_with_titles(standing: Standing) -> list[tuple[str, str]]:
    """(scope, title) of what `each` divides the standing into; [("", "")] when it is one."""
    contest, spec = standing.contest, standing.spec
    titles = {part.key: part.title for part in contest.parts.all()} if spec.each == "round" else {}
    if spec.each == "group":
        titles = {group.key: group.title for group in contest.groups.all()}
    elif spec.each == "unit":
        titles = dict(contest.units.values_list("code", "name"))
    elif spec.each == "month":
        titles = {one: _month_title(one) for one in scopes_of(standing) if one}
    elif spec.each == "band":
        titles = {band.key: band.title for band in spec.bands}
    return [(scope, titles.get(scope, scope)) for scope in scopes_of(standing)]


def _month_title(scope: str) -> str:
    """ "2026-03" → "Tháng 3/2026"."""
    return _("Tháng {month}/{year}").format(month=int(scope[5:]), year=scope[:4])


def scope_now(standing: Standing, now: datetime) -> str:
    """The round people look for first: the one that is open, else the last that has begun, else the first."""
    rounds = [part for scope in scopes_of(standing) for part in parts_read(standing, scope)]
    running = [part for part in rounds if part.opens is not None and part.opens <= now]
    still = [part for part in running if part.closes is None or now < part.closes]
    found = (still or running[-1:] or rounds)[:1]
    return found[0].key if found else ""


def seen_scopes(standing: Standing, user: Visitor, now: datetime) -> list[str]:
    """The scopes of a standing this person may look at now: for rounds each by itself, else all or none."""
    scopes = scopes_of(standing)
    if standing.spec.each != "round":
        return scopes if may_view(standing, user, now, closed=closed(standing, now)) else []
    public = [
        scope
        for scope in scopes
        if is_published(standing, scope)
        or may_view(standing, AnonymousUser(), now, closed=closed(standing, now, scope))
    ]
    hidden = len(public) < len(scopes)
    return scopes if hidden and can(user, standing.contest, "standing.view_hidden", now) else public


def decisions_of(standing: Standing, scope: str) -> QuerySet[TieDecision]:
    """Minuted decisions in force, with their documents."""
    found = standing.tie_decisions.filter(scope=scope, revoked_at__isnull=True)
    return found.select_related("document").order_by("place")


def unit_board(standing: Standing, scope: str = "", *, cursor: str = "", search: str = "", own: int = 0) -> Board:
    """A page of ranked units and, after the last, those without a place and why; the same queries on every page."""
    after, after_unranked = read_cursor(cursor)
    found = Board(count=ranked_count(standing.pk, scope))
    if search:
        ranked, rest = _searched(standing, scope, search)
    else:
        ranked = [] if after_unranked is not None else page(standing, scope, after=after, limit=PAGE_SIZE + 1)
        more, ranked = len(ranked) > PAGE_SIZE, ranked[:PAGE_SIZE]
        left = 0 if more else PAGE_SIZE - len(ranked)
        rest = list(_unranked(standing, scope, after_unranked)[: left + 1]) if left else []
        found.older = _older(ranked, rest, left, more=more)
        rest = rest[:left]
    prizes = _prizes_of(standing)
    places = placed(standing, ranked) if search else numbered(standing, ranked)
    units = ContestUnit.objects.in_bulk([row.subject_id for row in [*ranked, *rest]])
    paid, ties = paid_places(standing, prizes, prize_rows(standing, scope, prizes))
    found.prizes, paid = shown_prizes(standing, scope, paid)
    for place, row in places:
        found.lines.append(
            Line(
                place=place,
                row=row,
                name=units[row.subject_id].name,
                prize=paid.get(row.subject_id, ""),
                tied=any(row.subject_id in tie for _place, tie, _stake in ties),
                mine=row.subject_id == own,
            )
        )
    for row in rest:
        reason = unranked_reason(standing, row)
        found.lines.append(Line(None, row, units[row.subject_id].name, mine=row.subject_id == own, reason=reason))
    tied_units = ContestUnit.objects.in_bulk([pk for _p, subjects, _s in ties for pk in subjects]) if ties else {}
    found.ties = [
        PaidTie(place, tuple(tied_units[pk].name for pk in subjects), stake) for place, subjects, stake in ties
    ]
    return found


def person_board(standing: Standing, scope: str, *, on: date, cursor: str = "", own: int = 0) -> Board:
    """Prize places with names (all places where the plan says so); everybody else sees their own row only."""
    found = Board(count=ranked_count(standing.pk, scope))
    prizes = _prizes_of(standing)
    rows = at_stake = prize_rows(standing, scope, prizes)
    paid, ties = paid_places(standing, prizes, at_stake)
    found.prizes, paid = shown_prizes(standing, scope, paid)
    if standing.spec.show_names == "all":
        rows = page(standing, scope, after=read_cursor(cursor)[0], limit=PAGE_SIZE + 1)
        more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
        found.older = cursor_of(rows[-1]) if more else ""
    winners = given_rows(standing, scope, paid, rows) if found.prizes == "given" else []
    entrants = (
        Entrant.objects.filter(pk__in=[row.subject_id for row in [*rows, *winners]])
        .select_related("person", "contest_unit")
        .in_bulk()
    )
    public = publishable([one.person for one in entrants.values() if one.person], on)
    for place, row in [*numbered(standing, rows), *(placed(standing, winners) if winners else ())]:
        entrant = entrants[row.subject_id]
        mine = row.subject_id == own
        named = mine or (entrant.person_id in public and (row.prize_ok or standing.spec.show_names == "all"))
        found.lines.append(
            Line(
                place=place,
                row=row,
                name=entrant.display_name if named else "",
                where=entrant.contest_unit.name if named and entrant.contest_unit else "",
                prize=paid.get(row.subject_id, ""),
                tied=any(row.subject_id in tie for _place, tie, _stake in ties),
                mine=mine,
                reason="" if row.prize_ok else _("dự thi không xét giải"),
            )
        )
    found.ties = [PaidTie(place, (), stake) for place, _subjects, stake in ties]
    return found


def _prizes_of(standing: Standing) -> list[Prize]:
    return list(standing.prizes.order_by("position"))


def prize_rows(standing: Standing, scope: str, prizes: Sequence[Prize]) -> list[StandingRow]:
    """Everybody down to the last paid place, equals included, from the top of the index."""
    quantity = sum(prize.quantity for prize in prizes)
    if not quantity:
        return []
    ordered = rows_in_order(standing, scope)
    limit = min(2 * quantity + SPARE, MOST_PRIZE_ROWS)
    while True:
        rows = list(ordered[:limit])
        paid = [row for row in rows if row.prize_ok]
        last = bytes(paid[quantity - 1].rank_key) if len(paid) >= quantity else None
        if len(rows) < limit or limit == MOST_PRIZE_ROWS or (last is not None and bytes(rows[-1].rank_key) > last):
            return rows if last is None else [row for row in rows if bytes(row.rank_key) <= last]
        limit = MOST_PRIZE_ROWS  # many without a prize, or many equals across the last paid place


def paid_places(
    standing: Standing, prizes: Sequence[Prize], at_stake: Sequence[StandingRow]
) -> tuple[dict[int, str], list[tuple[int, tuple[int, ...], tuple[str, ...]]]]:
    """(subject → title of the prize its place brings now, ties that only a decision can settle).

    Read from stored rows by rank key and the prizes' quantities, never computed over everybody; what depends on other
    standings (one prize each) is left to the allocation after the close.
    """
    slots = [prize for prize in prizes for _n in range(prize.quantity)]
    rows = [row for row in at_stake if row.prize_ok]
    paid: dict[int, str] = {}
    ties = []
    at = 0
    while at < len(rows) and at < len(slots):
        level = [row for row in rows[at:] if bytes(row.rank_key) == bytes(rows[at].rank_key)]
        stake = slots[at : at + len(level)]
        alike = len({prize.key for prize in stake}) == 1 and len(stake) == len(level)
        if alike or standing.spec.tie_policy == "share":
            paid |= {row.subject_id: stake[0].title for row in level if _meets(stake[0], row)}
        else:
            subjects = tuple(row.subject_id for row in level)
            ties.append((at + 1, subjects, tuple(prize.title for prize in stake)))
        at += len(level)
    return paid, ties


def shown_prizes(standing: Standing, scope: str, paid: dict[int, str]) -> tuple[PrizesShown, dict[int, str]]:
    """Prizes a public board may show. Of a published one those that were given; before, those its places bring
    (`paid`), unless another board, or another place of the same unit, may take them away (one prize each)."""
    if is_published(standing, scope):
        given = [medals(standing, scope) for medals in registry.medals]
        return "given", {subject: title for each in given for subject, title in each.items()}
    policy = standing.contest.plan.awards
    limited = policy.stacking == "one_per_subject" or policy.per_subject is not None
    return ("", {}) if limited or not paid else ("now", paid)


def given_rows(
    standing: Standing, scope: str, given: Collection[int], shown: Sequence[StandingRow]
) -> list[StandingRow]:
    """Rows of those whose prize came down to them, past the places that would bring one; best first."""
    if standing.spec.show_names == "all":
        return []
    missing = set(given) - {row.subject_id for row in shown}
    rows = standing.rows.filter(scope=scope, ranked=RANKED, subject_id__in=missing) if missing else standing.rows.none()
    return list(rows.order_by("rank_key", "subject_id"))


def _meets(prize: Prize, row: StandingRow) -> bool:
    known: dict[str, Value | None] = {name: value_of(raw) for name, raw in row.values.get("raw", {}).items()}
    known["total"] = value_of(row.values.get("total"))
    return all((known.get(one.term) or Fraction(0)) >= Fraction(one.at_least) for one in prize.spec.conditions)


def _unranked(standing: Standing, scope: str, after: int | None) -> QuerySet[StandingRow]:
    return standing.rows.filter(scope=scope, ranked=UNRANKED, subject_id__gt=after or 0).order_by("subject_id")


def unranked_reason(standing: Standing, row: StandingRow) -> str:
    """Why a row has no place."""
    raw = row.values.get("raw", {})
    terms = {term.key: term for term in standing.spec.terms}
    for floor in standing.spec.floors:
        value = value_of(raw.get(floor.term))
        if value is not None and value < Fraction(floor.at_least):
            return _("chưa đạt điều kiện: {title}").format(title=terms[floor.term].title)
    return _("chưa có người dự thi được tính")


def _searched(standing: Standing, scope: str, search: str) -> tuple[list[StandingRow], list[StandingRow]]:
    units = search_units(standing.contest, search).values("pk")
    found = standing.rows.filter(scope=scope, subject_id__in=units)
    ranked = found.filter(ranked=RANKED).order_by("rank_key", "subject_id")[:PAGE_SIZE]
    return list(ranked), list(found.filter(ranked=UNRANKED).order_by("subject_id")[:PAGE_SIZE])


def _older(ranked: list[StandingRow], rest: list[StandingRow], left: int, *, more: bool) -> str:
    if more:
        return cursor_of(ranked[-1])
    if len(rest) > left:
        return f"k-{rest[left - 1].subject_id if left else 0}"
    return "k-0" if ranked and not left else ""


def cursor_of(row: StandingRow) -> str:
    """The address part a next page begins after."""
    return written_cursor(bytes(row.rank_key), row.subject_id)


def written_cursor(key: bytes, subject: int) -> str:
    return f"{key.hex()}-{subject}"


def read_cursor(text: str) -> tuple[tuple[bytes, int] | None, int | None]:
    """(after this ranked row, after this unranked subject); anything malformed is the first page."""
    key, dash, subject = text.rpartition("-")
    if not dash or not subject.isascii() or not subject.isdigit() or len(subject) > 18:
        return None, None
    if key == "k":
        return None, int(subject)
    try:
        return (bytes.fromhex(key), int(subject)), None
    except ValueError:
        return None, None


def own_board_rows(contest: Contest, entrant: Entrant) -> list[tuple[Standing, StandingRow]]:
    """The entrant's own rows in the contest's standings of persons."""
    standings = {standing.pk: standing for standing in contest.standings.all() if standing.subject == "person"}
    rows = StandingRow.objects.filter(standing__in=standings, subject_id=entrant.pk).order_by("standing__position")
    return [(standings[row.standing_id], row) for row in rows]
