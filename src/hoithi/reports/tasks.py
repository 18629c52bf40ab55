"""The sequencer's turns over reports."""

from __future__ import annotations

from hoithi.core import clock
from hoithi.core.periodic import every
from hoithi.reports.operations.items import count_due
from hoithi.reports.operations.statistics import refresh_due


@every(seconds=20)
def refresh_statistics() -> None:
    refresh_due(clock.now())


@every(seconds=1)
def analyse_items() -> None:
    count_due(clock.now())
