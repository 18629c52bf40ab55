"""Standings of units from kept sums: which can be kept so, what one person adds to them, and the rows they give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from hoithi.contests.models import Standing, UnitTally
from hoithi.contests.queries.fact_sources import facts_of, only_of_persons
from hoithi.contests.queries.facts import (
    Gathered,
    fits,
    members_of,
    parts_of,
    scopes_of,
    unit_rows,
    units_in_scope,
)
from hoithi.contests.registry import Fact
from hoithi.contests.rules.facts import Value, ratio
from hoithi.contests.rules.tally import ADDITIVE, Rational, Tally, nothing, sums, tally_of, value_of
from hoithi.contests.schema.standings import Standing as Spec
from hoithi.contests.schema.standings import Term
from hoithi.contests.spec import aggregate_of

Tallies = tuple[Tally, ...]
"""One for each term, in the standing's order."""
Sums = dict[tuple[str, int], Tallies]
"""By (round or "", contest unit)."""
NOBODY: Sums = {}


def may_be_tallied(spec: Spec) -> bool:
    """Whether every term is a count, sum, mean or share over members, which sums can be kept of.

    Not by month: a round that is moved would change the month its facts belong to, without any fact changing.
    """
    return (
        spec.subject == "unit"
        and spec.formula is not None
        and spec.each != "month"
        and all(
            term.part is not None and term.order != "near" and (term.agg == "value" or term.agg in ADDITIVE)
            for term in spec.terms
        )
    )


def is_tallied(standing: Standing) -> bool:
    """Whether sums of a standing are kept: of people's own facts alone. Works are few, and a mark of theirs names no
    person: standings that read them are computed from everybody each time."""
    keys = {term.part for term in standing.spec.terms}
    parts = [part for part in standing.contest.parts.all() if part.plan_key in keys]
    return may_be_tallied(standing.spec) and all(only_of_persons(part) for part in parts)


def sums_of(standing: Standing, subjects: Collection[int]) -> dict[int, Sums]:
    """What each of these persons adds to the standing's sums now; persons who add nothing are left out."""
    spec = standing.spec
    rounds: list[str] = scopes_of(standing) if spec.each == "round" else [""]
    by_part: dict[int, dict[int, Fact]] = {}
    added: dict[int, Sums] = defaultdict(dict)
    for scope in rounds:
        for at, term in enumerate(spec.terms):
            parts = parts_of(standing.contest, term, scope)
            for part in parts:
                if part.pk not in by_part:
                    by_part[part.pk] = {fact.subject_id: fact for fact in facts_of(part, subjects)}
            for subject in {one for part in parts for one in by_part[part.pk]}:
                own = [[by_part[part.pk][subject]] for part in parts if subject in by_part[part.pk]]
                for unit, tally in _added(spec, term, own).items():
                    sums_so_far = added[subject].get((scope, unit), nothing(len(spec.terms)))
                    added[subject][scope, unit] = (*sums_so_far[:at], tally, *sums_so_far[at + 1 :])
    return dict(added)


def _added(spec: Spec, term: Term, own: list[list[Fact]]) -> dict[int, Tally]:
    """One person's rounds as their unit's (after a correction perhaps two units') tally of one term."""
    members, wanted = members_of(spec, term, own), aggregate_of(term)
    found = {}
    for unit in {int(member.unit) for member in members}:
        theirs = [member for member in members if member.unit == unit]
        found[unit] = tally_of(theirs, [member for member in theirs if fits(term, member)], wanted)
    return found


def gather_tallied(standing: Standing, scope: str) -> Gathered:
    """What `gather` gives for a standing of units, read from the kept sums instead of from everybody's facts."""
    spec, units = standing.spec, units_in_scope(standing, scope)
    kept = UnitTally.objects.filter(standing=standing, scope=scope if spec.each == "round" else "")
    held = {unit: read(sums) for unit, sums in kept.values_list("contest_unit_id", "sums")}
    columns: dict[str, dict[int, Value | None]] = {}
    taking_part: set[int] = set()
    for at, term in enumerate(spec.terms):
        wanted = aggregate_of(term)
        own = {unit: tallies[at] for unit, tallies in held.items() if unit in units}
        taking_part |= {unit for unit, tally in own.items() if tally.members}
        values = {pk: value_of(own.get(pk, Tally()), wanted) for pk in units}
        over = term.over if term.agg != "share" else term.over or "participants"
        if over is not None:
            below: Mapping[int, int] = (
                {pk: unit.headcount for pk, unit in units.items()}
                if over == "headcount"
                else {pk: tally.members for pk, tally in own.items()}
            )
            values = {pk: ratio(value, below.get(pk)) for pk, value in values.items()}
        columns[term.key] = values
    return unit_rows(spec, units, columns, taking_part)


def written(tallies: Tallies) -> list[Any]:
    """As JSON: [[members, counted, sum], …], a sum an int or "n/d"."""
    return [[one.members, one.counted, _plain(one.total)] for one in tallies]


def _plain(total: Rational) -> int | str:
    return total if isinstance(total, int) else f"{total.numerator}/{total.denominator}"


def read(stored: list[Any]) -> Tallies:
    return tuple(
        Tally(members, counted, Fraction(total) if isinstance(total, str) else total)
        for members, counted, total in stored
    )


def plus(one: Sums, other: Sums, *, minus: bool = False) -> Sums:
    """Sums added (or taken away) unit by unit."""
    out = dict(one)
    for place, tallies in other.items():
        change = tuple(-tally for tally in tallies) if minus else tallies
        out[place] = sums(out.get(place, nothing(len(tallies))), change)
    return out
