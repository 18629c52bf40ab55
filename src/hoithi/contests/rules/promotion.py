"""Promotion (chọn vào vòng sau): the top N overall, or of every unit or group; ties on the boundary are reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hoithi.contests.rules.facts import Subject
from hoithi.contests.rules.ranking import Place, split
from hoithi.contests.rules.ties import paid_ties, tied_groups

WHOLE = ""


@dataclass(frozen=True)
class Boundary:
    """More subjects share the last promoted place than there is room for: `room` of `subjects` go on, by decision."""

    group: str
    place: int
    subjects: tuple[Subject, ...]
    room: int


@dataclass(frozen=True)
class Promotion:
    """Those who go on for certain, best first within each group (groups by name), and what is undecided."""

    promoted: tuple[Subject, ...]
    undecided: tuple[Boundary, ...]


def promote(
    places: Iterable[Place],
    top: int,
    per: Callable[[Subject], str | None] | None = None,
) -> Promotion:
    """The best `top` of all, or of each group named by `per` (None = belongs to none). Hors concours do not go on."""
    groups = split(places, per or (lambda _subject: WHOLE))
    promoted: list[Subject] = []
    undecided: list[Boundary] = []
    for name, members in groups.items():
        ties = paid_ties(members, [top])
        undecided += [Boundary(name, tie.place, tie.subjects, len(tie.prizes)) for tie in ties]
        open_places = {tie.place for tie in ties}
        for group in tied_groups(members):
            place = group[0].prize_place or 0
            if place <= top and place not in open_places:
                promoted += [one.subject for one in group]
    return Promotion(tuple(promoted), tuple(undecided))
