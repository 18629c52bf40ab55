"""A name's sort key as text, so that a database orders Vietnamese names the way people do.

Source: docs/rules/identity.md, "Names".
"""

from __future__ import annotations

from hoithi.core.text import name_key, sort_key

SORT_LENGTH = 240
_END = "00"


def _code(value: int) -> str:
    """Two hexadecimal digits for a letter of the alphabet, six for any other: hex sorts alike in every collation."""
    return f"{value + 1:02x}" if value < 254 else f"ff{min(value, 0xFFFF):04x}"


def _word(word: tuple[tuple[int, ...], tuple[int, ...]]) -> str:
    return "".join("".join(_code(value) for value in part) + _END for part in word)


def person_sort(full_name: str) -> str:
    """Given name (tên) first, then family and middle names (họ, đệm)."""
    return "".join(_word(word) for word in name_key(full_name))[:SORT_LENGTH]  # type: ignore[arg-type]


def title_sort(name: str) -> str:
    """Vietnamese dictionary order, for units and titles."""
    return "".join(_word(word) for word in sort_key(name))[:SORT_LENGTH]
