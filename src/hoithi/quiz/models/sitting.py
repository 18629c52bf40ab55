"""Attempts (lượt thi), answers, and the result that counts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Attempt(models.Model):
    """One sitting. `code` is the receipt's code: random, unguessable."""

    SUBMITTED, EXPIRED, VOIDED = "submitted", "expired", "voided"

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=24, unique=True)
    part = models.ForeignKey("contests.Part", models.PROTECT, related_name="attempts")
    entrant = models.ForeignKey("contests.Entrant", models.PROTECT, related_name="attempts")
    n = models.PositiveSmallIntegerField()
    frozen_bank = models.ForeignKey("quiz.FrozenBank", models.PROTECT, related_name="+")
    paper = models.JSONField()
    """[[frozen question id, ["c", "a", "b"]], …] in the order shown; no answer key."""
    started_at = models.DateTimeField()
    deadline_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True, blank=True)
    """Arrival of the submit that ended it."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=10, blank=True)
    correct = models.PositiveSmallIntegerField(null=True, blank=True)
    score = models.CharField(max_length=20, blank=True)
    """Exact fraction "n/d" where multiple choice is marked in parts."""
    elapsed_ms = models.BigIntegerField(null=True, blank=True)
    submitted_no = models.BigIntegerField(null=True, blank=True)
    """Order of arrival within the part: microseconds since the part opened."""
    prediction = models.BigIntegerField(null=True, blank=True)
    epoch = models.PositiveIntegerField(default=1)
    """Raised on every open or resume: the newest device wins."""
    answers_hash = models.CharField(max_length=64, blank=True)
    """What was handed in, as a digest under the receipt's signature."""
    receipt_signature = models.CharField(max_length=128, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "entrant", "n"], name="attempt_n"),
            models.UniqueConstraint(fields=["part", "id"], name="attempt_part_id"),
            models.UniqueConstraint(
                fields=["part", "entrant"], condition=Q(ended_at__isnull=True), name="one_open_attempt"
            ),
        ]
        indexes = [
            models.Index(fields=["deadline_at"], condition=Q(ended_at__isnull=True), name="open_attempts"),
            models.Index(fields=["part", "ended_at"], name="attempt_ended"),
        ]

    def __str__(self) -> str:
        return self.code


class Answer(models.Model):
    """One saved answer; order is decided by (epoch, seq), never by arrival."""

    pk = models.CompositePrimaryKey("part_id", "attempt_id", "pos")
    part_id = models.BigIntegerField()
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers", db_index=False)
    pos = models.PositiveSmallIntegerField()
    choice = models.CharField(max_length=40)
    """Option ids as stored in the bank, sorted and joined: "b" or "a,c"; empty for a cleared answer."""
    epoch = models.PositiveIntegerField()
    seq = models.BigIntegerField()
    received_at = models.DateTimeField()


class Result(models.Model):
    """The attempt that counts for one person in one part."""

    pk = models.CompositePrimaryKey("part_id", "entrant_id")
    part = models.ForeignKey("contests.Part", models.PROTECT, related_name="+", db_index=False)
    entrant = models.ForeignKey("contests.Entrant", models.PROTECT, related_name="+")
    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="+")
    group_key = models.CharField(max_length=60)
    contest_unit = models.ForeignKey("contests.ContestUnit", models.PROTECT, null=True, related_name="+")
    correct = models.PositiveSmallIntegerField()
    elapsed_ms = models.BigIntegerField()
    submitted_no = models.BigIntegerField()
    all_correct = models.BooleanField()
    attempts = models.PositiveSmallIntegerField(default=1)
    prediction = models.BigIntegerField(null=True)
    prize_ok = models.BooleanField(default=True)
    counts_for_unit = models.BooleanField(default=True)
    on_roster = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["part", "contest_unit"], name="result_unit")]
