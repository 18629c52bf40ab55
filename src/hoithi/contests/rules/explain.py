""" "Vì sao tôi hạng này?": a place taken apart key by key, without anybody else's name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hoithi.contests.rules.errors import UnknownSubject
from hoithi.contests.rules.facts import Subject, Value
from hoithi.contests.rules.ranking import Place, Unranked
from hoithi.contests.rules.standing import Direction, Order
from hoithi.contests.rules.terms import TermValue


@dataclass(frozen=True)
class Step:
    """One key: my value; how many are `above` by it among those equal to me so far; how many are still `level`.

    `next_above` is the value of the nearest one above by this key, `next_below` of the nearest one below.
    """

    measure: str
    direction: Direction
    value: Value | None
    error: Value | None
    above: int
    level: int
    next_above: Value | None
    next_below: Value | None


@dataclass(frozen=True)
class Explanation:
    """The steps' `above` add up to place − 1. `of` = number of ranked subjects, `shared` = others on my place."""

    subject: Subject
    place: int | None
    prize_place: int | None
    of: int
    shared: int
    steps: tuple[Step, ...]
    terms: tuple[TermValue, ...]
    hors_concours: bool
    unranked: Unranked | None


def explain(places: Sequence[Place], subject: Subject) -> Explanation:
    """Why the subject stands where it stands. Raises UnknownSubject."""
    mine = next((place for place in places if place.subject == subject), None)
    if mine is None:
        raise UnknownSubject(subject)
    return _explained(_ranked(places), mine)


def explain_all(places: Sequence[Place]) -> list[Explanation]:
    """The same for everybody, in the order given; for thousands of places at once."""
    ranked = _ranked(places)
    return [_explained(ranked, place) for place in places]


def _ranked(places: Sequence[Place]) -> list[Place]:
    return sorted((place for place in places if place.place is not None), key=lambda place: place.order)


def _explained(ranked: Sequence[Place], mine: Place) -> Explanation:
    """Best first, those equal to me on the keys so far lie side by side, sorted by the next key."""
    steps = []
    start, end = 0, len(ranked)
    for index, key in enumerate(mine.keys):
        first = bisect_left(ranked, key.order, start, end, key=_order_by(index))
        last = bisect_right(ranked, key.order, first, end, key=_order_by(index))
        steps.append(
            Step(
                measure=key.measure,
                direction=key.direction,
                value=key.value,
                error=key.error,
                above=first - start,
                level=last - first - 1,
                next_above=ranked[first - 1].keys[index].value if first > start else None,
                next_below=ranked[last].keys[index].value if last < end else None,
            )
        )
        start, end = first, last
    return Explanation(
        subject=mine.subject,
        place=mine.place,
        prize_place=mine.prize_place,
        of=len(ranked),
        shared=end - start - 1 if mine.place is not None else 0,
        steps=tuple(steps),
        terms=mine.terms,
        hors_concours=mine.hors_concours,
        unranked=mine.unranked,
    )


def _order_by(index: int) -> Callable[[Place], Order]:
    return lambda place: place.keys[index].order
