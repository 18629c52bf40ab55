"""Ties on paid places: found, never broken silently; broken only by a minuted decision.

Source: docs/rules/ranking.md, "Ties on paid places".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from hoithi.contests.rules.errors import NotThisTie
from hoithi.contests.rules.facts import Subject
from hoithi.contests.rules.ranking import Place, settle
from hoithi.contests.rules.standing import DECISION, KeyValue


@dataclass(frozen=True)
class PaidTie:
    """Subjects equal on a place where not all would get the same.

    `place` counts those who may take prizes; `prizes` are the indexes of the prizes at stake, one for each slot;
    `unpaid` = how many of the subjects would go without.
    """

    place: int
    subjects: tuple[Subject, ...]
    prizes: tuple[int, ...]
    unpaid: int


def tied_groups(places: Iterable[Place]) -> list[list[Place]]:
    """Those who may take prizes, best first, grouped by equal place."""
    runners = [place for place in places if place.prize_place is not None]
    runners.sort(key=lambda place: place.prize_place or 0)
    return [list(group) for _, group in groupby(runners, key=lambda place: place.prize_place)]


def paid_ties(places: Iterable[Place], quantities: Sequence[int]) -> list[PaidTie]:
    """The ties that cross from one prize to the next, or over the last paid place.

    `quantities`: how many of each prize, best prize first; prizes that are worth the same belong in one number.
    """
    slots = [prize for prize, quantity in enumerate(quantities) for _ in range(quantity)]
    ties = []
    for group in tied_groups(places):
        first = group[0].prize_place or 1
        stake = slots[first - 1 : first - 1 + len(group)]
        unpaid = len(group) - len(stake)
        if stake and (unpaid or len(set(stake)) > 1):
            ties.append(PaidTie(first, tuple(place.subject for place in group), tuple(stake), unpaid))
    return ties


def apply_decision(places: Sequence[Place], order: Sequence[Subject]) -> list[Place]:
    """The places after a minuted decision that puts tied subjects in `order`, best first.

    The order must name exactly those who share one place; those hors concours among them may be left out and then
    stay level with the first. Raises NotThisTie.
    """
    named = {place.subject: place for place in places}
    first = named.get(order[0]) if order else None
    if first is None or first.place is None:
        raise NotThisTie(order, ())
    tied = [place for place in places if place.place == first.place]
    needed = {place.subject for place in tied if not place.hors_concours}
    everyone = {place.subject for place in tied}
    if len(tied) < 2 or len(set(order)) != len(order) or set(order) not in (needed, everyone):
        raise NotThisTie(order, (place.subject for place in tied))
    return settle(_decided(place, order) if place.subject in everyone else place for place in places)


def _decided(place: Place, order: Sequence[Subject]) -> Place:
    position = order.index(place.subject) + 1 if place.subject in order else 1
    return replace(place, keys=(*place.keys, KeyValue(DECISION, "low", position, (0, position))))
