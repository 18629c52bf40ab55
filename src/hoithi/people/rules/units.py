"""The tree of units on one day, followed through renames, mergers and splits.

A unit is stored in versions; a child keeps pointing at the version of its parent it was entered under, so the tree of
a day is found by following succession links forward (the parent has ended) or back (it has not begun).
Source: docs/rules/units.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Node:
    """One version of a unit, valid in the half-open span `[valid_from, valid_to)`; None is open."""

    id: int
    parent: int | None
    valid_from: date | None = None
    valid_to: date | None = None

    def begun(self, day: date) -> bool:
        return self.valid_from is None or self.valid_from <= day

    def ended(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to <= day


@dataclass(frozen=True)
class Link:
    """`target` took over from `source`."""

    source: int
    target: int


class UnitTree:
    """The units of one day: parents, children, paths, successors. Everything is an id."""

    def __init__(self, nodes: Iterable[Node], links: Iterable[Link], day: date) -> None:
        self.day = day
        self.nodes = {node.id: node for node in nodes}
        self._forward: dict[int, list[int]] = defaultdict(list)
        self._back: dict[int, list[int]] = defaultdict(list)
        for link in sorted(links, key=lambda link: (link.source, link.target)):
            self._forward[link.source].append(link.target)
            self._back[link.target].append(link.source)
        self._children: dict[int | None, list[int]] | None = None

    def valid(self, unit: int) -> bool:
        node = self.nodes[unit]
        return node.begun(self.day) and not node.ended(self.day)

    def versions(self, unit: int) -> list[int]:
        """Who stands for `unit` on the day: itself, its successors, or its predecessors; [] when nobody does."""
        found: list[int] = []
        seen: set[int] = set()
        waiting = [unit]
        forward = self.nodes[unit].begun(self.day)
        while waiting:
            current = waiting.pop(0)
            if current in seen or current not in self.nodes:
                continue
            seen.add(current)
            if self.valid(current):
                found.append(current)
            else:
                waiting += (self._forward if forward else self._back)[current]
        return found

    def parent(self, unit: int) -> int | None:
        """The unit above on the day; a parent abolished without a successor gives way to the one above it."""
        seen = {unit}
        above = self.nodes[unit].parent
        while above is not None and above in self.nodes and above not in seen:
            seen.add(above)
            standing = [version for version in self.versions(above) if version != unit]
            if standing:
                return standing[0]
            above = self.nodes[above].parent
        return None

    def path(self, unit: int) -> list[int]:
        """From the top of the tree down to `unit`."""
        found = [unit]
        while (above := self.parent(found[-1])) is not None and above not in found:
            found.append(above)
        return found[::-1]

    def children(self, unit: int | None) -> list[int]:
        """The units directly below on the day; None asks for the tops."""
        if self._children is None:
            self._children = defaultdict(list)
            for node in self.nodes:
                if self.valid(node):
                    self._children[self.parent(node)].append(node)
        return self._children.get(unit, [])

    def descendants(self, unit: int) -> list[int]:
        """`unit` and everything below it on the day, top down."""
        found = [unit]
        for current in found:
            found += [child for child in self.children(current) if child not in found]
        return found
