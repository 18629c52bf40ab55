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


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """The whole tree from the leaf hashes up; made once, every root and proof of it is a look-up."""
    found = [list(leaves)]
    while len(found[-1]) > 1:
        found.append(_level_up(found[-1]))
    return found


def root(leaves: Sequence[bytes]) -> bytes:
    """The root (32 bytes) of a tree over leaf hashes; the empty tree has the digest of nothing."""
    return levels(leaves)[-1][0] if leaves else hashlib.sha256(b"").digest()


def proof(leaves: Sequence[bytes], index: int) -> list[Step]:
    """The steps from leaf `index` (a leaf hash) to the root. Raises IndexError when there is no such leaf."""
    return proof_in(levels(leaves), index)


def proof_in(tree: Sequence[Sequence[bytes]], index: int) -> list[Step]:
    """The same from `levels`, for many proofs of one tree."""
    if not 0 <= index < len(tree[0]):
        raise IndexError(index)
    steps: list[Step] = []
    for level in tree[:-1]:
        if index % 2:
            steps.append(Step("left", level[index - 1]))
        elif index + 1 < len(level):
            steps.append(Step("right", level[index + 1]))
        index //= 2
    return steps


def verify(leaf: bytes, steps: Sequence[Step], expected_root: bytes) -> bool:
    """Whether the leaf hash with these steps leads to the root."""
    digest = leaf
    for side, neighbour in steps:
        digest = node_hash(neighbour, digest) if side == "left" else node_hash(digest, neighbour)
    return digest == expected_root
