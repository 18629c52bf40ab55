"""Order-preserving bytes for a list of key values, so that an index on bytes is in the standing's order.

A number is written as its continued fraction a0 + 1/(a1 + 1/(a2 + …)): comparing two numbers means comparing the
quotients one by one, the odd ones the other way round, with "no more" as infinity. Each quotient is its length and its
big-endian bytes; odd ones are inverted. No two codes are prefixes of each other, so codes can be put one after another.
Exact for every int and Fraction whose quotients stay under 2**1008; an int costs its bytes + 2, a mean a few more.
Source: docs/rules/ranking.md, "Rank keys".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hoithi.contests.rules.errors import KeyOutOfRange
from hoithi.contests.rules.facts import Value
from hoithi.contests.rules.scales import Better
from hoithi.contests.rules.standing import KeyValue, Order, order_of

_ZERO = 0x80
_INFINITY = b"\xff"
_LONGEST = 126


def rank_key(values: Iterable[tuple[Value | None, Better]]) -> bytes:
    """The key of (value, direction) pairs in order: sorted ascending, the best comes first and unknown ones last.

    Raises KeyOutOfRange.
    """
    return b"".join(_component(order_of(value, direction)) for value, direction in values)


def key_bytes(keys: Iterable[KeyValue]) -> bytes:
    """The same for a place's keys as `rank` made them, predictions included."""
    return b"".join(_component(key.order) for key in keys)


def _component(order: Order) -> bytes:
    flag, value = order
    return bytes([flag]) + number_bytes(value)


def number_bytes(value: Value) -> bytes:
    """Bytes that compare as the numbers do. Raises KeyOutOfRange."""
    out = []
    inverted = False
    for quotient in _quotients(value):
        out.append(_turned(_quotient_bytes(quotient), inverted))
        inverted = not inverted
    out.append(_turned(_INFINITY, inverted))
    return b"".join(out)


def _quotients(value: Value) -> Iterator[int]:
    top, bottom = value.numerator, value.denominator
    while bottom:
        quotient, rest = divmod(top, bottom)
        yield quotient
        top, bottom = bottom, rest


def _quotient_bytes(quotient: int) -> bytes:
    size = quotient if quotient >= 0 else -quotient - 1
    length = (size.bit_length() + 7) // 8
    if length > _LONGEST:
        raise KeyOutOfRange(quotient)
    body = bytes([_ZERO + length]) + size.to_bytes(length, "big")
    return body if quotient >= 0 else _turned(body, inverted=True)


def _turned(raw: bytes, inverted: bool) -> bytes:
    return bytes(0xFF - byte for byte in raw) if inverted else raw
