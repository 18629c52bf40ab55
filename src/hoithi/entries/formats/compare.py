"""Two videos side by side: fingerprints made in the child process, compared here."""

from __future__ import annotations

import base64
from fractions import Fraction
from pathlib import Path

from hoithi.entries.formats.fingerprint import Hashes, Match, compare, unpacked
from hoithi.entries.formats.limited import Tick, look

HASH_CPU_S = 3600
"""An hour of film in HD takes some ten minutes of one processor."""


def hashes_of(path: Path, tick: Tick | None = None) -> tuple[Hashes, Hashes]:
    """A file's fingerprint and that of its mirror image. Raises LimitReached for what is no video."""
    straight, mirrored = look("both", path, cpu_s=HASH_CPU_S, wall_s=HASH_CPU_S, tick=tick)
    return unpacked(base64.b64decode(straight)), unpacked(base64.b64decode(mirrored))


def hashes_of_picture(path: Path) -> tuple[Hashes, Hashes]:
    """A picture's fingerprint of one row and that of its mirror image. Raises LimitReached."""
    straight, mirrored = look("picture_hashes", path)
    return unpacked(base64.b64decode(straight)), unpacked(base64.b64decode(mirrored))


def likeness(one: Path, other: Path) -> Match:
    """The better match of the two as they are, and with one of them mirrored. Raises LimitReached."""
    straight, mirrored = hashes_of(one)
    return better(straight, mirrored, hashes_of(other)[0])


GLANCE = 48
"""Frames of the shorter film by which a pair is judged worth comparing whole."""


def glance(one: Hashes, other: Hashes) -> Fraction:
    """About the score of two films, by a few frames of the shorter spread over its length."""
    short, long = sorted((one, other), key=len)
    return compare(short[:: max(1, len(short) // GLANCE)], long).score


def better(straight: Hashes, mirrored: Hashes, theirs: Hashes) -> Match:
    """The better of the two comparisons with another film; the mirrored one only where it can change something."""
    plain = compare(straight, theirs)
    if plain.score >= 1:
        return plain
    return max(plain, compare(mirrored, theirs), key=lambda match: match.score)
