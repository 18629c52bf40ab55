"""What the standing office, an appeal and a higher authority say of a report; every word of it stays."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hoithi.emulation.models.reports import MonthlyReport


class Verification(models.Model):
    """Thẩm định: figures confirmed, corrected with a reason, or called untruthful with evidence."""

    DECISIONS = ("confirm", "correct", "untruthful", "recheck")

    report = models.ForeignKey(MonthlyReport, models.PROTECT, related_name="verifications")
    decision = models.CharField(max_length=10, choices=[(d, d) for d in DECISIONS])
    before = models.JSONField(null=True, blank=True)
    figures = models.JSONField(null=True, blank=True)
    """Set where figures were corrected."""
    reason = models.TextField(blank=True)
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    signer = models.CharField(max_length=160)
    """Who answers for the score (người chịu trách nhiệm)."""
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]


class Appeal(models.Model):
    """A unit's objection to what was decided about its report (kiến nghị), decided in minutes; one open at a time."""

    report = models.ForeignKey(MonthlyReport, models.PROTECT, related_name="appeals")
    text = models.TextField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    accepted = models.BooleanField(null=True)
    minutes = models.TextField(blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.JSONField(default=dict)
    """What an accepted one changed: {"figures": …, "truthful": …, "late_excused": …}."""
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["filed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(decided_at__isnull=True), name="one_open_appeal")
        ]


class Revision(models.Model):
    """A re-check by a higher authority (phúc tra) that changed a month and what follows: what was shown is here."""

    part = models.ForeignKey("contests.Part", models.PROTECT, related_name="revisions")
    no = models.PositiveIntegerField()
    period = models.CharField(max_length=7)
    """The first month that changed."""
    given = models.JSONField()
    """What was stated: [{"unit": code, "period", "figures", "truthful"}], and from when on newer rules count."""
    changes = models.JSONField()
    """Scores, places and awards before and after, as `preview_recheck` showed them."""
    digest = models.CharField(max_length=64)
    reason = models.TextField()
    authority = models.CharField(max_length=200)
    """Who re-checked."""
    signer = models.CharField(max_length=160)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["part", "no"], name="score_revision_no")]
