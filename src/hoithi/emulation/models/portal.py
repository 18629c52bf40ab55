"""Figures of a higher authority's portal, to be held against what units report; they never count by themselves."""

from __future__ import annotations

from django.db import models


class PortalImport(models.Model):
    """One export of the portal as it was read in (số liệu cổng dịch vụ công); a newer one of a period replaces it."""

    part = models.ForeignKey("contests.Part", models.PROTECT, related_name="portal_imports")
    period = models.CharField(max_length=7)
    taken_at = models.DateTimeField()
    """The moment the portal showed these figures."""
    note = models.CharField(max_length=300, blank=True)
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["part", "period"], name="portal_period")]


class PortalFigure(models.Model):
    """One unit's figures there: {figure: int}, only what the portal counts."""

    portal_import = models.ForeignKey(PortalImport, models.CASCADE, related_name="rows")
    unit = models.ForeignKey("contests.ContestUnit", models.PROTECT, related_name="+")
    figures = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portal_import", "unit"], name="portal_unit_once")]
