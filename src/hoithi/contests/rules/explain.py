""" "Vì sao tôi hạng này?": a place taken apart key by key, without anybody else's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hoithi.contests.rules.errors import UnknownSubject
from hoithi.contests.rules.facts import Subject, Value
from hoithi.contests.rules.ranking import Place, Unranked
from hoithi.contests.rules.standing import Direction
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
    ranked = [place for place in places if place.place is not None]
    rivals = [place for place in ranked if place.subject != subject]
    steps = []
    for index in range(len(mine.keys)):
        steps.append(_step(mine, rivals, index))
        rivals = [rival for rival in rivals if rival.keys[index].order == mine.keys[index].order]
    return Explanation(
        subject=subject,
        place=mine.place,
        prize_place=mine.prize_place,
        of=len(ranked),
        shared=len(rivals) if mine.place is not None else 0,
        steps=tuple(steps),
        terms=mine.terms,
        hors_concours=mine.hors_concours,
        unranked=mine.unranked,
    )


def _step(mine: Place, rivals: Sequence[Place], index: int) -> Step:
    key = mine.keys[index]
    theirs = [rival.keys[index] for rival in rivals]
    above = [other for other in theirs if other.order < key.order]
    below = [other for other in theirs if other.order > key.order]
    return Step(
        measure=key.measure,
        direction=key.direction,
        value=key.value,
        error=key.error,
        above=len(above),
        level=len(theirs) - len(above) - len(below),
        next_above=max(above, key=lambda other: other.order).value if above else None,
        next_below=min(below, key=lambda other: other.order).value if below else None,
    )
