"""Gathering what a standing ranks: every subject's value in every term, from the kinds' facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from hoithi.contests.models import Contest, ContestUnit, Part, Standing
from hoithi.contests.queries.fact_sources import ancestors, facts_of, figure_values, hosts_of, measure_kind, picked
from hoithi.contests.queries.months import month_kind, month_part, months_of
from hoithi.contests.registry import Fact
from hoithi.contests.rules.aggregate import Member, aggregate, combine
from hoithi.contests.rules.facts import Row, Subject, Value, exact, ratio
from hoithi.contests.rules.ranking import rank
from hoithi.contests.schema.standings import Standing as Spec
from hoithi.contests.schema.standings import Term
from hoithi.contests.spec import aggregate_of, better, engine_standing
from hoithi.core.clock import VIETNAM

__all__ = ["Gathered", "facts_of", "gather", "gather_given", "parts_of", "scopes_of"]
Reader = Callable[[Term], list[list[Fact]]]


@dataclass(frozen=True)
class Reached:
    """What another standing comes to: each subject's total, and whose facts it rests on."""

    totals: dict[int, Value | None] = field(default_factory=dict)
    facts: dict[int, Fact] = field(default_factory=dict)


Totals = Callable[[str], Reached]


@dataclass(frozen=True)
class Outside:
    """What a standing reads besides facts of parts: figures by term, and whose they are where it reads nothing else."""

    figures: Callable[[Term], dict[int, Value]] = lambda _term: {}
    hosts: Callable[[Collection[int]], dict[int, Fact]] = lambda _subjects: {}


@dataclass
class Gathered:
    """Rows for the engine, and whose they are."""

    rows: list[Row] = field(default_factory=list)
    facts: dict[int, Fact] = field(default_factory=dict)
    truths: dict[str, Value] = field(default_factory=dict)


def scopes_of(standing: Standing) -> list[str]:
    """What `each` divides the standing into: [""] when it is one."""
    spec, contest = standing.spec, standing.contest
    if spec.each == "round":
        keys = {term.part for term in spec.terms}
        return [part.key for part in contest.parts.all() if part.plan_key in keys]
    if spec.each == "month":
        keys = {term.part for term in spec.terms}
        read = [part for part in contest.parts.all() if part.plan_key in keys]
        ending = {month_of(part) for part in read if part.spec.series and month_kind(part) is None}
        return sorted(ending.union(*(months_of(part) for part in read))) or [""]
    if spec.each == "group":
        groups = contest.groups.all()
        return [group.key for group in groups if not spec.groups or group.key in spec.groups]
    if spec.each == "band":
        return [band.key for band in spec.bands]
    if spec.each == "unit":
        return [unit.code for unit in contest.units.all()]
    return [""]


def month_of(part: Part) -> str:
    """The month a round ends in, "2026-03": a round that ends at midnight still belongs to the day before."""
    if part.closes is None:
        return ""
    return f"{(part.closes - timedelta(microseconds=1)).astimezone(VIETNAM):%Y-%m}"


def in_scope(part: Part, each: str, scope: str) -> bool:
    """Whether a part is read in a scope: the round itself, or the rounds that end in the month."""
    if not scope or each not in ("round", "month") or (each == "month" and month_kind(part) is not None):
        return True
    return part.key == scope if each == "round" else month_of(part) == scope


def parts_of(contest: Contest, term: Term, scope: str = "", each: str = "round") -> list[Part]:
    """The rounds a term reads: all of its series, or those of the scope (a round, a month)."""
    found = [part for part in contest.parts.all() if part.plan_key == term.part and in_scope(part, each, scope)]
    return [month_part(part, scope) if _by_month(part, each, scope) else part for part in found]


def _by_month(part: Part, each: str, scope: str) -> bool:
    return each == "month" and scope != "" and month_kind(part) is not None


def gather(
    standing: Standing,
    scope: str = "",
    subjects: Collection[int] | None = None,
    *,
    source: Callable[[Part], Iterable[Fact]] | None = None,
) -> Gathered:
    """Every subject's values in one scope of a standing; of these persons only, where `subjects` is given.

    `source` gives the facts of a part instead of its kind: made-up ones, or those of another contest.
    """
    spec = standing.spec
    cache: dict[int, list[Fact]] = {}

    def read(term: Term) -> list[list[Fact]]:
        found = []
        for part in parts_of(standing.contest, term, scope, spec.each):
            if part.pk not in cache:
                cache[part.pk] = list(source(part) if source else facts_of(part, subjects))
            found.append(picked(spec, term, part, cache[part.pk]))
        return found

    def totals(key: str) -> Reached:
        return _totals(standing, key, scope)

    outside = Outside(
        lambda term: figure_values(standing.contest, term.figure or "", spec.subject),
        lambda subjects: hosts_of(standing.contest, subjects) if spec.subject == "entry" else {},
    )
    if spec.subject == "unit":
        return _unit_rows(standing, scope, read, totals, outside)
    only_unit = _unit_pk(standing, scope) if spec.each == "unit" else None
    return _person_rows(spec, scope, read, totals, only_unit, outside)


def gather_given(spec: Spec, scope: str, facts: list[Fact]) -> Gathered:
    """The rows of persons whose facts of one part are all a standing reads."""
    return _person_rows(spec, scope, lambda _term: [facts])


def _unit_pk(standing: Standing, code: str) -> int:
    return standing.contest.units.values_list("pk", flat=True).get(code=code)


def _person_rows(
    spec: Spec,
    scope: str,
    read: Reader,
    totals: Totals = lambda _key: Reached(),
    only_unit: int | None = None,
    outside: Outside = Outside(),
) -> Gathered:
    """A row for everybody (every work) with facts in the parts a standing reads; where it reads standings only, in
    theirs; where it reads figures only, in those."""
    found = Gathered()

    def let_in(facts: Iterable[Fact]) -> None:
        for fact in facts:
            if _in_groups(spec, scope, fact) and only_unit in (None, fact.contest_unit_id):
                found.facts.setdefault(fact.subject_id, fact)

    by_itself = any(term.part for term in spec.terms)
    values: dict[int, dict[str, Value | None]] = defaultdict(dict)
    elsewhere: dict[str, dict[int, Value | None]] = {}
    for term in spec.terms:
        rounds = read(term) if term.part else []
        for facts in rounds:
            let_in(facts)
        for subject, own in _by_subject(rounds).items():
            values[subject][term.key] = over_rounds(term, own)
        if term.standing:
            other = totals(term.standing)
            elsewhere[term.key] = other.totals
            let_in(other.facts.values() if not by_itself else ())
        if term.figure:
            elsewhere[term.key] = dict(outside.figures(term))
        if term.truth:
            found.truths[term.key] = _truth(term, rounds)
    if all(term.figure for term in spec.terms):
        let_in(outside.hosts({subject for column in elsewhere.values() for subject in column}).values())
    _bring_in(spec, values, elsewhere, found)
    keys = [term.key for term in spec.terms]
    for subject, fact in found.facts.items():
        own_values = {key: values[subject].get(key) for key in keys}
        found.rows.append(Row(subject, _missing(spec, own_values), hors_concours=not fact.prize_ok))
    return found


def _bring_in(
    spec: Spec,
    values: dict[int, dict[str, Value | None]],
    elsewhere: dict[str, dict[int, Value | None]],
    found: Gathered,
) -> None:
    """Values of other standings and of figures; of a work carried on, those of its earlier selves."""
    if not elsewhere:
        return
    earlier = ancestors(found.facts) if spec.subject == "entry" else {}
    for subject in found.facts:
        for key, column in elsewhere.items():
            selves = [subject, *earlier.get(subject, ())]
            values[subject][key] = next((column[one] for one in selves if one in column), None)


def _totals(standing: Standing, key: str, scope: str) -> Reached:
    """Every subject's total in another standing of the contest: in the same scope where that one has it, else over
    all of its scopes (a person of one group, a unit of one band stands in one of them)."""
    other = standing.contest.standings.get(key=key)
    other.contest = standing.contest
    scopes = scopes_of(other)
    found = Reached()
    for one in [scope] if scope in scopes else scopes:
        gathered = gather(other, one)
        places = rank(gathered.rows, engine_standing(other.spec), gathered.truths)
        known = {int(row.subject) for row in gathered.rows if any(v is not None for v in row.facts.values())}
        found.totals.update({int(p.subject): p.total for p in places if int(p.subject) in known})
        found.facts.update(gathered.facts)
    return found


def _missing(spec: Spec, values: dict[str, Value | None]) -> dict[str, Value | None]:
    """`missing = zero` counts as 0; `missing = unranked` takes the whole subject out."""
    for term in spec.terms:
        if values.get(term.key) is None and term.missing == "zero":
            values[term.key] = 0
        if values.get(term.key) is None and term.missing == "unranked":
            return dict.fromkeys(values)
    return values


def _in_groups(spec: Spec, scope: str, fact: Fact) -> bool:
    if spec.each == "group" and fact.group_key != scope:
        return False
    return not spec.groups or fact.group_key in spec.groups


def _by_subject(rounds: Iterable[Iterable[Fact]]) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = defaultdict(list)
    for facts in rounds:
        for fact in facts:
            found[fact.subject_id].append(fact)
    return found


def over_rounds(term: Term, facts: list[Fact]) -> Value | None:
    """One subject's rounds as one value; a single round is its own value."""
    if term.rounds in ("taken", "people"):
        return len(facts) if term.rounds == "taken" else min(1, len(facts))
    known = [value for fact in facts if (value := exact(fact.values.get(term.measure))) is not None]
    if not known:
        return None
    if term.rounds in ("sum", "mean"):
        return combine(term.rounds, known)
    return combine("best", known, better(term))


def _truth(term: Term, rounds: list[list[Fact]]) -> Value:
    """What predictions are held against, known once the part is closed."""
    rows = [fact for facts in rounds for fact in facts]
    if term.where.groups:
        rows = [fact for fact in rows if fact.group_key in term.where.groups]
    if term.truth == "attempts":
        return sum(int(fact.values.get("attempts") or 0) for fact in rows)
    return len({fact.subject_id for fact in rows if term.truth == "people" or fact.values.get("all_correct")})


def _unit_rows(standing: Standing, scope: str, read: Reader, totals: Totals, outside: Outside) -> Gathered:
    spec = standing.spec
    units = units_in_scope(standing, scope)
    columns: dict[str, dict[int, Value | None]] = {}
    taking_part: set[int] = set()
    by_itself = any(term.part for term in spec.terms)
    for term in spec.terms:
        if term.standing:
            columns[term.key] = totals(term.standing).totals
            if not by_itself:
                taking_part |= set(columns[term.key])
        elif term.figure:
            columns[term.key] = dict(outside.figures(term))
        elif _of_units(standing, term):
            own = _by_subject(read(term))
            taking_part |= set(own)
            columns[term.key] = {unit: over_rounds(term, facts) for unit, facts in own.items()}
        else:
            members = members_of(spec, term, read(term))
            taking_part |= {int(member.unit) for member in members}
            columns[term.key] = _column(term, members, units)
    if all(term.figure for term in spec.terms):
        taking_part = {unit for column in columns.values() for unit in column}
    return unit_rows(spec, units, columns, taking_part)


def _of_units(standing: Standing, term: Term) -> bool:
    """Whether a term is the unit's own measure, gathered from nobody."""
    parts = [part for part in standing.contest.parts.all() if part.plan_key == term.part]
    return term.agg == "value" and bool(parts) and measure_kind(parts[0], term) == "unit"


def units_in_scope(standing: Standing, scope: str) -> dict[int, ContestUnit]:
    """Units that compete in this scope, by id."""
    units = standing.contest.units.filter(competes=True).select_related("group")
    return {unit.pk: unit for unit in units if _unit_in_scope(standing.spec, scope, unit)}


def unit_rows(
    spec: Spec, units: Collection[int], columns: dict[str, dict[int, Value | None]], taking_part: Collection[int]
) -> Gathered:
    """Units as the engine ranks them, from each term's value by unit; nothing where nobody took part."""
    found = Gathered()
    for pk in units:
        values = {key: column.get(pk) if pk in taking_part else None for key, column in columns.items()}
        if pk in taking_part:
            values = _missing(spec, values)
        found.rows.append(Row(pk, values))
    return found


def _unit_in_scope(spec: Spec, scope: str, unit: ContestUnit) -> bool:
    if spec.each == "group":
        return unit.group is not None and unit.group.key == scope
    if spec.each == "unit":
        return unit.code == scope
    if spec.each == "band":
        fitting = [band for band in spec.bands if band.from_headcount <= unit.headcount]
        return bool(fitting) and max(fitting, key=lambda band: band.from_headcount).key == scope
    return not spec.groups or (unit.group is not None and unit.group.key in spec.groups)


def members_of(spec: Spec, term: Term, rounds: list[list[Fact]]) -> list[Member]:
    """People who count for a unit, one member each once their rounds are joined, else one for each round."""
    counted = [[fact for fact in facts if _counts(spec, fact)] for facts in rounds]
    if term.rounds:
        return [
            Member(
                own[0].contest_unit_id or 0, dict(own[0].values) | {term.measure: over_rounds(term, own)}, _tags(own[0])
            )
            for own in _by_member(counted).values()
        ]
    return [Member(f.contest_unit_id or 0, f.values, _tags(f)) for facts in counted for f in facts]


def _by_member(rounds: Iterable[Iterable[Fact]]) -> dict[tuple[str, int], list[Fact]]:
    """A unit that took part itself is not the person with the same number."""
    found: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for facts in rounds:
        for fact in facts:
            found[fact.subject_kind, fact.subject_id].append(fact)
    return found


def _tags(fact: Fact) -> dict[str, str]:
    return {"group": fact.group_key, "roster": "yes" if fact.on_roster else "no"}


def _counts(spec: Spec, fact: Fact) -> bool:
    return (
        fact.contest_unit_id is not None
        and fact.counts_for_unit
        and (spec.counts == "all" or fact.on_roster)
        and (spec.hors_concours_counts or fact.prize_ok)
    )


def _column(term: Term, members: list[Member], units: dict[int, ContestUnit]) -> dict[int, Value | None]:
    chosen = [member for member in members if fits(term, member)]
    headcounts: dict[Subject, int | None] = {pk: unit.headcount for pk, unit in units.items()}
    wanted = aggregate_of(term)
    if term.agg == "share":
        # `where` narrows what is counted, never the participants it is held against
        counted = {
            row.subject: row.facts[term.key] for row in aggregate(chosen, headcounts, [replace(wanted, how="count")])
        }
        people = _people(members)
        below = headcounts if term.over == "headcount" else people
        return {pk: ratio(counted[pk], below.get(pk)) for pk in units}
    values = {int(row.subject): row.facts[term.key] for row in aggregate(chosen, headcounts, [wanted])}
    if term.over is None:
        return values
    below = headcounts if term.over == "headcount" else _people(members)
    return {pk: ratio(value, below.get(pk)) for pk, value in values.items()}


def _people(members: list[Member]) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    for member in members:
        counts[int(member.unit)] += 1
    return dict(counts)


def fits(term: Term, member: Member) -> bool:
    """Whether a term is about this member: its group, its place on the roster."""
    where = term.where
    if where.groups and member.tags["group"] not in where.groups:
        return False
    return where.roster is None or (member.tags["roster"] == "yes") == where.roster
