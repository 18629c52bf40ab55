"""The quiz's turn, every second: attempts whose time has run out are finalised."""

from __future__ import annotations

from hoithi.core import clock
from hoithi.core.periodic import every
from hoithi.quiz.operations.attempt_expire import expire_due
from hoithi.quiz.operations.usage import fold_due

_clock = clock.Steadiness()


@every(seconds=1)
def expire_attempts() -> int:
    """Not while the machine's clock has just run ahead: whom it would end too early could not go on."""
    return expire_due(clock.now()) if _clock.holds() else 0


@every(seconds=30)
def fold_usages() -> int:
    """Once for each part that is over: how often its questions were used, and whether the draw was even."""
    return fold_due(clock.now())
