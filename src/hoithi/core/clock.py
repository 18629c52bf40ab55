"""The only source of business time (thời điểm nghiệp vụ).

A request freezes it once (`request.now`, see `core.middleware`); operations and rules take the instant as a
parameter. Libraries (sessions, task queue) keep the real clock. A demonstration or a rehearsal shifts the clock by one
offset which keeps ticking.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_offset = timedelta(0)
_frozen: ContextVar[datetime | None] = ContextVar("hoithi_frozen_now", default=None)


def now() -> datetime:
    """The present business instant, aware, in Vietnam's zone, with microseconds."""
    frozen = _frozen.get()
    if frozen is not None:
        return frozen
    return (_machine() + _offset).astimezone(VIETNAM)


def _machine() -> datetime:
    return datetime.now(UTC)


def set_offset(offset: timedelta) -> None:
    """Shift the clock for this process; only a demonstration may do so (`HOITHI_MODE=demo`)."""
    global _offset
    _offset = offset


@contextmanager
def frozen_at(instant: datetime) -> Iterator[None]:
    """Hold the clock at `instant` inside the block: a rehearsal's virtual clock, a test's fixed moment."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    token = _frozen.set(instant.astimezone(VIETNAM))
    try:
        yield
    finally:
        _frozen.reset(token)


class Steadiness:
    """Whether the machine's clock can be trusted for what cannot be taken back (ending somebody's attempt by time).

    The machine's clock is held against the processor's own count between two looks. A clock that ran ahead of it was
    set, or slept: for `wait_s` nothing is done by it, time enough to be set right again. Running behind ends nobody
    early. An offset is meant, so it is not doubted.
    """

    def __init__(self, *, jump_s: float = 5.0, wait_s: float = 60.0) -> None:
        self.jump_s, self.wait_s = jump_s, wait_s
        self._ahead: float | None = None
        self._doubted_since: float | None = None

    def holds(self) -> bool:
        """Look at both clocks. False while wall time is ahead of where it was, for `wait_s` at most."""
        count = time.monotonic()
        ahead = _machine().timestamp() - count
        jumped = self._ahead is not None and ahead - self._ahead > self.jump_s
        if jumped and self._doubted_since is None:
            self._doubted_since = count
        if jumped and self._doubted_since is not None and count - self._doubted_since < self.wait_s:
            return False
        self._ahead, self._doubted_since = ahead, None
        return True
