"""An order nobody chose, the same for one person every time (thứ tự ngẫu nhiên theo người xem)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def shuffle_key(secret: bytes, *whose: object) -> bytes:
    """The key of one person's order of one list: whoever lacks `secret` cannot tell or wish for an order."""
    told = "\x1f".join(str(one) for one in whose).encode()
    return hashlib.blake2b(told, key=secret[:64], digest_size=32, person=b"hoithi-shuffle").digest()


def place_of(key: bytes, item: int) -> bytes:
    """Where an item stands in the order of `key`: compare as bytes. Items that come or go move no other."""
    return hashlib.blake2b(item.to_bytes(8, "big"), key=key, digest_size=8).digest()


def shuffled(key: bytes, items: Iterable[int]) -> list[int]:
    return sorted(items, key=lambda item: (place_of(key, item), item))
