"""Counts of an outside page (số liệu trang ngoài) as somebody saw and signed them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Snapshot(models.Model):
    """Figures of every work at one moment. Never changed: a newer one, with its reason, takes its place."""

    part = models.ForeignKey("contests.Part", models.PROTECT, related_name="+")
    no = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    """When the page was looked at."""
    page = models.CharField(max_length=300)
    page_url = models.URLField(max_length=500, blank=True)
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    signer = models.CharField(max_length=160)
    """Who answers for the figures, with their post."""
    entered_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    """Why an earlier one is corrected."""
    warnings = models.JSONField(default=list)
    """What was noticed and entered all the same: [{"entry": number, "figure": …, "before": n, "now": n}]."""

    class Meta:
        ordering = ["-no"]
        constraints = [models.UniqueConstraint(fields=["part", "no"], name="vote_snapshot_no")]


class SnapshotRow(models.Model):
    """Figures of one work; None where nobody counted that figure."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="rows")
    entry = models.ForeignKey("contests.Entry", models.PROTECT, related_name="+")
    likes = models.PositiveIntegerField(null=True, blank=True)
    views = models.PositiveIntegerField(null=True, blank=True)
    shares = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "entry"], name="snapshot_entry"),
            models.CheckConstraint(
                condition=Q(likes__isnull=False) | Q(views__isnull=False) | Q(shares__isnull=False),
                name="snapshot_row_says_something",
            ),
        ]
