"""Which state of an award follows which."""

from __future__ import annotations

from typing import Literal

State = Literal["proposed", "decided", "announced", "claimed", "paid", "revoked", "withdrawn"]

FOLLOWS: dict[State, frozenset[State]] = {
    "proposed": frozenset({"decided", "withdrawn", "revoked"}),
    "decided": frozenset({"announced", "revoked", "withdrawn"}),
    "announced": frozenset({"claimed", "revoked", "withdrawn"}),
    "claimed": frozenset({"paid", "revoked"}),
    "paid": frozenset({"revoked"}),
    "revoked": frozenset(),
    "withdrawn": frozenset(),
}
"""State → what may come next. What was handed over is never silently withdrawn, only revoked by a paper."""
ORDER: tuple[State, ...] = ("proposed", "decided", "announced", "claimed", "paid")


def may_follow(now: State, then: State) -> bool:
    return then in FOLLOWS[now]


def reached(now: State, then: State) -> bool:
    """Whether an award that is `now` has come through `then` already (doing that step again changes nothing)."""
    if now == then:
        return True
    return now in ORDER and then in ORDER and ORDER.index(now) >= ORDER.index(then)
