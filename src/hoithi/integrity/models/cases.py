"""Cases (hồ sơ xem xét): what a detector found, with its evidence; nothing here changes any result."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Scan(models.Model):
    """One look over a part, asked for by somebody or due after its close; the sequencer carries it out."""

    part = models.ForeignKey("contests.Part", models.CASCADE, related_name="+")
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    complete = models.BooleanField(default=False)
    """Everything was settled, so answers were compared too."""
    failed = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["part"], condition=Q(finished_at__isnull=True), name="one_waiting_scan")
        ]


class Case(models.Model):
    """One suspicion about one or several attempts. `version` rises with every change: a decider saw the newest."""

    OPEN, CLOSED = "open", "closed"
    KINDS = ("similarity", "timing", "speed", "device", "same_person", "roster")

    contest = models.ForeignKey("contests.Contest", models.PROTECT, related_name="integrity_cases")
    part = models.ForeignKey("contests.Part", models.PROTECT, null=True, blank=True, related_name="+")
    no = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=[(k, k) for k in KINDS])
    strength = models.PositiveSmallIntegerField()
    """1 (weak) to 3 (strong): an order for readers, no verdict."""
    evidence = models.JSONField()
    """Whole numbers and words, shaped by kind: docs/rules/integrity.md, "Evidence"."""
    state = models.CharField(max_length=6, default=OPEN)
    version = models.PositiveIntegerField(default=1)
    found_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    assigned_to = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["contest", "no"], name="case_no")]
        indexes = [models.Index(fields=["contest", "state", "-strength"], name="case_queue")]


class CaseSubject(models.Model):
    """One person's attempt in a case, under a letter; the name is looked up only where a page needs it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="subjects")
    entrant = models.ForeignKey("contests.Entrant", models.PROTECT, related_name="+")
    attempt = models.ForeignKey("quiz.Attempt", models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=4)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "entrant", "attempt"], name="case_subject")]


class CaseNote(models.Model):
    """What was said in a case: colleagues' comments, a question to a person, their answer."""

    COMMENT, QUESTION, ANSWER = "comment", "question", "answer"

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=8)
    subject = models.ForeignKey(CaseSubject, models.CASCADE, null=True, blank=True, related_name="notes")
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
