"""Merkle trees over SHA-256 as in RFC 6962: leaves and nodes are hashed in different domains (0x00, 0x01).

A tree commits to a list: the root is published first, any leaf can be shown later with a short proof.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal, NamedTuple

LEAF = b"\x00"
NODE = b"\x01"


class Step(NamedTuple):
    """One step of a proof: the neighbour's digest and the side it stands on."""

    side: Literal["left", "right"]
    digest: bytes


def leaf_hash(data: bytes) -> bytes:
    """The digest (32 bytes) under which `data` enters a tree."""
    return hashlib.sha256(LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()


def _level_up(level: Sequence[bytes]) -> list[bytes]:
    """Pairs become nodes; a last one without a partner rises unchanged."""
    pairs = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return [*pairs, level[-1]] if len(level) % 2 else pairs


def root(leaves: Sequence[bytes]) -> bytes:
    """The root (32 bytes) of a tree over leaf hashes; the empty tree has the digest of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        level = _level_up(level)
    return level[0]


def proof(leaves: Sequence[bytes], index: int) -> list[Step]:
    """The steps from leaf `index` (a leaf hash) to the root. Raises IndexError when there is no such leaf."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    steps: list[Step] = []
    level = list(leaves)
    while len(level) > 1:
        if index % 2:
            steps.append(Step("left", level[index - 1]))
        elif index + 1 < len(level):
            steps.append(Step("right", level[index + 1]))
        level = _level_up(level)
        index //= 2
    return steps


def verify(leaf: bytes, steps: Sequence[Step], expected_root: bytes) -> bool:
    """Whether the leaf hash with these steps leads to the root."""
    digest = leaf
    for side, neighbour in steps:
        digest = node_hash(neighbour, digest) if side == "left" else node_hash(digest, neighbour)
    return digest == expected_root
