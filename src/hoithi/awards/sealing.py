"""The body of a sealed result: frozen rules, facts without names, decisions, standings, proposed awards.

Rows carry ids known only from one's own receipt and order numbers instead of instants; people of units with fewer than
five participants carry no unit, and such a unit states its own totals. Format: docs/rules/sealed-result.md.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from hoithi.awards.queries import held_before, tables_of
from hoithi.awards.rules.allocation import allocate
from hoithi.awards.rules.structure import Allocation, Table
from hoithi.awards.sealed_records import records_of, settled_facts
from hoithi.awards.sealed_rows import Boards, Json, Names, figure_rows, order_numbers, rows_of, small_units
from hoithi.contests.models import Contest, Part, Standing
from hoithi.contests.queries.fact_sources import facts_of
from hoithi.contests.queries.facts import gather, month_of, scopes_of
from hoithi.contests.queries.months import month_parts
from hoithi.contests.queries.rounds import own_standings, published_scopes
from hoithi.contests.queries.standings import decisions_that_fit, places_of
from hoithi.contests.registry import Fact, registry
from hoithi.contests.rules.ranking import Place, rank
from hoithi.contests.spec import engine_standing
from hoithi.core.canonical import digest, exact, instant_text


def sealed_body(contest: Contest, *, now: datetime, part: Part | None = None) -> Json:
    """Everything an outsider needs to recompute the result: of the contest, or of one part (round) by itself."""
    names = Names(contest)
    if part is None:
        parts = [one for one in contest.parts.all() if one.frozen_at is not None]
        months = month_parts(contest, parts)
        boards = [(one, scopes_of(one)) for one in contest.standings.all() if one.spec.formula is not None]
    else:
        parts, months = [part], []
        boards = [(own.standing, list(own.scopes)) for own in own_standings(part)]
    standings = [standing for standing, _scopes in boards]
    facts = {one.pk: settled_facts(one, now) for one in parts}
    small = small_units(facts.values())
    tables = tables_of(contest, part)
    held = held_before(contest) if part is not None else set()
    rules = _rules(contest, parts, standings, names, held)
    return {
        "contest": {"slug": contest.slug, "title": contest.title},
        "scope": part.key if part else "",
        "sealed_at": instant_text(now),
        "rules": rules,
        "rules_hash": digest(rules),
        "facts": [
            *(row for one in parts for row in rows_of(one, facts[one.pk], names, small)),
            *(row for one in months for row in rows_of(one, list(facts_of(one)), names, small)),
            *figure_rows(boards, names),
        ],
        "units": _units(contest, boards, names, small),
        "decisions": _decisions(boards, names),
        **records_of(parts, names, now),
        **_rulings(contest, part),
        "commitments": [
            {"part": one.key, **entry}
            for one in parts
            if (kind := registry.kinds.get(one.kind)) and kind.reveal
            for entry in kind.reveal(one, now=now)
        ],
        "result": {
            "standings": [
                _board(standing, scope, places_of(standing, scope), names, _order_numbers(standing, facts, parts))
                for standing, scopes in boards
                for scope in scopes
            ],
            **_awards(tables, allocate(tables, held), names, {one.key: one.subject for one in standings}),
        },
    }


def _rulings(contest: Contest, part: Part | None) -> Json:
    """How many measures rooms above took that changed the result, by verdict and ground; never of whom."""
    found = [row for taken in registry.measures_taken for row in taken(contest, part)]
    return {"rulings": found} if found else {}


def _rules(
    contest: Contest, parts: list[Part], standings: list[Standing], names: Names, held: set[tuple[str, int]]
) -> Json:
    ranked = {standing.pk for standing in standings}
    return {
        "plan_hash": contest.definition_hash,
        "parts": [
            {"key": part.key, "kind": part.kind, "month": month_of(part), "content": part.content} for part in parts
        ],
        "standings": [standing.content for standing in standings],
        **_measures(parts),
        "prizes": [prize.content for prize in contest.prizes.all() if prize.standing_id in ranked],
        "awards": contest.plan.awards.model_dump(mode="json", exclude_defaults=True)
        | _policy(contest)
        | _earlier(contest, names, held),
    }


def _measures(parts: list[Part]) -> Json:
    """Whose measures are, where they are not persons': {part or series: {measure: "entry" | "unit"}}."""
    found: dict[str, dict[str, str]] = {}
    for part in parts:
        known = registry.measures_of(part.kind)
        others = {name: one.subject for name, one in known.items() if one.subject != "person"}
        if (plain_count := registry.subject_of(part.kind, "value")) != "person":
            others["value"] = plain_count
        if others:
            found[part.plan_key] = dict(sorted(others.items()))
    return {"measures": found} if found else {}


def _policy(contest: Contest) -> Json:
    return {"stacking": contest.plan.awards.stacking, "per_subject": contest.plan.awards.per_subject}


def _earlier(contest: Contest, names: Names, held: set[tuple[str, int]]) -> Json:
    """Boards made public before, which give their prizes first, and in a round's file who holds one of those."""
    found: Json = {}
    if first := published_scopes(contest):
        found["first"] = [list(board) for board in first]
    if held:
        found["held"] = sorted(names.of(kind, pk) for kind, pk in held)  # holders: persons and units
    return found


def _units(contest: Contest, boards: Boards, names: Names, small: set[int]) -> list[Json]:
    given: dict[int, Json] = defaultdict(dict)
    for standing, scopes in boards:
        if standing.subject != "unit" or not small:
            continue
        for scope in scopes:
            for place in places_of(standing, scope):
                if int(place.subject) in small:
                    key = f"{standing.key}/{scope}" if scope else standing.key
                    given[int(place.subject)][key] = {term: exact(value) for term, value in place.facts.items()}
    rows = []
    for unit in contest.units.select_related("group").order_by("code"):
        row: Json = {"code": unit.code, "title": unit.name, "headcount": unit.headcount, "competes": unit.competes}
        row["group"] = unit.group.key if unit.group else None
        if given.get(unit.pk):
            row["given"] = given[unit.pk]
        rows.append(row)
    return rows


def _decisions(boards: Boards, names: Names) -> list[Json]:
    return [
        {
            "standing": standing.key,
            "scope": decision.scope,
            "place": decision.place,
            "subjects": [names.of(standing.subject, pk) for pk in decision.subjects],
            "reason": decision.reason,
        }
        for standing, scopes in boards
        if standing.tie_decisions.filter(revoked_at__isnull=True).exists()
        for scope in scopes
        for decision in decisions_that_fit(standing, scope, _undecided_places(standing, scope))
    ]


def _undecided_places(standing: Standing, scope: str) -> list[Place]:
    gathered = gather(standing, scope)
    return rank(gathered.rows, engine_standing(standing.spec), gathered.truths)


def _order_numbers(standing: Standing, facts: dict[int, list[Fact]], parts: list[Part]) -> dict[str, dict[int, int]]:
    """Terms that rank by order of arrival → subject → the sealed file's order number."""
    found: dict[str, dict[int, int]] = {}
    for term in standing.spec.terms:
        if term.measure == "submitted" and standing.subject != "unit":
            rows = [fact for part in parts if part.plan_key == term.part for fact in facts[part.pk]]
            found[term.key] = order_numbers(rows)
    return found


def _board(
    standing: Standing, scope: str, places: list[Place], names: Names, numbers: dict[str, dict[int, int]]
) -> Json:
    rows = []
    for place in places:
        subject = int(place.subject)
        keys = {term: exact(value) for term, value in place.facts.items()} if place.place is not None else {}
        for term, by_subject in numbers.items():
            if term in keys:
                keys[term] = by_subject[subject]
        rows.append(
            {
                "subject": names.of(standing.subject, subject),
                "place": place.place,
                "value": exact(place.total),
                "keys": keys,
            }
        )
    return {"standing": standing.key, "scope": scope, "rows": rows}


def _awards(tables: list[Table], allocation: Allocation, names: Names, kinds: dict[str, str]) -> Json:
    return {
        "awards": [
            {
                "prize": one.prize,
                "standing": one.standing,
                "scope": one.scope,
                "subject": names.of(kinds[one.standing], int(one.subject)),
                "place": one.place,
                "prize_place": one.prize_place,
                "cash": one.cash,
            }
            for one in allocation.awards
        ],
        "ties": [
            {
                "standing": one.standing,
                "scope": one.scope,
                "prize_place": one.prize_place,
                "subjects": sorted(names.of(kinds[one.standing], int(subject)) for subject in one.subjects),
                "prizes": list(one.prizes),
            }
            for one in allocation.undecided
        ],
    }
