"""From how many frames match to what is said of two works (mức giống nhau)."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

COPY, ALIKE = Fraction(6, 10), Fraction(2, 10)
"""From here on a pair is called a copy, or alike enough to be looked at."""
MOST_KEYS = 2048
"""Index keys kept of one file."""
CANDIDATES = 12
"""Works a new one is compared with frame by frame, the likeliest first."""
Verdict = Literal["copy", "alike", "different"]


def verdict(score: Fraction) -> Verdict:
    return "copy" if score >= COPY else "alike" if score >= ALIKE else "different"


def permille(score: Fraction) -> int:
    """Rounded half up."""
    return int(score * 1000 + Fraction(1, 2))
