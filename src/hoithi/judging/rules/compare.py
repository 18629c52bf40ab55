"""What a way of joining marks would come to: places and prizes of works, for a comparison before it is fixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Ranked:
    """A work's score, place (equals share one) and prize."""

    score: Fraction | None
    place: int | None
    prize: str = ""
    tied: bool = False
    """Equal points on a border of prizes: the committee decides by minutes."""


def ranked(scores: Mapping[str, Fraction | None], prizes: Sequence[str]) -> dict[str, Ranked]:
    """Places by score, high first, and the prizes by place: `prizes` names one for each that is given, best first.

    Equals who fit into prizes of one title all take it; where a border runs through them, none is named (`tied`).
    """
    known = sorted(((value, work) for work, value in scores.items() if value is not None), key=lambda one: -one[0])
    found = {work: Ranked(None, None) for work in scores}
    at = 0
    while at < len(known):
        group = [work for value, work in known if value == known[at][0]]
        titles = {prizes[i] if i < len(prizes) else "" for i in range(at, at + len(group))}
        tied = len(titles) > 1
        for work in group:
            found[work] = Ranked(known[at][0], at + 1, "" if tied else next(iter(titles)), tied)
        at += len(group)
    return found
