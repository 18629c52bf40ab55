"""Award dossiers (hồ sơ khen thưởng) and the recognitions that part equals (sáng kiến, ghi nhận của cấp trên)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Recognition(models.Model):
    """Something a unit registers as evidence for ties; it never gives points."""

    REGISTERED, ACCEPTED, REFUSED = "registered", "accepted", "refused"
    LEVELS = ("own", "commune", "district", "province", "state")

    part = models.ForeignKey("contests.Part", models.PROTECT, related_name="recognitions")
    unit = models.ForeignKey("contests.ContestUnit", models.PROTECT, related_name="recognitions")
    kind = models.SlugField(max_length=60)
    """A key of the plan's `evidence`."""
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    level = models.CharField(max_length=8, choices=[(one, one) for one in LEVELS])
    granted_by = models.CharField(max_length=200, blank=True)
    granted_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in (REGISTERED, ACCEPTED, REFUSED)], default=REGISTERED
    )
    reason = models.TextField(blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["registered_at", "id"]


class Dossier(models.Model):
    """A unit's dossier. Late is stated, not refused; scores in it are provisional until the last report is verified."""

    DRAFT, SUBMITTED = "draft", "submitted"

    part = models.ForeignKey("contests.Part", models.PROTECT, related_name="dossiers")
    unit = models.ForeignKey("contests.ContestUnit", models.PROTECT, related_name="dossiers")
    state = models.CharField(max_length=10, choices=[(s, s) for s in (DRAFT, SUBMITTED)], default=DRAFT)
    note = models.TextField(blank=True)
    scores = models.JSONField(default=dict)
    """What the score was when it was handed in: {"period", "points", "verified"}."""
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["unit"]
        constraints = [models.UniqueConstraint(fields=["part", "unit"], name="dossier_once")]


class DossierPaper(models.Model):
    """A file for one of the papers the plan asks for; the newest of each counts, replaced ones stay."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="papers")
    paper = models.PositiveSmallIntegerField()
    """Which of the plan's `dossier.papers`, from 1."""
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["paper", "added_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "paper"], condition=Q(replaced_at__isnull=True), name="dossier_paper_current"
            )
        ]


class Nominee(models.Model):
    """An individual the unit proposes (cá nhân đề nghị khen thưởng)."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="nominees")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    position = models.CharField(max_length=200)
    achievement = models.TextField()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["dossier", "place"], name="nominee_place")]
