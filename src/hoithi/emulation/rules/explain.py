"""Why a line of a scorecard gave its points, as data; the rooms above put it into words of the page's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hoithi.contests.rules.facts import Value

Reason = Literal["none", "zero", "below", "reached", "bonus", "given", "sum"]


@dataclass(frozen=True)
class Because:
    """ "1.750 tài khoản: 35 + 5 × ⌊250/100⌋ = 45" in its parts.

    none: not reported; zero: reported as nothing, with points of its own; below: under `at`; reached: exactly the
    standard; bonus: standard + `each` × `steps`, where steps = `beyond` ÷ `size`, rounded down unless `proportional`,
    and one more with `first`; given: points judged by people, at most `most`; sum: of the lines below it.
    `raw` is what came of it before `cap` and `weight`.
    """

    reason: Reason
    value: Value | None
    raw: Value
    at: Value | None = None
    standard: Value | None = None
    each: Value | None = None
    size: Value | None = None
    beyond: Value | None = None
    steps: Value | None = None
    first: bool = False
    proportional: bool = False
    of: Value | None = None
    over: Value | None = None
    """The two figures of a share."""
    cap: Value | None = None
    """Set where it cut."""
    weight: Value | None = None
    """Set where it is not 1."""
    most: Value | None = None
