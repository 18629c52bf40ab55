"""The body of a sealed result: frozen rules, facts without names, decisions, standings, proposed awards.

Rows carry ids known only from one's own receipt and order numbers instead of instants; people of units with fewer than
five participants carry no unit, and such a unit states its own totals. Format: docs/rules/sealed-result.md.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from hoithi.awards.queries import held_before, tables_of
from hoithi.awards.rules.allocation import allocate
from hoithi.awards.rules.structure import Allocation, Table
from hoithi.contests.models import Contest, Entrant, Part, Standing
from hoithi.contests.operations.standings import plain
from hoithi.contests.queries.facts import facts_of, gather, month_of, scopes_of
from hoithi.contests.queries.rounds import own_standings, published_scopes
from hoithi.contests.queries.standings import decisions_that_fit, places_of
from hoithi.contests.registry import Fact, registry
from hoithi.contests.rules.ranking import Place, rank
from hoithi.contests.rules.sealed_row import row_id
from hoithi.contests.spec import engine_standing
from hoithi.core.canonical import digest, instant_text

Json = dict[str, Any]
Boards = list[tuple[Standing, list[str]]]
"""Standings with the scopes of each that are sealed."""
SMALL = 5


class _Names:
    """Ids of the database → names of the sealed file."""

    def __init__(self, contest: Contest) -> None:
        codes = Entrant.objects.filter(contest=contest).values_list("pk", "code")
        self.people = {pk: row_id(code) for pk, code in codes}
        self.units = dict(contest.units.values_list("pk", "code"))

    def of(self, subject: str, pk: int) -> str:
        return self.units[pk] if subject == "unit" else self.people[pk]


def sealed_body(contest: Contest, *, now: datetime, part: Part | None = None) -> Json:
    """Everything an outsider needs to recompute the result: of the contest, or of one part (round) by itself."""
    names = _Names(contest)
    if part is None:
        parts = [one for one in contest.parts.all() if one.frozen_at is not None]
        boards = [(one, scopes_of(one)) for one in contest.standings.all() if one.spec.formula is not None]
    else:
        parts = [part]
        boards = [(own.standing, list(own.scopes)) for own in own_standings(part)]
    standings = [standing for standing, _scopes in boards]
    facts = {one.pk: list(facts_of(one)) for one in parts}
    small = _small_units(facts.values())
    tables = tables_of(contest, part)
    held = held_before(contest) if part is not None else set()
    rules = _rules(contest, parts, standings, names, held)
    return {
        "contest": {"slug": contest.slug, "title": contest.title},
        "scope": part.key if part else "",
        "sealed_at": instant_text(now),
        "rules": rules,
        "rules_hash": digest(rules),
        "facts": [row for one in parts for row in _rows(one, facts[one.pk], names, small)],
        "units": _units(contest, boards, names, small),
        "decisions": _decisions(boards, names),
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


def _rules(
    contest: Contest, parts: list[Part], standings: list[Standing], names: _Names, held: set[tuple[str, int]]
) -> Json:
    ranked = {standing.pk for standing in standings}
    return {
        "plan_hash": contest.definition_hash,
        "parts": [
            {"key": part.key, "kind": part.kind, "month": month_of(part), "content": part.content} for part in parts
        ],
        "standings": [standing.content for standing in standings],
        "prizes": [prize.content for prize in contest.prizes.all() if prize.standing_id in ranked],
        "awards": contest.plan.awards.model_dump(mode="json", exclude_defaults=True)
        | _policy(contest)
        | _earlier(contest, names, held),
    }


def _policy(contest: Contest) -> Json:
    return {"stacking": contest.plan.awards.stacking, "per_subject": contest.plan.awards.per_subject}


def _earlier(contest: Contest, names: _Names, held: set[tuple[str, int]]) -> Json:
    """Boards made public before, which give their prizes first, and in a round's file who holds one of those."""
    found: Json = {}
    if first := published_scopes(contest):
        found["first"] = [list(board) for board in first]
    if held:
        found["held"] = sorted(names.of(kind, pk) for kind, pk in held)
    return found


def _small_units(facts: Any) -> set[int]:
    """Units whose people's rows carry no unit: fewer than five of them look alike in what others know of a person.

    Others know group, roster and whether somebody is hors concours; one deputy director who takes no prize among twenty
    colleagues would be found at once. All rows of such a unit go without it, or its totals would tell the rest.
    """
    alike: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for rows in facts:
        for fact in rows:
            if (unit := fact.contest_unit_id) is not None:
                seen = (unit, fact.group_key, fact.on_roster, fact.prize_ok, fact.counts_for_unit)
                alike[seen].add(fact.subject_id)
    return {unit for (unit, *_), who in alike.items() if isinstance(unit, int) and len(who) < SMALL}


def _numbers(facts: list[Fact]) -> dict[int, int]:
    """Order of arrival 1, 2, 3 … instead of instants; equals share a number."""
    moments = sorted({int(fact.values.get("submitted") or 0) for fact in facts})
    place = {moment: number for number, moment in enumerate(moments, start=1)}
    return {fact.subject_id: place[int(fact.values.get("submitted") or 0)] for fact in facts}


def _rows(part: Part, facts: list[Fact], names: _Names, small: set[int]) -> list[Json]:
    numbers = _numbers(facts)
    rows = []
    for fact in facts:
        values = {name: plain(value) for name, value in fact.values.items() if value is not None}
        if "submitted" in values:
            values["submitted"] = numbers[fact.subject_id]
        unit = fact.contest_unit_id
        rows.append(
            {
                "id": names.people[fact.subject_id],
                "part": part.key,
                "series": part.plan_key if part.spec.series else None,
                "group": fact.group_key,
                "unit": None if unit is None or unit in small else names.units[unit],
                "roster": fact.on_roster,
                "prize_ok": fact.prize_ok,
                "counts_for_unit": fact.counts_for_unit,
                **values,
            }
        )
    return sorted(rows, key=lambda row: str(row["id"]))


def _units(contest: Contest, boards: Boards, names: _Names, small: set[int]) -> list[Json]:
    given: dict[int, Json] = defaultdict(dict)
    for standing, scopes in boards:
        if standing.subject != "unit" or not small:
            continue
        for scope in scopes:
            for place in places_of(standing, scope):
                if int(place.subject) in small:
                    key = f"{standing.key}/{scope}" if scope else standing.key
                    given[int(place.subject)][key] = {term: plain(value) for term, value in place.facts.items()}
    rows = []
    for unit in contest.units.select_related("group").order_by("code"):
        row: Json = {"code": unit.code, "title": unit.name, "headcount": unit.headcount, "competes": unit.competes}
        row["group"] = unit.group.key if unit.group else None
        if given.get(unit.pk):
            row["given"] = given[unit.pk]
        rows.append(row)
    return rows


def _decisions(boards: Boards, names: _Names) -> list[Json]:
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
        if term.measure == "submitted" and standing.subject == "person":
            rows = [fact for part in parts if part.plan_key == term.part for fact in facts[part.pk]]
            found[term.key] = _numbers(rows)
    return found


def _board(
    standing: Standing, scope: str, places: list[Place], names: _Names, numbers: dict[str, dict[int, int]]
) -> Json:
    rows = []
    for place in places:
        subject = int(place.subject)
        keys = {term: plain(value) for term, value in place.facts.items()} if place.place is not None else {}
        for term, by_subject in numbers.items():
            if term in keys:
                keys[term] = by_subject[subject]
        rows.append(
            {
                "subject": names.of(standing.subject, subject),
                "place": place.place,
                "value": plain(place.total),
                "keys": keys,
            }
        )
    return {"standing": standing.key, "scope": scope, "rows": rows}


def _awards(tables: list[Table], allocation: Allocation, names: _Names, kinds: dict[str, str]) -> Json:
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
