"""One-time codes: how long, how often, from how many.

An office of thousands may stand behind one address, so the limit per address is wide and the narrow limits belong to
one contact. Source: docs/rules/identity.md, "One-time codes".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

DIGITS = 6
LIFETIME = timedelta(minutes=10)
MAX_TRIES = 5


@dataclass(frozen=True)
class Limit:
    """At most `count` in the last `span`."""

    count: int
    span: timedelta


PER_TARGET_AND_ADDRESS = Limit(3, timedelta(minutes=10))
PER_TARGET = Limit(10, timedelta(hours=1))
PER_ADDRESS = Limit(3000, timedelta(minutes=10))
LONGEST = max(limit.span for limit in (PER_TARGET_AND_ADDRESS, PER_TARGET, PER_ADDRESS))


def wait_until(sent: Sequence[datetime], limit: Limit, now: datetime) -> datetime | None:
    """The first moment another code may be sent, or None when it may be sent now. `sent` in any order."""
    recent = sorted(instant for instant in sent if instant > now - limit.span)
    if len(recent) < limit.count:
        return None
    return recent[-limit.count] + limit.span


def spent(*, expires_at: datetime, tries: int, used: bool, now: datetime) -> bool:
    """A code is dead once used, too old, or tried too often."""
    return used or now >= expires_at or tries >= MAX_TRIES
