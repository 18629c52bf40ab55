"""Pairs joined into groups: whoever is linked to somebody of a group belongs to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def clusters(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Connected groups, members ascending, the group with the smallest member first."""
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        parent.setdefault(one, one)
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for a, b in pairs:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    groups: dict[int, list[int]] = defaultdict(list)
    for one in sorted(parent):
        groups[root(one)].append(one)
    return [tuple(groups[key]) for key in sorted(groups)]
