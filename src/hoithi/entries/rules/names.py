"""Cleaning what people call their files, and the numbers works go by."""

from __future__ import annotations

import unicodedata

LONGEST = 120
_DIRECTION = {*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF}


def clean_name(raw: str) -> str:
    """A file name without path, control characters and direction marks, in NFC, at most 120 characters.

    The ending is kept when the name is cut; an empty one becomes "tep".
    """
    last = raw.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c) != "Cc" and ord(c) not in _DIRECTION)
    name = unicodedata.normalize("NFC", " ".join(kept.split())).strip(". ") or "tep"
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    return name[:LONGEST] if not dot or len(ending) > 8 else f"{stem[: LONGEST - len(ending) - 1]}.{ending}"


def shown_number(prefix: str, part_no: int, number: int) -> str:
    """The number a work goes by aloud and on paper: ("VL24", 1, 7) → "VL24-1-007"."""
    return f"{prefix}-{part_no}-{number:03d}" if prefix else f"{part_no}-{number:03d}"
