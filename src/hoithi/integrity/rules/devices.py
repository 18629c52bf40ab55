"""Several accounts on one device (nhiều tài khoản trên một máy). One address is never enough: offices share one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import NamedTuple


class Use(NamedTuple):
    """One person's attempt seen on a device, from its start to its end."""

    device: str
    person: int
    attempt: int
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Shared:
    """One device, the attempts of several people on it, and how many pairs of them ran at the same time."""

    attempts: tuple[int, ...]
    people: int
    overlapping: int

    @property
    def strength(self) -> int:
        """1 to 3: two people at once weigh more than several one after the other."""
        return 3 if self.overlapping else 2 if self.people >= 4 else 1


def shared_devices(uses: Iterable[Use], *, people: int = 3) -> list[Shared]:
    """Devices with at least `people` persons, or with two persons' attempts under way at the same moment.

    Two who sit one after the other on one device (a family, a counter) are not listed.
    """
    by_device: dict[str, dict[int, Use]] = defaultdict(dict)
    for use in uses:
        if use.device:
            by_device[use.device].setdefault(use.attempt, use)
    found = []
    for rows in by_device.values():
        ordered = [rows[key] for key in sorted(rows)]
        persons = {use.person for use in ordered}
        at_once = sum(a.person != b.person and a.start < b.end and b.start < a.end for a, b in combinations(ordered, 2))
        if len(persons) >= people or at_once:
            found.append(Shared(tuple(use.attempt for use in ordered), len(persons), at_once))
    return sorted(found, key=lambda one: one.attempts)
