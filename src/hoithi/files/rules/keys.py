"""Where files lie in the store."""

from __future__ import annotations

import hashlib


def key_of(token: str) -> str:
    """The key of an upload's file: random to whoever does not know the token, the same each time it is asked for."""
    digest = hashlib.sha256(b"hoithi file " + token.encode()).hexdigest()
    return f"{digest[:2]}/{digest[2:50]}"
