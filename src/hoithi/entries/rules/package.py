"""Names of files in a hand-over package: readable, and safe on every system the agencies use."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 150
"""Characters of one name, so that a folder in front of it still fits the 260 of Windows."""
_BAD = re.compile(r'[<>:"/\\|?*]')
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}


def safe_part(text: str) -> str:
    """A piece of a name without what Windows forbids, control and direction marks; NFC, spaces folded."""
    kept = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp") else " " for c in text)
    return unicodedata.normalize("NFC", " ".join(_BAD.sub(" ", kept).split())).strip(". ")


def package_name(number: str, unit: str, title: str, ending: str) -> str:
    """("VL24-1-007", "UBND xã A", "Một cửa", "mp4") → "VL24-1-007 - UBND xã A - Một cửa.mp4", at most LONGEST."""
    clean = re.sub(r"[^a-z0-9]", "", ending.lower())[:8]
    tail = f".{clean}" if clean else ""
    stem = " - ".join(piece for piece in (safe_part(number), safe_part(unit), safe_part(title)) if piece) or "tep"
    stem = stem[: LONGEST - len(tail)].rstrip(". ")
    if stem.split(".")[0].strip().lower() in _RESERVED:
        stem = f"_{stem}"
    return stem + tail


def distinct(names: list[str]) -> list[str]:
    """The same names, the later of equal ones (whatever their case) numbered: "a.mp4", "a (2).mp4"."""
    seen: set[str] = set()
    found = []
    for name in names:
        stem, dot, ending = name.rpartition(".")
        stem, tail = (stem, dot + ending) if dot else (name, "")
        number, fresh = 2, name
        while fresh.casefold() in seen:
            fresh, number = f"{stem} ({number}){tail}", number + 1
        seen.add(fresh.casefold())
        found.append(fresh)
    return found
