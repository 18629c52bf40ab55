"""What detectors hand over: one finding becomes one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["similarity", "timing", "speed", "device", "same_person", "roster"]


@dataclass(frozen=True)
class Finding:
    """A suspicion: of which kind, how strong (1 to 3), against which attempts or (without attempts) entrants.

    `evidence` is JSON of whole numbers and words, people as ids of attempts or entrants, never names.
    """

    kind: Kind
    strength: int
    attempts: tuple[int, ...] = ()
    entrants: tuple[int, ...] = ()
    evidence: Mapping[str, Any] = field(default_factory=dict)


def by_chance(p: float, members: int) -> int:
    """Strength of a statistical finding: how improbable, one more for a group of three or more."""
    strength = 3 if p < 1e-9 else 2 if p < 1e-6 else 1
    return min(3, strength + (members >= 3))
