"""Pairs worth comparing before any answer is looked at (lượt thi gần nhau): same device, network or unit, same hour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

APART = timedelta(minutes=10)
"""How long after one's end another may start and still be near."""
NEIGHBOURS = 60
"""At most so many later ones for each attempt: in an office where everybody sits at once the next ones in time."""


class Seen(NamedTuple):
    """One attempt: whose, when, and what it shares with others ("" for nothing): device, network, unit."""

    attempt: int
    person: int
    start: datetime
    end: datetime
    device: str = ""
    network: str = ""
    unit: str = ""


def near_pairs(seen: Iterable[Seen]) -> set[tuple[int, int]]:
    """Pairs (smaller id first) of different people that share a device, or a network or unit within `APART`."""
    groups: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for one in seen:
        for name in ("device", "network", "unit"):
            if value := getattr(one, name):
                groups[name, value].append(one)
    pairs: set[tuple[int, int]] = set()
    for (name, _), rows in groups.items():
        rows.sort(key=lambda one: (one.start, one.attempt))
        for at, one in enumerate(rows):
            for other in rows[at + 1 : at + 1 + NEIGHBOURS]:
                if name != "device" and other.start > one.end + APART:
                    break
                if one.person != other.person:
                    pairs.add((min(one.attempt, other.attempt), max(one.attempt, other.attempt)))
    return pairs
