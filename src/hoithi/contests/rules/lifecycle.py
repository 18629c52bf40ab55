"""The state of a contest derives from its parts and the clock; nobody sets it by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

PartState = Literal["unset", "upcoming", "blocked", "open", "closed"]
Phase = Literal["prepare", "run", "review", "publish"]


@dataclass(frozen=True)
class Window:
    """A half-open window `[opens, closes)` and what is needed to enter it."""

    opens: datetime | None
    closes: datetime | None
    exact: bool = True
    frozen: bool = False


def part_state(window: Window, now: datetime) -> PartState:
    """unset: no exact window; blocked: its time has come and it is not frozen yet (something required is unset)."""
    if window.opens is None or window.closes is None or not window.exact:
        return "unset"
    if now < window.opens:
        return "upcoming"
    if now >= window.closes:
        return "closed"
    return "open" if window.frozen else "blocked"


def phase(states: Sequence[PartState], *, results_published: bool) -> Phase:
    """prepare until a part opens, run while one is open or still to come, review until results are published."""
    if results_published:
        return "publish"
    if states and all(state == "closed" for state in states):
        return "review"
    if any(state in ("open", "closed") for state in states):
        return "run"
    return "prepare"


def days_left(closes: datetime, now: datetime) -> int:
    """Whole days until the close, rounded up: "còn 1 ngày" on the last day."""
    seconds = (closes - now).total_seconds()
    return max(0, -int(-seconds // 86400))
