"""Who goes on to a part (chọn vào vòng sau), worked out from the standing it takes its entrants from."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from hoithi.contests.models import Contest, ContestUnit, Entrant, Entry, Part, PartEntrant, Standing
from hoithi.contests.queries.facts import gather, scopes_of
from hoithi.contests.queries.standings import decided
from hoithi.contests.registry import Fact
from hoithi.contests.rules.facts import Subject
from hoithi.contests.rules.promotion import Boundary, promote
from hoithi.contests.rules.ranking import Place, rank, split
from hoithi.contests.spec import engine_standing


@dataclass(frozen=True)
class Candidate:
    """One of those ranked: `within` the number that goes on, or next in line; `heading` names scope, unit or group."""

    subject: int
    place: int
    heading: str
    within: bool


@dataclass(frozen=True)
class Proposal:
    """What the standing comes to: who goes on, equals on the last place (scope, boundary), and who stands next."""

    standing: Standing
    promoted: tuple[int, ...]
    undecided: tuple[tuple[str, Boundary, int], ...]
    """(scope, boundary, the rank they share in the standing)."""
    candidates: tuple[Candidate, ...]
    room: int
    """Most subjects that may go on."""


def source_of(part: Part) -> Standing | None:
    """The standing a part takes its entrants from."""
    source = part.spec.entrants_from
    if source is None:
        return None
    standing = part.contest.standings.get(key=source.standing)
    standing.contest = part.contest
    return standing


def goes_on_to(contest: Contest, entrant: Entrant | None) -> list[Part]:
    """Parts somebody was chosen into. Nothing is asked of a contest that chooses nobody."""
    choosing = [part for part in contest.parts.all() if part.spec.entrants_from is not None]
    if entrant is None or not choosing:
        return []
    chosen = set(PartEntrant.objects.filter(entrant=entrant).values_list("part_id", flat=True))
    return [part for part in choosing if part.pk in chosen]


def proposal(part: Part) -> Proposal | None:
    """Ranks the source anew, decisions applied; in each scope, unit or group by itself. None where there is no source.

    For pages of the committee and for the promotion itself, never for a public page.
    """
    standing, source = source_of(part), part.spec.entrants_from
    if standing is None or source is None or standing.spec.formula is None:
        return None
    promoted: list[int] = []
    undecided: list[tuple[str, Boundary, int]] = []
    candidates: list[Candidate] = []
    room = 0
    for scope in scopes_of(standing):
        gathered = gather(standing, scope)
        raw = rank(gathered.rows, engine_standing(standing.spec), gathered.truths)
        places = decided(standing, scope, raw)
        per = _divide(standing, source.per, gathered.facts)
        found = promote(places, source.top, per)
        promoted += [int(one) for one in found.promoted]
        shared = {one.subject: one.place or 0 for one in raw}
        undecided += [(scope, tie, shared[tie.subjects[0]]) for tie in found.undecided]
        for heading, members in split(places, per or (lambda _one: "")).items():
            room += source.top
            candidates += _lined_up(members, source.top, heading or scope, set(found.promoted))
    return Proposal(standing, tuple(promoted), tuple(undecided), tuple(candidates), room)


def _divide(standing: Standing, per: str, facts: dict[int, Fact]) -> Callable[[Subject], str | None] | None:
    """Which unit or group a subject is counted in; None where all are counted together."""
    if per == "all":
        return None
    if standing.subject == "unit":
        rows = standing.contest.units.select_related("group")
        of_unit = {unit.pk: unit.group.key if unit.group else None for unit in rows}
        return lambda subject: of_unit.get(int(subject)) if per == "group" else str(subject)
    if per == "group":
        return lambda subject: facts[int(subject)].group_key or None
    units = {pk: fact.contest_unit_id for pk, fact in facts.items()}
    return lambda subject: str(units[int(subject)]) if units.get(int(subject)) else None


def _lined_up(members: Collection[Place], top: int, heading: str, within: Collection[Subject]) -> list[Candidate]:
    """The first `top` and as many again, best first; hors concours do not go on."""
    runners = [one for one in members if one.prize_place is not None and one.prize_place <= 2 * top]
    return [Candidate(int(one.subject), one.place or 0, heading, one.subject in within) for one in runners]


def entrants_of(part: Part, standing: Standing, subjects: Collection[int]) -> list[Entrant]:
    """The entrants behind promoted subjects: the person, everybody of a unit in the part's groups, a work's owner."""
    found = Entrant.objects.filter(contest=part.contest).select_related("group").order_by("pk")
    if standing.subject == "unit":
        found = found.filter(contest_unit_id__in=subjects)
        if part.spec.groups:
            found = found.filter(group__key__in=part.spec.groups)
    elif standing.subject == "entry":
        found = found.filter(pk__in=Entry.objects.filter(pk__in=subjects).values("owner"))
    else:
        found = found.filter(pk__in=subjects)
    return list(found)


def admitted_units(part: Part) -> set[int]:
    """Units some of whose people are admitted already."""
    rows = PartEntrant.objects.filter(part=part, entrant__contest_unit__isnull=False)
    return set(rows.values_list("entrant__contest_unit_id", flat=True))


def names_of(standing: Standing, subjects: Collection[int]) -> dict[int, tuple[str, str]]:
    """Subject → (name, unit) for the committee."""
    if standing.subject == "unit":
        return {unit.pk: (unit.name, "") for unit in ContestUnit.objects.filter(pk__in=subjects)}
    if standing.subject == "entry":
        return {one.pk: (one.title, "") for one in Entry.objects.filter(pk__in=subjects)}
    rows = Entrant.objects.filter(pk__in=subjects).select_related("contest_unit")
    return {one.pk: (one.display_name, one.contest_unit.name if one.contest_unit else "") for one in rows}
