"""Reading the log: pages for the secretariat, and the walk along the chain that finds any change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Q

from hoithi.audit import registry, sealing
from hoithi.audit.models import AuditBatch, AuditChain, AuditEvent
from hoithi.core import merkle


def events(
    contest_key: str | None,
    *,
    action: str | None = None,
    actor: int | None = None,
    text: str | None = None,
    before_id: int | None = None,
    limit: int = 50,
) -> list[AuditEvent]:
    """Newest first; the next page is `before_id=` the last id shown.

    `contest_key` None means every contest, "" the site itself. `action` may be a prefix ("quiz:"). The caller has
    checked that the reader may see this contest's log.
    """
    found = AuditEvent.objects.order_by("-id")
    if contest_key is not None:
        found = found.filter(contest_key=contest_key)
    if action:
        found = found.filter(action__startswith=action)
    if actor is not None:
        found = found.filter(actor_id=actor)
    if text:
        found = found.filter(Q(target__icontains=text) | Q(actor_label__icontains=text) | Q(action__icontains=text))
    if before_id is not None:
        found = found.filter(id__lt=before_id)
    return list(found[:limit])


def sentence(event: AuditEvent) -> str:
    """What the actor did, in words."""
    return registry.describe(event.action, target=event.target, data=event.data)


def chain_head(contest_key: str) -> tuple[int, str]:
    """(number of batches, hash of the last one): worth publishing, for it fixes everything before it."""
    chain = AuditChain.objects.filter(contest_key=contest_key).first()
    return (chain.batches, chain.head) if chain else (0, "")


@dataclass
class Verdict:
    """The answer of `verify_chain`; `first_bad` is the id of the first event that does not fit."""

    events: int = 0
    unsealed: int = 0
    batches: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems

    @property
    def first_bad(self) -> int | None:
        return min(self.problems)[0] if self.problems else None

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "events": self.events,
            "first_bad": self.first_bad,
            "unsealed": self.unsealed,
            "batches": self.batches,
            "problems": [{"event": event, "problem": problem} for event, problem in sorted(self.problems)[:20]],
        }


_BODY = ("contest_key", "action", "actor_id", "actor_label", "at", "target", "data")


def _rows(**filters: Any) -> Iterator[dict[str, Any]]:
    ordered = AuditEvent.objects.filter(**filters).order_by("batch_id", "id")
    return ordered.values("id", "batch_id", "body_hash", *_BODY).iterator(chunk_size=2000)


def verify_chain() -> Verdict:
    """Walk every chain: finds events or batches that were changed, deleted or inserted since they were sealed."""
    verdict = Verdict()
    batches = {batch.pk: batch for batch in AuditBatch.objects.order_by("contest_key", "seq").iterator()}
    verdict.batches = len(batches)
    unseen = dict(batches)
    for batch_id, group in groupby(_rows(batch__isnull=False), key=lambda row: row["batch_id"]):
        _check_members(verdict, unseen.pop(batch_id, None), list(group))
    for batch in unseen.values():
        verdict.problems.append((batch.first, f"the events of batch {batch} are missing"))
    for row in _rows(batch__isnull=True):
        verdict.events += 1
        verdict.unsealed += 1
        _check_body(verdict, row)
    _check_headers(verdict, list(batches.values()))
    return verdict


def _check_body(verdict: Verdict, row: dict[str, Any]) -> None:
    if sealing.body_hash(**{name: row[name] for name in _BODY}) != row["body_hash"]:
        verdict.problems.append((row["id"], "the event was changed"))


def _check_members(verdict: Verdict, batch: AuditBatch | None, rows: list[dict[str, Any]]) -> None:
    verdict.events += len(rows)
    for row in rows:
        _check_body(verdict, row)
    if batch is None:
        verdict.problems.append((rows[0]["id"], "the batch of this event is missing"))
        return
    strangers = [row["id"] for row in rows if row["contest_key"] != batch.contest_key]
    if strangers:
        verdict.problems.append((strangers[0], "the event stands in another contest's batch"))
    found = merkle.root([sealing.event_leaf(row["id"], row["body_hash"]) for row in rows]).hex()
    if (found, rows[0]["id"], rows[-1]["id"], len(rows)) != (batch.root, batch.first, batch.last, batch.count):
        verdict.problems.append((batch.first, f"events of batch {batch} were changed, deleted or inserted"))


def _check_headers(verdict: Verdict, batches: list[AuditBatch]) -> None:
    """Each header fits its own hash and the one before; each chain ends where its head says."""
    ends: dict[str, tuple[int, int, str]] = {}
    for batch in batches:
        seq, count, prev = ends.get(batch.contest_key, (0, 0, ""))
        header = {name: getattr(batch, name) for name in ("contest_key", "seq", "root", "first", "last", "count", "at")}
        if batch.seq != seq + 1 or sealing.batch_hash(prev=prev, **header) != batch.hash or batch.prev != prev:
            verdict.problems.append((batch.first, f"batch {batch} does not follow the one before it"))
        ends[batch.contest_key] = (batch.seq, count + batch.count, batch.hash)
    heads = {chain.contest_key: (chain.batches, chain.events, chain.head) for chain in AuditChain.objects.all()}
    for contest_key in sorted(ends.keys() | heads.keys()):
        end = ends.get(contest_key, (0, 0, ""))
        if heads.get(contest_key, (0, 0, "")) != end:
            last = AuditBatch.objects.filter(contest_key=contest_key).order_by("-seq").first()
            verdict.problems.append(
                (last.last + 1 if last else 0, f"the chain “{contest_key}” does not end at its head")
            )
