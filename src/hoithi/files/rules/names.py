"""Cleaning what people call their files."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
_DIRECTION = {*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF}
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,48}/[a-z0-9][a-z0-9.+-]{0,48}")


def clean_name(raw: str) -> str:
    """A file name without path, control characters and direction marks, in NFC, at most 120 characters.

    The ending is kept when the name is cut; an empty one becomes "tep".
    """
    last = raw.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cs") and ord(c) not in _DIRECTION)
    name = unicodedata.normalize("NFC", " ".join(kept.split())).strip(". ") or "tep"
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    return name[:LONGEST] if not dot or len(ending) > 8 else f"{stem[: LONGEST - len(ending) - 1]}.{ending}"


def suffix_of(name: str) -> str:
    """The ending in lower case without its dot: "Phim.MP4" → "mp4", "" without one."""
    _stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot else ""


def clean_type(raw: str) -> str:
    """A media type as senders may state it, without parameters; "" for anything else."""
    stated = raw.partition(";")[0].strip().lower()
    return stated if _TYPE.fullmatch(stated) else ""
