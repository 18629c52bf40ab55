"""Repeatable randomness anybody can recompute (docs/rules/papers.md, "The stream")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from hoithi.core.canonical import keyed

T = TypeVar("T")
_SPAN = 1 << 64


class Stream:
    """Whole numbers from HMAC-SHA-256 in counter mode; one independent stream for each list of labels."""

    def __init__(self, seed: bytes, *labels: str | int) -> None:
        self._numbers = _numbers(seed, labels)

    def below(self, n: int) -> int:
        """A number in [0, n), each equally likely: values beyond the last whole multiple of n are thrown away."""
        limit = _SPAN - _SPAN % n
        while (value := next(self._numbers)) >= limit:
            pass
        return value % n

    def sample(self, items: Sequence[T], k: int) -> list[T]:
        """`k` different items of `items`, every subset equally likely (the first k steps of a shuffle)."""
        pool = list(items)
        for i in range(k):
            j = i + self.below(len(pool) - i)
            pool[i], pool[j] = pool[j], pool[i]
        return pool[:k]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All items in random order; a sample of everything."""
        return self.sample(items, len(items))


def _numbers(seed: bytes, labels: tuple[str | int, ...]) -> Iterator[int]:
    counter = 0
    while True:
        block = keyed(seed, *labels, counter)
        for at in range(0, 32, 8):
            yield int.from_bytes(block[at : at + 8], "big")
        counter += 1
