"""What the prizes come to on the facts as they are, for the committee: ties that wait, vacancies, what is unsettled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy

from hoithi.awards.queries.tables import held_before, tables_of
from hoithi.awards.rules.allocation import allocate
from hoithi.awards.rules.structure import Allocation, Table
from hoithi.contests.models import Contest, ContestUnit, Entrant, Part, SealedResult, Standing, TieDecision
from hoithi.contests.operations.standings import is_settled
from hoithi.contests.queries.months import month_parts
from hoithi.contests.queries.rounds import own_standings, publishes_alone
from hoithi.contests.registry import registry


@dataclass(frozen=True)
class Contender:
    """One of several equals, as the committee knows them."""

    subject: int
    name: str
    unit: str


@dataclass(frozen=True)
class OpenTie:
    """Equals on a place with prizes; `place` is the rank they share, `decidable` False while an earlier tie is open."""

    standing: Standing
    scope: str
    place: int
    contenders: tuple[Contender, ...]
    prizes: tuple[str, ...]
    unpaid: int
    decidable: bool


@dataclass(frozen=True)
class Outcome:
    """What the prizes come to on the facts as they are, for the committee."""

    allocation: Allocation
    ties: tuple[OpenTie, ...]
    vacancies: tuple[tuple[str, int, str], ...]
    """(prize, how many, why)."""


VACANT = {
    "no_candidates": gettext_lazy("không đủ người, đơn vị được xếp hạng"),
    "below_bar": gettext_lazy("người tiếp theo chưa đạt điều kiện của giải"),
}


def outcome_of(contest: Contest, part: Part | None = None) -> Outcome:
    """Computes every standing that gives prizes (of one part) anew: for a page of the review, never a public one."""
    tables = tables_of(contest, part, revoked=True)
    allocation = allocate(tables, held_before(contest) if part is not None else ())
    by_key = {(table.standing, table.scope): table for table in tables}
    standings = {standing.key: standing for standing in contest.standings.all()}
    titles = {prize.key: prize.title for prize in contest.prizes.all()}
    ties = []
    for waiting in allocation.undecided:
        standing = standings[waiting.standing]
        place, level = _level(by_key[waiting.standing, waiting.scope], waiting.subjects[0])
        ties.append(
            OpenTie(
                standing,
                waiting.scope,
                place,
                contenders(standing, level),
                tuple(titles[key] for key in waiting.prizes),
                waiting.unpaid,
                decidable=waiting.reason == "tie" and len(level) > 1,
            )
        )
    vacancies = tuple((titles[one.prize], one.quantity, str(VACANT[one.reason])) for one in allocation.vacancies)
    return Outcome(allocation, tuple(ties), vacancies)


def _level(table: Table, subject: object) -> tuple[int, list[int]]:
    """The rank a subject had before any decision, and everybody on it."""
    rank = next((place.place for place in table.places if place.subject == subject), None) or 0
    return rank, [int(place.subject) for place in table.places if place.place == rank and rank]


def contenders(standing: Standing, subjects: Sequence[int]) -> tuple[Contender, ...]:
    """Names of tied subjects in a fixed order that favours nobody: by name."""
    if standing.subject == "unit":
        units = ContestUnit.objects.filter(pk__in=subjects).order_by("name_norm", "pk")
        return tuple(Contender(unit.pk, unit.name, "") for unit in units)
    entrants = Entrant.objects.filter(pk__in=subjects).select_related("contest_unit", "person")
    named = sorted(entrants, key=lambda one: (one.person.name_sort if one.person else "", one.pk))
    return tuple(
        Contender(one.pk, one.display_name, one.contest_unit.name if one.contest_unit else "") for one in named
    )


def unsettled(contest: Contest, now: datetime, part: Part | None = None) -> list[Standing]:
    """Standings that give prizes (standings a part decides) and may still change."""
    if part is not None:
        boards = [(own.standing, scope) for own in own_standings(part) for scope in own.scopes]
        return list({one.pk: one for one, scope in boards if not is_settled(one, now, scope)}.values())
    giving = Standing.objects.filter(contest=contest, prizes__isnull=False).distinct().select_related("contest")
    return [one for one in giving if one.spec.formula is not None and not is_settled(one, now)]


def seal_is_current(contest: Contest, sealed: SealedResult | None, part: Part | None = None) -> bool:
    """Whether nothing (of the part) was decided after the last seal."""
    if sealed is None:
        return False
    decisions = TieDecision.objects.filter(standing__contest=contest)
    if part is not None:
        decisions = decisions.filter(pk__in=[one.pk for one in decisions if _of_part(one, part)])
    if decisions.filter(at__gt=sealed.at).exists() or decisions.filter(revoked_at__gt=sealed.at).exists():
        return False
    return not registry.decided_since(contest, sealed.at)


def _of_part(decision: TieDecision, part: Part) -> bool:
    return any(own.standing.pk == decision.standing_id and decision.scope in own.scopes for own in own_standings(part))


def rounds_alone(contest: Contest) -> list[Part]:
    """Parts whose results can be published before the contest is over."""
    found = list(contest.parts.all())
    for part in found:
        part.contest = contest
    alone = [part for part in found if len(found) > 1 and publishes_alone(part)]
    return [*alone, *(one for one in month_parts(contest, found) if publishes_alone(one))]
