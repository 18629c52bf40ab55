"""The log: events are written once, batches chain them. Nothing here is ever changed or deleted."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

HASH_LENGTH = 64  # SHA-256, hexadecimal


class AppendOnly(Exception):
    """An attempt to change or delete a line of the log (a programming error, never a person's)."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("the audit log is append-only")

    def delete(self) -> NoReturn:
        raise AppendOnly("the audit log is append-only")


class AppendOnlyModel(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("the audit log is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("the audit log is append-only")


class AuditChain(models.Model):
    """The head of one contest's chain: the sequencer's lock, and the witness that no batch was cut off its end."""

    contest_key = models.CharField(max_length=100, unique=True, blank=True)
    batches = models.PositiveBigIntegerField(default=0)
    events = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=HASH_LENGTH, blank=True)

    def __str__(self) -> str:
        return f"{self.contest_key or '*'} #{self.batches}"


class AuditBatch(AppendOnlyModel):
    """Some events of one contest (blank = the whole site) under one Merkle root, chained to the batch before."""

    contest_key = models.CharField(max_length=100, blank=True)
    seq = models.PositiveBigIntegerField()
    prev = models.CharField(max_length=HASH_LENGTH, blank=True)
    root = models.CharField(max_length=HASH_LENGTH)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    count = models.PositiveIntegerField()
    at = models.DateTimeField()
    hash = models.CharField(max_length=HASH_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest_key", "seq"], name="audit_batch_seq")]

    def __str__(self) -> str:
        return f"{self.contest_key or '*'} #{self.seq}"


class AuditEvent(AppendOnlyModel):
    """Who did what to which thing, when (sự kiện nhật ký).

    `contest_key` is the contest's slug, blank for the site; `action` a registered `source:subject:action`; `actor_id`
    the account. `actor_label` names an office or a program, not a citizen: a person can be erased, the log cannot.
    """

    id = models.BigAutoField(primary_key=True)
    contest_key = models.CharField(max_length=100, blank=True)
    action = models.CharField(max_length=100)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    target = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    body_hash = models.CharField(max_length=HASH_LENGTH)
    batch = models.ForeignKey(AuditBatch, null=True, on_delete=models.PROTECT, related_name="members")

    class Meta:
        indexes = [
            models.Index(fields=["contest_key", "id"], name="audit_event_contest"),
            models.Index(fields=["contest_key", "id"], name="audit_event_unsealed", condition=Q(batch__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.action} {self.target}".strip()
