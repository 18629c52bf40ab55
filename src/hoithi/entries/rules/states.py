"""What can become of a work (trạng thái tác phẩm): a table, tested as a table."""

from __future__ import annotations

from typing import Literal

State = Literal["draft", "submitted", "checking", "held", "accepted", "refused", "published", "withdrawn", "taken_down"]
Step = Literal[
    "submit", "check_passed", "check_failed", "accept", "refuse", "publish", "take_down", "withdraw", "revise"
]

COUNTED: frozenset[State] = frozenset({"submitted", "checking", "held", "accepted", "published"})
"""States that use up a place of the quota: handed in and not refused, withdrawn or taken down."""
IN_CONTEST: frozenset[State] = frozenset({"accepted", "published"})
"""States whose works are judged, voted on and ranked."""
LIVE: frozenset[State] = frozenset({"draft", *COUNTED})
"""States a work still goes on from by itself."""
NEEDS_REASON: frozenset[Step] = frozenset({"refuse", "take_down", "withdraw", "check_failed"})

_TABLE: dict[Step, dict[State, State]] = {
    # Handing in again before the deadline replaces file and texts: whatever had been decided is decided anew.
    "submit": {"draft": "submitted", "submitted": "submitted", "checking": "submitted", "held": "submitted"},
    "check_passed": {"submitted": "checking", "held": "checking"},
    "check_failed": {"submitted": "held", "checking": "held"},
    "accept": {"submitted": "accepted", "checking": "accepted", "held": "accepted", "refused": "accepted"},
    "refuse": {"submitted": "refused", "checking": "refused", "held": "refused", "accepted": "refused"},
    "publish": {"accepted": "published", "taken_down": "published"},
    "take_down": {"published": "taken_down", "accepted": "taken_down"},
    "withdraw": {
        "draft": "withdrawn",
        "submitted": "withdrawn",
        "checking": "withdrawn",
        "held": "withdrawn",
        "accepted": "withdrawn",
        "published": "withdrawn",
    },
    "revise": {"refused": "checking"},
}


def after(state: str, step: Step) -> State | None:
    """The state a step leads to; None where the step makes no sense from `state`."""
    return _TABLE[step].get(state)  # type: ignore[call-overload,no-any-return]


def steps_from(state: str) -> frozenset[Step]:
    """Every step that is possible from `state`."""
    return frozenset(step for step, ways in _TABLE.items() if state in ways)
