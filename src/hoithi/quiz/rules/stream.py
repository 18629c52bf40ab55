"""Repeatable randomness anybody can recompute (docs/rules/papers.md, "The stream")."""

from __future__ import annotations

import hmac
import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from hoithi.core.canonical import framed

T = TypeVar("T")
_SPAN = 1 << 64
_four_numbers = struct.Struct(">4Q").unpack


class Stream:
    """Whole numbers from HMAC-SHA-256 in counter mode; one independent stream for each list of labels.

    Block `counter` is `core.canonical.keyed(seed, *labels, counter)`: four numbers of 64 bits, read from left to right.
    """

    def __init__(self, seed: bytes, *labels: str | int) -> None:
        self._keyed = _keyed(seed).copy()
        self._keyed.update(_name(*labels))
        self._counter = 0
        self._left: list[int] = []
        """Of the last block, last number first."""

    def below(self, n: int) -> int:
        """A number in [0, n), each equally likely: values beyond the last whole multiple of n are thrown away."""
        limit, left = _SPAN - _SPAN % n, self._left
        while True:
            value = (left or self._block()).pop()
            if value < limit:
                return value % n

    def _block(self) -> list[int]:
        block = self._keyed.copy()
        block.update(_name(self._counter))
        self._counter += 1
        self._left[:] = reversed(_four_numbers(block.digest()))
        return self._left

    def sample(self, items: Sequence[T], k: int) -> list[T]:
        """`k` different items of `items`, every subset equally likely (the first k steps of a shuffle)."""
        pool, below, size = list(items), self.below, len(items)
        for i in range(k):
            j = i + below(size - i)
            pool[i], pool[j] = pool[j], pool[i]
        return pool[:k]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All items in random order; a sample of everything."""
        return self.sample(items, len(items))


_name = lru_cache(maxsize=16_384)(framed)
"""The same few labels stand in everybody's paper."""


@lru_cache(maxsize=16)
def _keyed(seed: bytes) -> hmac.HMAC:
    """The key set up once for the some dozen streams of a paper; only ever copied."""
    return hmac.new(seed, digestmod="sha256")
