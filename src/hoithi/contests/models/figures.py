"""Participation in figures, computed by the sequencer so that no page adds up attempts; figures imported from outside
(lượt xem, lượt thích), each time as a dated snapshot."""

from __future__ import annotations

from django.db import models

from hoithi.contests.models.contest import Contest, Part


class PartFigures(models.Model):
    """Figures of one part (số liệu tham gia) as of `at`; shape: `contests.figures.Figures`."""

    part = models.OneToOneField(Part, models.CASCADE, related_name="figures")
    at = models.DateTimeField()
    data = models.JSONField()
    counts = models.JSONField(null=True, blank=True)
    """What `data` is made of and what is kept: `contests.figures.Counts`; null until everybody was counted once."""


class FigureShare(models.Model):
    """What of one person is in the counts of a part, to be taken out again when their facts change."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="figure_shares", db_index=False)
    subject_id = models.BigIntegerField()
    counts = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "subject_id"], name="figure_share")]


class FigureSnapshot(models.Model):
    """Everybody's values of one imported figure at one moment, with who entered them and what proves them.

    Never changed: a correction is the next snapshot, and the newest one counts.
    """

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="figure_snapshots")
    key = models.SlugField(max_length=60)
    """As the terms of standings name it: `figure = "views"`."""
    subject_kind = models.CharField(max_length=6, choices=[(k, k) for k in ("person", "unit", "entry")])
    no = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    """The moment the outside page was read."""
    where = models.CharField(max_length=500, blank=True)
    """The page, in words or as an address."""
    note = models.CharField(max_length=500, blank=True)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "key", "subject_kind", "no"], name="figure_snapshot_no")
        ]


class FigureValue(models.Model):
    """One subject's value in a snapshot."""

    snapshot = models.ForeignKey(FigureSnapshot, models.CASCADE, related_name="values", db_index=False)
    subject_id = models.BigIntegerField()
    """Entrant, contest unit or entry, as the snapshot's `subject_kind` says."""
    value = models.CharField(max_length=60)
    """A whole number or "n/d"."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "subject_id"], name="figure_value")]
