"""Writing the log: `record` inside the business transaction, `seal_batches` by the sequencer a moment later.

A chain over every event would make all submits wait for each other; so events commit unchained with what they tell of,
and one sequencer per contest chains them in batches.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from hoithi.audit import registry, sealing
from hoithi.audit.actor import Acting, as_actor
from hoithi.audit.models import AuditBatch, AuditChain, AuditEvent
from hoithi.core import merkle
from hoithi.core.canonical import canonical
from hoithi.core.rows import insert_rows

BATCH_SIZE = 2000


def record(
    action: str,
    *,
    now: datetime,
    contest_key: str = "",
    actor: Acting | None = None,
    target: str = "",
    data: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Write one event; call it inside the transaction of the write it tells of.

    `actor` is an account or an `Actor`, by default whoever acts in this context. `data` holds small facts (no names, no
    secrets): str, int, bool, Decimal, Fraction, dates, lists and dicts of them. Raises UnknownAction.
    """
    return AuditEvent.objects.create(**_body(action, now, contest_key, actor, target, data))


@dataclass(frozen=True)
class Event:
    """One event to be written, as `record` takes it."""

    action: str
    now: datetime
    contest_key: str = ""
    actor: Acting | None = None
    target: str = ""
    data: Mapping[str, Any] | None = None


def record_all(events: Iterable[Event]) -> int:
    """Any events, whatever they tell of, in one statement; returns how many."""
    rows = [AuditEvent(**_body(e.action, e.now, e.contest_key, e.actor, e.target, e.data)) for e in events]
    insert_rows(rows)
    return len(rows)


def record_many(
    action: str,
    targets: Mapping[str, Mapping[str, Any] | None],
    *,
    now: datetime,
    contest_key: str = "",
    actor: Acting | None = None,
) -> int:
    """One event per target (target → data) with few statements, for imports and sealing; returns how many."""
    events = [AuditEvent(**_body(action, now, contest_key, actor, target, data)) for target, data in targets.items()]
    AuditEvent.objects.bulk_create(events, batch_size=500)
    return len(events)


def _body(
    action: str,
    now: datetime,
    contest_key: str,
    actor: Acting | None,
    target: str,
    data: Mapping[str, Any] | None,
) -> dict[str, Any]:
    registry.require(action)
    who = as_actor(actor)
    body = {
        "contest_key": contest_key,
        "action": action,
        "actor_id": who.id,
        "actor_label": who.label,
        "at": now,
        "target": target,
        "data": json.loads(canonical(dict(data or {}))),  # the plain form, so that it reads back as it was hashed
    }
    return {**body, "body_hash": sealing.body_hash(**body)}


def seal_batches(now: datetime) -> int:
    """Chain every unsealed event, contest by contest; returns how many were chained."""
    waiting = AuditEvent.objects.filter(batch=None).order_by().values_list("contest_key", flat=True).distinct()
    sealed = 0
    for contest_key in list(waiting):
        while count := _seal_one_batch(contest_key, now):
            sealed += count
    return sealed


@transaction.atomic
def _seal_one_batch(contest_key: str, now: datetime) -> int:
    AuditChain.objects.get_or_create(contest_key=contest_key)
    chain = AuditChain.objects.select_for_update().get(contest_key=contest_key)
    waiting = AuditEvent.objects.filter(contest_key=contest_key, batch=None).order_by("id")
    rows = list(waiting.values_list("id", "body_hash")[:BATCH_SIZE])
    if not rows:
        return 0
    header: dict[str, Any] = {
        "contest_key": contest_key,
        "seq": chain.batches + 1,
        "prev": chain.head,
        "root": merkle.root([sealing.event_leaf(*row) for row in rows]).hex(),
        "first": rows[0][0],
        "last": rows[-1][0],
        "count": len(rows),
        "at": now,
    }
    batch = AuditBatch.objects.create(**header, hash=sealing.batch_hash(**header))
    members = AuditEvent.objects.filter(id__in=[row[0] for row in rows], batch=None)
    models.QuerySet.update(members, batch=batch)  # the one change the log allows: an event enters its batch
    chain.batches, chain.events, chain.head = batch.seq, chain.events + len(rows), batch.hash
    chain.save()
    return len(rows)
