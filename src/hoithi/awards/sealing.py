"""The body of a sealed result: frozen rules, facts without names, decisions, standings, proposed awards.

Rows carry ids known only from one's own receipt and order numbers instead of instants; people of units with fewer than
five participants carry no unit, and such a unit states its own totals. Format: docs/rules/sealed-result.md.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from hoithi.awards.queries import tables_of
from hoithi.awards.rules.allocation import allocate
from hoithi.awards.rules.structure import Allocation, Table
from hoithi.contests.models import Contest, Entrant, Part, Standing
from hoithi.contests.operations.standings import plain
from hoithi.contests.queries.facts import facts_of, gather, scopes_of
from hoithi.contests.queries.standings import decisions_that_fit, places_of
from hoithi.contests.registry import Fact, registry
from hoithi.contests.rules.ranking import Place, rank
from hoithi.contests.spec import engine_standing
from hoithi.core.canonical import digest, instant_text, sha256_hex

Json = dict[str, Any]
SMALL = 5


def row_id(code: str) -> str:
    """The id of an entrant's row: computed from the code on their own receipt, by them and nobody else."""
    return sha256_hex(b"hoithi-row/1\x00" + code.encode())[:24]


class _Names:
    """Ids of the database → names of the sealed file."""

    def __init__(self, contest: Contest) -> None:
        codes = Entrant.objects.filter(contest=contest).values_list("pk", "code")
        self.people = {pk: row_id(code) for pk, code in codes}
        self.units = dict(contest.units.values_list("pk", "code"))

    def of(self, subject: str, pk: int) -> str:
        return self.units[pk] if subject == "unit" else self.people[pk]


def sealed_body(contest: Contest, *, now: datetime) -> Json:
    """Everything an outsider needs to recompute the result."""
    names = _Names(contest)
    parts = [part for part in contest.parts.all() if part.frozen_at is not None]
    standings = [standing for standing in contest.standings.all() if standing.spec.formula is not None]
    facts = {part.pk: list(facts_of(part)) for part in parts}
    small = _small_units(facts.values())
    tables = tables_of(contest)
    rules = _rules(contest, parts, standings)
    return {
        "contest": {"slug": contest.slug, "title": contest.title},
        "scope": "",
        "sealed_at": instant_text(now),
        "rules": rules,
        "rules_hash": digest(rules),
        "facts": [row for part in parts for row in _rows(part, facts[part.pk], names, small)],
        "units": _units(contest, standings, names, small),
        "decisions": _decisions(standings, names),
        "commitments": [
            {"part": part.key, **entry}
            for part in parts
            if (kind := registry.kinds.get(part.kind)) and kind.reveal
            for entry in kind.reveal(part, now=now)
        ],
        "result": {
            "standings": [
                _board(standing, scope, places_of(standing, scope), names, _order_numbers(standing, facts, parts))
                for standing in standings
                for scope in scopes_of(standing)
            ],
            **_awards(tables, allocate(tables), names, {standing.key: standing.subject for standing in standings}),
        },
    }


def _rules(contest: Contest, parts: list[Part], standings: list[Standing]) -> Json:
    return {
        "plan_hash": contest.definition_hash,
        "parts": [{"key": part.key, "kind": part.kind, "content": part.content} for part in parts],
        "standings": [standing.content for standing in standings],
        "prizes": [prize.content for prize in contest.prizes.all() if prize.standing_id is not None],
        "awards": contest.plan.awards.model_dump(mode="json", exclude_defaults=True) | _policy(contest),
    }


def _policy(contest: Contest) -> Json:
    return {"stacking": contest.plan.awards.stacking, "per_subject": contest.plan.awards.per_subject}


def _small_units(facts: Any) -> set[int]:
    people: dict[int, set[int]] = defaultdict(set)
    for rows in facts:
        for fact in rows:
            if fact.contest_unit_id is not None:
                people[fact.contest_unit_id].add(fact.subject_id)
    return {unit for unit, who in people.items() if len(who) < SMALL}


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


def _units(contest: Contest, standings: list[Standing], names: _Names, small: set[int]) -> list[Json]:
    given: dict[int, Json] = defaultdict(dict)
    for standing in standings:
        if standing.subject != "unit" or not small:
            continue
        for scope in scopes_of(standing):
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


def _decisions(standings: list[Standing], names: _Names) -> list[Json]:
    return [
        {
            "standing": standing.key,
            "scope": decision.scope,
            "place": decision.place,
            "subjects": [names.of(standing.subject, pk) for pk in decision.subjects],
            "reason": decision.reason,
        }
        for standing in standings
        if standing.tie_decisions.filter(revoked_at__isnull=True).exists()
        for scope in scopes_of(standing)
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
