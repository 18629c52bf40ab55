"""Codes people read aloud: random symbols in groups of four behind a contest's prefix."""

from __future__ import annotations

import math

from hoithi.core.canonical import CODE_ALPHABET

MIN_BITS = 80
_GROUP = 4


class WeakCode(ValueError):
    """A code that could be guessed: fewer than 80 random bits."""


def code_bits(symbols: str) -> int:
    """Random bits in so many symbols of the alphabet, rounded down."""
    return math.floor(len(symbols) * math.log2(len(CODE_ALPHABET)))


def human_code(prefix: str, symbols: str) -> str:
    """Random symbols as people read them aloud: ("SS24", "7F3K92QD…") → "SS24-7F3K-92QD-…". Raises WeakCode."""
    if code_bits(symbols) < MIN_BITS or set(symbols) - set(CODE_ALPHABET):
        raise WeakCode("a code needs at least 80 random bits of the code alphabet")
    groups = [symbols[at : at + _GROUP] for at in range(0, len(symbols), _GROUP)]
    return "-".join([prefix, *groups] if prefix else groups)


def typed_code(text: str, prefix: str) -> str | None:
    """The code somebody typed, in its one form; None when it cannot be one (so nothing need be looked up)."""
    symbols = "".join(c for c in text.upper() if c.isalnum())
    head = "".join(c for c in prefix.upper() if c.isalnum())
    if not symbols.startswith(head):
        return None
    try:
        return human_code(prefix, symbols[len(head) :])
    except WeakCode:
        return None


def last_symbols(text: str, count: int) -> str:
    """The random end of a typed code, whatever prefix, spaces and dashes stand in it; "" where it is too short."""
    symbols = "".join(c for c in text.upper() if c.isalnum())
    return symbols[-count:] if len(symbols) >= count else ""
