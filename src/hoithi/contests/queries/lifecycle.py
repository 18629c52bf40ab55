"""Where a contest stands now, derived from its parts and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hoithi.contests.models import Contest, Part
from hoithi.contests.rules.lifecycle import PartState, Phase, Window, part_state, phase


def window_of(part: Part) -> Window:
    return Window(part.opens, part.closes, part.precision == "exact", part.frozen_at is not None)


def state_of(part: Part, now: datetime) -> PartState:
    return part_state(window_of(part), now)


@dataclass(frozen=True)
class Lifecycle:
    """A contest's phase, its parts' states, and the part that matters now."""

    phase: Phase
    states: dict[int, PartState]
    current: Part | None
    """The open part, else the next to come, else the last that closed."""


def lifecycle(contest: Contest, now: datetime) -> Lifecycle:
    parts = list(contest.parts.all())
    states = {part.pk: state_of(part, now) for part in parts}
    return Lifecycle(
        phase=phase(list(states.values()), results_published=contest.results_published_at is not None),
        states=states,
        current=_current(parts, states),
    )


def _current(parts: list[Part], states: dict[int, PartState]) -> Part | None:
    for wanted in ("open", "blocked", "upcoming", "unset"):
        found = [part for part in parts if states[part.pk] == wanted]
        if found:
            return min(found, key=lambda part: (part.opens is None, part.opens or part.closes, part.position))
    closed = [part for part in parts if part.closes is not None]
    return max(closed, key=lambda part: part.closes, default=None)  # type: ignore[arg-type,return-value]
