"""Canonical JSON, digests and random codes: one way to turn data into bytes that are hashed, signed or shown."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hoithi.core.clock import VIETNAM
from hoithi.core.randomness import random_bytes

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U: read aloud over the telephone


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def instant_text(value: datetime) -> str:
    """An instant as `YYYY-MM-DDTHH:MM:SS+07:00` (Vietnam's zone, to the second)."""
    return value.astimezone(VIETNAM).isoformat(timespec="seconds")


def canonical(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces; floats are refused (exact arithmetic only)."""
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


_NEVER_FLOATS = frozenset({str, int, bool, type(None), bytes, datetime})


def _refuse_floats(value: Any) -> None:
    if type(value) in _NEVER_FLOATS:
        return
    if isinstance(value, float):
        raise TypeError("floats have no canonical form: use int, Decimal or Fraction")
    if isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            if type(item) not in _NEVER_FLOATS:
                _refuse_floats(item)


def exact(value: int | Fraction | None) -> int | str | None:
    """An exact value as JSON carries it: a whole number as it is, a fraction as "n/d"."""
    return value if value is None or isinstance(value, int) else f"{value.numerator}/{value.denominator}"


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest(value: Any) -> str:
    """SHA-256 (hex) of the canonical form."""
    return sha256_hex(canonical(value))


def keyed(key: bytes, *parts: str | bytes | int) -> bytes:
    """HMAC-SHA-256 over the parts, each preceded by its length so that no two lists collide."""
    return hmac.digest(key, framed(*parts), "sha256")


def framed(*parts: str | bytes | int) -> bytes:
    """The parts one after another, each preceded by its length in four bytes."""
    found = b""
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode()
        found += len(raw).to_bytes(4, "big") + raw
    return found


def random_code(symbols: int = 17) -> str:
    """An unguessable code; 17 symbols of 30 carry 83 random bits."""
    fair = 256 - 256 % len(CODE_ALPHABET)  # bytes from here on would favour the first symbols
    code = ""
    while len(code) < symbols:
        code += "".join(CODE_ALPHABET[byte % len(CODE_ALPHABET)] for byte in random_bytes(symbols) if byte < fair)
    return code[:symbols]
