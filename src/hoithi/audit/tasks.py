"""The sequencer's turn, every other second."""

from __future__ import annotations

from hoithi.audit.operations import seal_batches
from hoithi.core import clock
from hoithi.core.periodic import every


@every(seconds=2)
def seal_audit() -> None:
    seal_batches(clock.now())
