"""The only source of random bytes that decide something: secrets, nonces, codes.

It is the operating system's. A rehearsal may replace it inside a block by a stream that follows from a seed, so that
the same rehearsal can be held twice; a contest that counts never can.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_stream: ContextVar[SeededBytes | None] = ContextVar("hoithi_seeded_bytes", default=None)
_rehearsal = False


class SeededBytes:
    """Bytes that follow from a seed: HMAC-SHA-256 of a counter, read from left to right."""

    def __init__(self, seed: int | str) -> None:
        self._key = hashlib.sha256(f"hoithi-rehearsal/1:{seed}".encode()).digest()
        self._block, self._rest = 0, b""

    def take(self, count: int) -> bytes:
        while len(self._rest) < count:
            self._rest += hmac.digest(self._key, self._block.to_bytes(8, "big"), "sha256")
            self._block += 1
        taken, self._rest = self._rest[:count], self._rest[count:]
        return taken


def random_bytes(count: int) -> bytes:
    """`count` unguessable bytes."""
    stream = _stream.get()
    return secrets.token_bytes(count) if stream is None else stream.take(count)


def declare_rehearsal() -> None:
    """Say that this whole process works on a database made for a rehearsal and thrown away."""
    global _rehearsal
    _rehearsal = True


@contextmanager
def seeded(seed: int | str) -> Iterator[None]:
    """Random bytes follow from `seed` inside the block. Raises RuntimeError in production, except in a rehearsal."""
    from django.conf import settings

    if settings.MODE == "production" and not _rehearsal:
        raise RuntimeError("random bytes of a real contest never follow from a seed")
    token = _stream.set(SeededBytes(seed))
    try:
        yield
    finally:
        _stream.reset(token)
