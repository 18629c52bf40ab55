"""The sequencer's turns for people: letters that wait to be sent."""

from __future__ import annotations

from hoithi.core import clock
from hoithi.core.periodic import every
from hoithi.people.operations.outbox import send_due


@every(seconds=5)
def send_letters() -> None:
    send_due(clock.now())
