"""What one part (round, vòng) decides by itself: its own standings, and whether their results are public.

A standing belongs to a part when every fact it reads comes from there: of a series, the standings kept for each round.
Those may be sealed and published while the contest goes on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hoithi.contests.models import Contest, Part, Standing
from hoithi.contests.queries.facts import in_scope, scopes_of
from hoithi.contests.queries.months import month_kind, month_part, month_parts
from hoithi.contests.registry import Extension, registry

Scope = tuple[str, str]
"""(standing's key, scope): one board."""


def keys_read(standing: Standing) -> set[str]:
    """Plan keys of the parts a standing reads, itself or through other standings."""
    found = {term.part for term in standing.spec.terms if term.part}
    waiting = [term.standing for term in standing.spec.terms if term.standing]
    if not waiting:  # the usual case asks the database nothing
        return found
    specs = {one.key: one.spec for one in standing.contest.standings.all()}
    seen: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key not in seen and key in specs:
            seen.add(key)
            found |= {term.part for term in specs[key].terms if term.part}
            waiting += [term.standing for term in specs[key].terms if term.standing]
    return found


def parts_read(standing: Standing, scope: str = "") -> list[Part]:
    """The parts a standing reads; in a scope of `each = round` or `month`, that round or those rounds alone."""
    keys, each = keys_read(standing), standing.spec.each
    return [part for part in standing.contest.parts.all() if part.plan_key in keys and in_scope(part, each, scope)]


def measures_read(standing: Standing, part: Part) -> set[str]:
    """Measures of a part that a standing reads, itself or through other standings."""
    specs = {one.key: one.spec for one in standing.contest.standings.all()}
    found: set[str] = set()
    waiting, seen = [standing.spec], {standing.key}
    while waiting:
        for term in waiting.pop().terms:
            if term.part == part.plan_key:
                found |= {term.measure, term.where.measure or term.measure}
            if term.standing in specs and term.standing not in seen:
                seen.add(term.standing)
                waiting.append(specs[term.standing])
    return found


def beside_settled(standing: Standing, parts: Iterable[Part], now: datetime) -> list[tuple[Extension, bool]]:
    """Votes and juries of these parts whose values a standing reads, and whether each is final."""
    found = []
    for part in parts:
        beside = registry.extensions_of(part.kind)
        read = measures_read(standing, part) if beside else set()
        for one in beside:
            if read & {measure.name for measure in one.measures}:
                found.append((one, one.provider is not None and one.provider.settled(part, now=now)))
    return found


@dataclass(frozen=True)
class Own:
    """A standing that one part decides, and the scopes of it that are that part's."""

    standing: Standing
    scopes: tuple[str, ...]


def own_standings(part: Part) -> list[Own]:
    """Standings with a formula that this part alone decides; of a series, those kept for each round; of one month of a
    part, those kept for each month."""
    by_key = {one.key: one for one in part.contest.standings.all()}
    found = []
    for standing in by_key.values():
        standing.contest = part.contest
        if standing.spec.formula is None or keys_read(standing) != {part.plan_key}:
            continue
        if part.month:
            found += [Own(standing, (part.month,))] if standing.spec.each == "month" else []
        elif not part.spec.series:
            found.append(Own(standing, tuple(scopes_of(standing))))
        elif standing.spec.each == "round" and _rounds_all_through(standing, by_key):
            found.append(Own(standing, (part.key,)))
    return found


def _rounds_all_through(standing: Standing, by_key: dict[str, Standing]) -> bool:
    """Whether a standing of each round reads no total of the whole series."""
    others = [by_key[term.standing] for term in standing.spec.terms if term.standing in by_key]
    return all(other.spec.each == "round" and _rounds_all_through(other, by_key) for other in others)


def own_scopes(part: Part) -> set[Scope]:
    return {(own.standing.key, scope) for own in own_standings(part) for scope in own.scopes}


def publishes_alone(part: Part) -> bool:
    """Whether the part's results can be published before the contest is over: it decides some, and is not all of it."""
    return (part.month != "" or len(part.contest.parts.all()) > 1) and bool(own_standings(part))


def published_parts(contest: Contest) -> list[Part]:
    """Parts (and months of parts) whose results are public, in the order of their publication."""
    every = list(contest.parts.all())
    found = [part for part in [*every, *month_parts(contest, every)] if part.results_published_at is not None]
    return sorted(found, key=lambda part: (part.results_published_at, part.position, part.round_no))


def published_scopes(contest: Contest) -> list[Scope]:
    """Boards already public with their rounds, in the order of publication."""
    found: dict[Scope, None] = {}
    for part in published_parts(contest):
        part.contest = contest
        for own in own_standings(part):
            found |= dict.fromkeys((own.standing.key, scope) for scope in own.scopes)
    return list(found)


def is_published(standing: Standing, scope: str) -> bool:
    """Whether a board's result is public: with the contest, or with the part it belongs to."""
    contest = standing.contest
    if contest.results_published_at is not None:
        return True
    read = parts_read(standing, scope)
    if standing.spec.each == "month" and scope:
        read = [month_part(part, scope) if month_kind(part) is not None else part for part in read]
    return bool(read) and all(part.results_published_at is not None for part in read)
