"""The one engine behind every standing: facts and a standing in, places out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from hoithi.contests.rules.errors import DuplicateSubject, MissingTruth, UnknownMeasure
from hoithi.contests.rules.facts import (
    Facts,
    Row,
    Subject,
    Value,
    checked,
    exact,
    subject_order,
)
from hoithi.contests.rules.standing import (
    TOTAL,
    Key,
    KeyValue,
    Order,
    Standing,
    near_value,
    order_of,
)
from hoithi.contests.rules.terms import TermValue, score, total

Truths = Mapping[str, Value | None]


@dataclass(frozen=True)
class Unranked:
    """Why a subject has no place: no facts, a required measure unknown, or a floor (value found, required) not met."""

    reason: Literal["no_facts", "missing", "below_floor"]
    measure: str | None = None
    value: Value | None = None
    required: Value | None = None


@dataclass(frozen=True)
class Place:
    """Where a subject stands and what decided it.

    `place` counts everybody, `prize_place` only those who may take a prize; both None while unranked. `keys` are the
    deciding values in order (the first is `@total` when there are terms, a last `@decision` comes from minutes).
    """

    subject: Subject
    place: int | None
    prize_place: int | None
    keys: tuple[KeyValue, ...] = ()
    terms: tuple[TermValue, ...] = ()
    hors_concours: bool = False
    unranked: Unranked | None = None
    facts: Facts = field(default_factory=dict, repr=False)

    @property
    def total(self) -> Value | None:
        """The total of the terms; None for a standing by keys alone, or while unknown."""
        return self.keys[0].value if self.keys and self.keys[0].measure == TOTAL else None

    @property
    def order(self) -> tuple[Order, ...]:
        """Compares as the standing does: smaller is better, equal is tied."""
        return tuple(key.order for key in self.keys)


def rank(rows: Iterable[Row], standing: Standing, truths: Truths | None = None) -> list[Place]:
    """Place subjects best first; exact ties share a place (1, 2, 2, 4); the unranked come last with place None.

    Equals are listed in a fixed order of their subjects, so the same facts give the same list whatever their order.
    Raises DuplicateSubject, InexactValue, UnknownMeasure, MissingTruth.
    Source: docs/rules/ranking.md, "Order and ties".
    """
    table = checked(rows)
    _check_measures(table, standing)
    known = {name: exact(value) for name, value in (truths or {}).items()}
    why = {row.subject: unranked(row.facts, standing) for row in table}
    scored = score(
        {row.subject: row.facts for row in table if why[row.subject] is None},
        standing.terms,
    )

    def place(row: Row) -> Place:
        reason = why[row.subject]
        terms = () if reason else scored[row.subject]
        keys = () if reason else _keys(row.facts, standing, terms, known)
        return Place(row.subject, None, None, keys, terms, row.hors_concours, reason, row.facts)

    return settle(place(row) for row in table)


def unranked(facts: Facts, standing: Standing) -> Unranked | None:
    """Why these facts are not ranked, or None when they are."""
    if all(facts.get(measure) is None for measure in standing.deciding):
        return Unranked("no_facts")
    for measure in standing.required:
        if facts[measure] is None:
            return Unranked("missing", measure)
    for floor in standing.floors:
        if not floor.met(facts):
            return Unranked("below_floor", floor.measure, facts[floor.measure], floor.at_least)
    return None


def _check_measures(rows: Sequence[Row], standing: Standing) -> None:
    for row in rows:
        for measure in standing.measures if row.facts else ():
            if measure not in row.facts:
                raise UnknownMeasure(measure, row.subject)


def _keys(facts: Facts, standing: Standing, terms: Sequence[TermValue], truths: Truths) -> tuple[KeyValue, ...]:
    keys = tuple(key_value(key, facts[key.measure], truths) for key in standing.keys)
    if not terms:
        return keys
    value = total(terms)
    return (
        KeyValue(TOTAL, standing.better, value, order_of(value, standing.better)),
        *keys,
    )


def key_value(key: Key, value: Value | None, truths: Truths) -> KeyValue:
    """One key's value with its order. Raises MissingTruth for a prediction whose truth is unknown."""
    if key.direction != "near":
        return KeyValue(key.measure, key.direction, value, order_of(value, key.direction))
    truth = truths.get(key.truth or "")
    if truth is None:
        raise MissingTruth(key.truth or "")
    return near_value(key, value, truth)


def settle(places: Iterable[Place]) -> list[Place]:
    """Give every place its numbers anew from the keys it carries, best first. Raises DuplicateSubject."""
    places = list(places)
    seen: set[Subject] = set()
    for one in places:
        if one.subject in seen:
            raise DuplicateSubject(one.subject)
        seen.add(one.subject)
    ranked = sorted((p.order, subject_order(p.subject), p) for p in places if p.unranked is None)
    rest = sorted((p for p in places if p.unranked is not None), key=lambda p: subject_order(p.subject))
    overall = _numbers([order for order, _, _ in ranked])
    prizes = iter(_numbers([order for order, _, p in ranked if not p.hors_concours]))
    out = [
        _numbered(p, place, None if p.hors_concours else next(prizes))
        for (_, _, p), place in zip(ranked, overall, strict=True)
    ]
    return out + [_numbered(p, None, None) for p in rest]


def _numbers(orders: Sequence[tuple[Order, ...]]) -> list[int]:
    """1, 2, 2, 4 for sorted orders."""
    numbers: list[int] = []
    for index, order in enumerate(orders):
        numbers.append(numbers[-1] if index and orders[index - 1] == order else index + 1)
    return numbers


def _numbered(p: Place, place: int | None, prize_place: int | None) -> Place:
    if p.place == place and p.prize_place == prize_place:
        return p
    return Place(p.subject, place, prize_place, p.keys, p.terms, p.hors_concours, p.unranked, p.facts)


def split(places: Iterable[Place], group_of: Callable[[Subject], str | None]) -> dict[str, list[Place]]:
    """The same standing cut into groups, each placed 1, 2, … by the values already computed; None leaves one out."""
    groups: dict[str, list[Place]] = {}
    for one in places:
        name = group_of(one.subject)
        if name is not None:
            groups.setdefault(name, []).append(one)
    return {name: settle(groups[name]) for name in sorted(groups)}
