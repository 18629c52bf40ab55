"""Which bytes of a file a request asks for (RFC 9110, section 14)."""

from __future__ import annotations

import re

_ONE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII)


class Unsatisfiable(ValueError):
    """The range lies beyond the end of the file."""


def wanted_range(raw: str, size: int) -> tuple[int, int] | None:
    """(first byte, number of bytes); None where all of it is sent: no range, several, or one that is not understood.

    Raises Unsatisfiable.
    """
    found = _ONE.fullmatch(raw.strip())
    if found is None or found.group(1, 2) == ("", ""):
        return None
    first, last = found.group(1, 2)
    if not first:
        length = min(int(last), size)
        if not length:
            raise Unsatisfiable
        return size - length, length
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return start, min(int(last) if last else size - 1, size - 1) - start + 1
