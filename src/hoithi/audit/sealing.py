"""What exactly is hashed: the body of an event, its leaf, the header of a batch."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hoithi.core import merkle
from hoithi.core.canonical import digest


def instant(value: datetime) -> str:
    """To the microsecond, in UTC: the log keeps more than people are shown."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def body_hash(
    *, contest_key: str, action: str, actor_id: int | None, actor_label: str, at: datetime, target: str, data: Any
) -> str:
    """SHA-256 (hex) of everything an event says."""
    return digest(
        {
            "contest_key": contest_key,
            "action": action,
            "actor_id": actor_id,
            "actor_label": actor_label,
            "at": instant(at),
            "target": target,
            "data": data,
        }
    )


def event_leaf(event_id: int, body: str) -> bytes:
    """The leaf binds the body to its place in the log, so two events cannot change places."""
    return merkle.leaf_hash(f"{event_id}:{body}".encode())


def batch_hash(
    *, contest_key: str, seq: int, prev: str, root: str, first: int, last: int, count: int, at: datetime
) -> str:
    """SHA-256 (hex) of a batch's header; the next batch carries it as `prev`."""
    return digest(
        {
            "contest_key": contest_key,
            "seq": seq,
            "prev": prev,
            "root": root,
            "first": first,
            "last": last,
            "count": count,
            "at": instant(at),
        }
    )
