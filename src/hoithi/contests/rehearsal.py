"""A rehearsal (diễn tập): synthetic people go through the real operations on a virtual clock.

Each kind says how its part is prepared and what its entrants do; the agenda carries everything out in the order of
time. Nothing here knows a kind or a contest.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any, Protocol

from hoithi.core import clock

if TYPE_CHECKING:
    from hoithi.contests.models import ContestUnit, Entrant, Part
    from hoithi.contests.registry import Fact
    from hoithi.people.models import User

Act = Callable[[datetime], None]


class Agenda:
    """What happens when; an act may put later ones on the agenda."""

    def __init__(self) -> None:
        self._queue: list[tuple[datetime, int, Act]] = []
        self._numbers = count()

    def at(self, when: datetime, act: Act) -> None:
        heapq.heappush(self._queue, (when, next(self._numbers), act))

    def run(self, until: datetime | None = None) -> datetime | None:
        """Carry out everything (before `until`) in order of time, the clock standing at each act's moment.

        Returns the last moment, None when there was nothing to do.
        """
        when = None
        while self._queue and (until is None or self._queue[0][0] < until):
            when, _, act = heapq.heappop(self._queue)
            with clock.frozen_at(when):
                act(when)
        return when


class Rehearsal(Protocol):
    """What a kind brings to a rehearsal."""

    def prepare(self, part: Part, *, staff: Mapping[str, Sequence[User]], rng: Random, now: datetime) -> None:
        """Make the part ready for its preflight, through the real operations; `staff`: body kind → its people."""

    def plan(self, part: Part, entrants: Sequence[Entrant], *, agenda: Agenda, rng: Random, done: Act) -> None:
        """Put on the agenda what the entrants do in this part; call `done` each time one has finished."""

    def sample(self, part: Part, units: Sequence[ContestUnit], rng: Random) -> list[Fact]:
        """Made-up facts of people of these units, at once and without any write: to compare formulas on."""

    def finish(self, part: Part, *, now: datetime) -> None:
        """After the close: whatever a running site does by itself, such as finalising attempts."""


class ExtensionRehearsal(Protocol):
    """What a table beside a kind (vote, jury) brings to a rehearsal."""

    def prepare(self, part: Part, *, staff: Mapping[str, Sequence[User]], rng: Random, now: datetime) -> None:
        """Make it ready before the part freezes; `staff`: body kind → its people."""

    def plan(self, part: Part, *, people: int, agenda: Agenda, rng: Random, done: Act) -> datetime | None:
        """Put on the agenda what follows the part's close; `people` scales it. Returns when it is over."""

    def told(self, part: Part) -> dict[str, Any]:
        """What came of it, for the report: votes and those set aside, sheets and jurors."""
