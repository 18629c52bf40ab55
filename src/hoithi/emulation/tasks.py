"""Emulation's turns: months whose due day has passed are scored, units are reminded; each may run twice."""

from __future__ import annotations

from hoithi.core import clock
from hoithi.core.periodic import every
from hoithi.emulation.operations.reminders import remind_due
from hoithi.emulation.operations.scores import score_due


@every(seconds=30)
def score_months() -> None:
    """Who has not reported by the end of the due day has points taken off from then on."""
    score_due(clock.now())


@every(seconds=300)
def remind_units() -> None:
    remind_due(clock.now())
