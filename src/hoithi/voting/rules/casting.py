"""Who may cast a vote and when (điều kiện bình chọn)."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, TypeVar

Phase = Literal["unset", "before", "open", "closed"]
W = TypeVar("W", bound=Hashable)

PRESSES = 30
"""Votes and changes of one account in `PER`; a person who looks at every work first does not come near."""
PER = timedelta(minutes=10)
PER_NETWORK = 500
"""Votes from one network in `PER`: an office, a school, a mobile carrier's gateway."""


def phase(opens: datetime | None, closes: datetime | None, now: datetime) -> Phase:
    """Half-open: at `closes` the vote is over. Without both nobody votes."""
    if opens is None or closes is None:
        return "unset"
    if now < opens:
        return "before"
    return "open" if now < closes else "closed"


class Choice(NamedTuple):
    """What a press on "Bình chọn" does. `kind` full: take one back first."""

    kind: Literal["there", "cast", "move", "full"]


def choose(held: Collection[W], wanted: W, *, most: int | None, change: bool, instead_of: W | None = None) -> Choice:
    """`held`: works this person votes for in this period. With one vote only, a press on another work moves it."""
    if wanted in held:
        return Choice("there")
    if most is None or len(held) < most:
        return Choice("cast")
    if change and (instead_of in held or most == 1):
        return Choice("move")
    return Choice("full")


class Presses(NamedTuple):
    """How often an account pressed since a moment."""

    since: datetime
    times: int


def pressed(before: Presses, now: datetime) -> Presses | None:
    """One press more; None when it is one too many."""
    if now - before.since >= PER or now < before.since:
        return Presses(now, 1)
    return None if before.times >= PRESSES else Presses(before.since, before.times + 1)
