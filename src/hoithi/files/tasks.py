"""Files' turn: uploads nobody went on with are thrown away."""

from __future__ import annotations

from hoithi.core import clock
from hoithi.core.periodic import every
from hoithi.files.operations import purge_uploads


@every(seconds=600)
def purge() -> int:
    return purge_uploads(clock.now())
