"""A name's sort key as text, so that a database orders Vietnamese names the way people do.

Source: docs/rules/identity.md, "Names".
"""

from __future__ import annotations

from functools import lru_cache

from hoithi.core.text import nfc, sort_key

SORT_LENGTH = 240
_END = "00"


def _code(value: int) -> str:
    """Two hexadecimal digits for a letter of the alphabet, six for any other: hex sorts alike in every collation."""
    return f"{value + 1:02x}" if value < 254 else f"ff{min(value, 0xFFFF):04x}"


@lru_cache(maxsize=20_000)  # a roster of 50 000 people has a few thousand different words
def _word(word: str) -> str:
    return "".join("".join(_code(value) for value in part) + _END for part in sort_key(word)[0])


def person_sort(full_name: str) -> str:
    """Given name (tên) first, then family and middle names (họ, đệm)."""
    words = nfc(full_name).split(" ")
    return "".join(_word(word) for word in [words[-1], *words[:-1]])[:SORT_LENGTH]


def title_sort(name: str) -> str:
    """Vietnamese dictionary order, for units and titles."""
    return "".join(_word(word) for word in nfc(name).split(" "))[:SORT_LENGTH]
