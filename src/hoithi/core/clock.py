"""The only source of business time (thời điểm nghiệp vụ).

A request freezes it once (`request.now`, see `core.middleware`); operations and rules take the instant as a
parameter. Libraries (sessions, task queue) keep the real clock. A demonstration or a rehearsal shifts the clock by one
offset which keeps ticking.
"""

from __future__ import annotations

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
    return (datetime.now(UTC) + _offset).astimezone(VIETNAM)


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
