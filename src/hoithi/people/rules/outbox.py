"""Letters that could not be sent: when to try again, and when to stop."""

from __future__ import annotations

from datetime import datetime, timedelta

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
LEASE = timedelta(minutes=5)
"""Whoever takes a letter has it for so long; after that another may take it."""


def next_try(tries: int, now: datetime) -> datetime | None:
    """When to try again after so many failures; None to give up."""
    return now + WAITS[tries - 1] if tries <= len(WAITS) else None
