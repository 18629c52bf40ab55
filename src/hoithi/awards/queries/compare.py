"""Formulas side by side before the freeze: each unit's place under each of them, what changes, who wins which prize.

On made-up facts for the contest's own units, on its real facts, or on those of a contest whose results are public.
Reads only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from django.core.cache import cache

from hoithi.awards.queries.tables import prize_of
from hoithi.awards.rules.allocation import allocate
from hoithi.awards.rules.structure import Allocation, Table
from hoithi.contests.formulas import Variant, gathered_key, gathering, variants
from hoithi.contests.models import Contest, Part, Standing
from hoithi.contests.queries.facts import facts_of, gather, scopes_of
from hoithi.contests.queries.pages_board import scopes_with_titles
from hoithi.contests.registry import Fact, registry
from hoithi.contests.rules.facts import Row
from hoithi.contests.rules.ranking import Place, rank
from hoithi.contests.spec import engine_standing
from hoithi.core.canonical import sha256_hex

MADE_UP, OWN = "gia-dinh", "that"
SEED = 20
REMEMBERED_S = 900


@dataclass(frozen=True)
class Cell:
    """A unit's place under one formula; `moved` > 0 stands that many places higher than under the first formula."""

    place: int | None
    moved: int = 0

    @property
    def fallen(self) -> int:
        return -self.moved


@dataclass
class UnitLine:
    """One unit across the formulas."""

    pk: int
    name: str
    scope: str
    headcount: int
    cells: list[Cell] = field(default_factory=list)

    @property
    def swing(self) -> int:
        """How far apart its best and worst places are."""
        places = [cell.place for cell in self.cells if cell.place is not None]
        return max(places) - min(places) if places else 0


@dataclass(frozen=True)
class PrizeLine:
    """One prize (in one scope): its winners under each formula, and whether they differ from the first formula's."""

    title: str
    winners: tuple[tuple[str, bool], ...]


@dataclass
class Comparison:
    """What the page shows; `ways` are the formulas in order, the first is what the others are held against."""

    ways: list[Variant]
    units: list[UnitLine] = field(default_factory=list)
    prizes: list[PrizeLine] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    """Criteria no unit has a value in (a part that cannot be tried yet)."""
    changed: list[int] = field(default_factory=list)
    """For each formula how many units stand elsewhere than under the first."""


def unit_standings(contest: Contest) -> list[Standing]:
    """Standings of units that read at least one part: those a formula can be tried on."""
    found = [one for one in contest.standings.all() if one.subject == "unit" and any(t.part for t in one.spec.terms)]
    for one in found:
        one.contest = contest
    return found


def sources(contest: Contest, standing: Standing) -> list[Contest]:
    """Other contests whose results are public and whose parts are of the kinds this standing reads."""
    kinds = {part.kind for part in contest.parts.all() if part.plan_key in {t.part for t in standing.spec.terms}}
    ended = Contest.objects.filter(results_published_at__isnull=False).exclude(pk=contest.pk)
    found = ended.filter(parts__kind__in=kinds, units__isnull=False).distinct().order_by("-year", "slug")
    return list(found[:20])


def has_facts(contest: Contest, standing: Standing) -> bool:
    """Whether anybody has taken part in what the standing reads."""
    keys = {term.part for term in standing.spec.terms if term.part}
    parts = [part for part in contest.parts.all() if part.plan_key in keys]
    return any(next(iter(facts_of(part)), None) is not None for part in parts)


def compare(standing: Standing, data: str, weights: Mapping[str, Decimal], seed: int = SEED) -> Comparison:
    """All formulas on the facts `data` names: made-up, own, or a contest's slug. Raises Contest.DoesNotExist."""
    shown, source = _basis(standing, data, seed)
    ways = variants(shown.spec, weights)
    titles = dict(scopes_with_titles(shown)) if shown.spec.each else {}
    found = Comparison(ways)
    units = {unit.pk: unit for unit in shown.contest.units.all()}
    prizes = list(standing.prizes.order_by("position"))
    gathered = _rows(shown, source, data, seed)
    everything = [row for rows in gathered.values() for row in rows]
    found.unknown = [
        term.title for term in shown.spec.terms if all(row.facts.get(term.key) is None for row in everything)
    ]
    for scope, rows in gathered.items():
        results = [rank(_for_way(way, rows), engine_standing(way.spec)) for way in ways]
        places = [{place.subject: place.place for place in result} for result in results]
        for row in rows:
            unit = units[int(row.subject)]
            line = UnitLine(unit.pk, unit.name, titles.get(scope, ""), unit.headcount)
            first = places[0].get(row.subject)
            for by_unit in places:
                here = by_unit.get(row.subject)
                line.cells.append(Cell(here, first - here if first and here else 0))
            found.units.append(line)
        tables = [_table(standing, scope, result, prizes) for result in results]
        names = {pk: unit.name for pk, unit in units.items()}
        allocations = [allocate([table]) for table in tables]
        found.prizes += _prize_lines(allocations, prizes, names, titles.get(scope, ""))
    found.units.sort(key=lambda line: (line.scope, line.cells[0].place is None, line.cells[0].place or 0, line.name))
    found.changed = [sum(line.cells[n].place != line.cells[0].place for line in found.units) for n in range(len(ways))]
    return found


Source = Callable[[Part], Iterable[Fact]] | None


def _basis(standing: Standing, data: str, seed: int) -> tuple[Standing, Source]:
    """The standing to gather for (of another contest: a copy of it that reads that contest's parts), and the facts."""
    if data == MADE_UP:
        return standing, lambda part: _made_up(part, seed)
    if data == OWN:
        return standing, None
    other = Contest.objects.get(slug=data, results_published_at__isnull=False)
    kinds = {part.plan_key: part.kind for part in standing.contest.parts.all()}
    by_kind = {part.kind: part.plan_key for part in reversed(list(other.parts.all()))}
    terms = []
    for term in standing.spec.terms:
        kind = kinds.get(term.part or "", "")
        where = term.where.model_copy(update={"groups": []})
        terms.append(term.model_copy(update={"part": by_kind.get(kind, term.part), "where": where}))
    spec = standing.spec.model_copy(update={"terms": terms, "groups": [], "each": "", "bands": []})
    content = spec.model_dump(mode="json", exclude_defaults=True)
    return Standing(contest=other, key=standing.key, title=standing.title, subject="unit", content=content), None


def _made_up(part: Part, seed: int) -> list[Fact]:
    rehearsal = registry.kinds[part.kind].rehearsal if part.kind in registry.kinds else None
    if rehearsal is None:
        return []
    units = list(part.contest.units.filter(competes=True).order_by("code"))
    return rehearsal.sample(part, units, Random(f"{part.contest.slug}:{part.key}:{seed}"))


def _rows(shown: Standing, source: Source, data: str, seed: int) -> dict[str, list[Row]]:
    """Gathered rows by scope, remembered for a while: made-up and published facts do not change."""
    both = Standing(contest=shown.contest, key=shown.key, title=shown.title, subject="unit", content={})
    both.__dict__["spec"] = gathering(shown.spec)
    key = sha256_hex(repr((shown.contest.pk, shown.contest.definition_hash, shown.content, data, seed)).encode())
    kept: dict[str, list[Row]] | None = cache.get(f"compare:{key}") if data != OWN else None
    if kept is None:
        made: dict[int, list[Fact]] = {}

        def once(part: Part) -> Iterable[Fact]:
            if part.pk not in made:
                made[part.pk] = list(source(part) if source else facts_of(part))
            return made[part.pk]

        kept = {scope: gather(both, scope, source=once).rows for scope in scopes_of(shown)}
        cache.set(f"compare:{key}", kept, REMEMBERED_S)
    return kept


def _for_way(way: Variant, rows: Sequence[Row]) -> list[Row]:
    """The rows with the values this formula reads, under the keys its terms have."""
    keys = {term.key: gathered_key(way, term.key) for term in way.spec.terms}
    return [Row(row.subject, {key: row.facts[held] for key, held in keys.items()}, row.hors_concours) for row in rows]


def _table(standing: Standing, scope: str, places: list[Place], prizes: Sequence[object]) -> Table:
    policy = standing.contest.plan.awards
    return Table(
        standing=standing.key,
        scope=scope,
        prizes=tuple(prize_of(prize) for prize in prizes),  # type: ignore[arg-type]
        places=places,
        per_holder=policy.per_subject,
        holder_kind="unit",
        tie_policy=standing.spec.tie_policy,
    )


def _prize_lines(
    allocations: Sequence[Allocation], prizes: Sequence[object], names: Mapping[int, str], scope: str
) -> list[PrizeLine]:
    lines = []
    for prize in prizes:
        won = [_winners(allocation, prize.key, names) for allocation in allocations]  # type: ignore[attr-defined]
        title = f"{prize.title}, {scope}" if scope else prize.title  # type: ignore[attr-defined]
        lines.append(PrizeLine(title, tuple((words, words != won[0]) for words in won)))
    return lines


def _winners(allocation: Allocation, key: str, names: Mapping[int, str]) -> str:
    """Names in order; equals who would need a decision joined by "="."""
    won = [names[int(one.subject)] for one in allocation.awards if one.prize == key]
    for tie in allocation.undecided:
        if key in tie.prizes:
            won.append(" = ".join(names[int(pk)] for pk in tie.subjects))
    return "; ".join(won) or "–"
