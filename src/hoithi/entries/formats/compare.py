"""Two videos side by side: fingerprints made in the child process, compared here."""

from __future__ import annotations

import base64
from pathlib import Path

from hoithi.entries.formats.fingerprint import Hashes, Match, compare, unpacked
from hoithi.entries.formats.limited import look


def hashes_of(path: Path, *, mirrored: bool = False) -> Hashes:
    """A file's fingerprint. Raises LimitReached for what is no video."""
    return unpacked(base64.b64decode(look("mirrored" if mirrored else "fingerprint", path)))


def likeness(one: Path, other: Path) -> Match:
    """The better match of the two as they are, and with one of them mirrored. Raises LimitReached."""
    theirs = hashes_of(other)
    straight = compare(hashes_of(one), theirs)
    if straight.score >= 1:
        return straight
    return max(straight, compare(hashes_of(one, mirrored=True), theirs), key=lambda match: match.score)
