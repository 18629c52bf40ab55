"""The weeks of a contest, from the windows of its quiz parts."""

from __future__ import annotations

from collections.abc import Sequence

from hoithi.contests.models import Part
from hoithi.core.clock import VIETNAM
from hoithi.reports.rules.weeks import Week, weeks


def weeks_of(parts: Sequence[Part]) -> list[Week]:
    """The weeks of these parts, in Vietnam's time; parts without a window have none."""
    windows = [(part.opens, part.closes) for part in parts if part.opens is not None and part.closes is not None]
    return weeks([(opens.astimezone(VIETNAM), closes.astimezone(VIETNAM)) for opens, closes in windows])
