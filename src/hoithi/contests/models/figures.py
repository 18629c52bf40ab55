"""Participation in figures, computed by the sequencer so that no page adds up attempts."""

from __future__ import annotations

from django.db import models

from hoithi.contests.models.contest import Part


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
