"""What a count comes to: mixed figures, what may be shown of it, and the leaf a voter finds their vote by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from hoithi.core.merkle import leaf_hash, root


class Weight(NamedTuple):
    """`share` of the whole for a count of `most` or more."""

    share: Fraction
    most: int


def mixed(figures: Mapping[str, int | None], weights: Mapping[str, Weight]) -> Fraction | None:
    """Σ share · min(count, most) / most, exactly; None where a figure that counts is missing."""
    total = Fraction(0)
    for name, weight in weights.items():
        count = figures.get(name)
        if count is None:
            return None
        total += weight.share * Fraction(min(count, weight.most), weight.most)
    return total


def rounded_down(count: int, step: int) -> int:
    """The count down to a multiple of `step`: nobody sees whether one vote more arrived."""
    return count - count % step


class Vote(NamedTuple):
    """A vote as it is published: no person, no time."""

    code: str
    work: str
    counted: bool


def leaf(vote: Vote) -> bytes:
    """The published print of a vote. Whoever has the code can make it; nobody learns the code from it."""
    said = "\n".join(("hoithi-vote/1", vote.code, vote.work, "counted" if vote.counted else "discounted"))
    return leaf_hash(said.encode())


def prints(votes: Iterable[Vote]) -> dict[str, dict[str, list[str]]]:
    """{work: {"counted": [hex, …], "discounted": […]}}, each list sorted: the order tells no time."""
    found: dict[str, dict[str, list[str]]] = {}
    for vote in votes:
        lists = found.setdefault(vote.work, {"counted": [], "discounted": []})
        lists["counted" if vote.counted else "discounted"].append(leaf(vote).hex())
    return {
        work: {name: sorted(lists[name]) for name in ("counted", "discounted")} for work, lists in sorted(found.items())
    }


def root_of(printed: Mapping[str, Mapping[str, list[str]]]) -> str:
    """Merkle root (hex) over all prints in order of their bytes; of no votes the SHA-256 of nothing."""
    leaves = sorted(bytes.fromhex(one) for lists in printed.values() for part in lists.values() for one in part)
    return root(leaves).hex() if leaves else hashlib.sha256(b"").hexdigest()
