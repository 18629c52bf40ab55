"""What the jury offers to the contest floor: facts of works, and when nothing can change any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from hoithi.contests.models import Part
from hoithi.contests.registry import Fact
from hoithi.judging.queries.facts import facts_of, is_settled


class JuryProvider:
    """Standings read the jury through this: {"jury": points by the plan's method, "jurors": signed sheets}."""

    def facts(self, part: Part, *, subjects: Collection[int] | None = None) -> Iterable[Fact]:
        return facts_of(part, subjects)

    def settled(self, part: Part, *, now: datetime) -> bool:
        return is_settled(part, now)
