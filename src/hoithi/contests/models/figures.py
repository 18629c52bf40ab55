"""Participation in figures, computed by the sequencer so that no page adds up attempts."""

from __future__ import annotations

from django.db import models

from hoithi.contests.models.contest import Part


class PartFigures(models.Model):
    """Figures of one part (số liệu tham gia) as of `at`; shape: `contests.figures.Figures`."""

    part = models.OneToOneField(Part, models.CASCADE, related_name="figures")
    at = models.DateTimeField()
    data = models.JSONField()
