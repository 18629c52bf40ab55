"""What jurors give: sheets, what happened to them, discussions, comparisons."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hoithi.judging.models.panel import Juror, Panel, Rubric


class Sheet(models.Model):
    """One juror's sheet for one work (phiếu chấm). Once signed, only an unlock or a discussion changes it."""

    juror = models.ForeignKey(Juror, models.PROTECT, related_name="sheets")
    entry = models.ForeignKey("contests.Entry", models.PROTECT, related_name="sheets")
    code = models.CharField(max_length=12, unique=True)
    """Random: address and name of the sheet, tells nothing of the work."""
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="sheets")
    marks = models.JSONField(default=dict)
    """{criterion: "7.5"}"""
    comment = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    """One more with every change: a page that has not seen the last one cannot overwrite it."""
    tab = models.CharField(max_length=40, blank=True)
    seq = models.PositiveBigIntegerField(default=0)
    """Which page wrote last, and its own counter: a save sent twice is known again."""
    saved_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    """Of what was signed."""
    dropped_at = models.DateTimeField(null=True, blank=True)
    """Taken off this juror before it was signed: recused, or replaced."""
    dealt_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["juror", "entry"], condition=Q(dropped_at=None), name="sheet_once"),
            models.CheckConstraint(condition=Q(dropped_at=None) | Q(signed_at=None), name="signed_sheets_stay"),
        ]
        indexes = [models.Index(fields=["entry", "signed_at"], name="sheets_of_work")]


class SheetEvent(models.Model):
    """Signed, unlocked, revised: with what the sheet said, so that no earlier mark is ever lost."""

    SIGNED, UNLOCKED, REVISED, DROPPED = "signed", "unlocked", "revised", "dropped"

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="events")
    event = models.CharField(max_length=8, choices=[(e, e) for e in (SIGNED, UNLOCKED, REVISED, DROPPED)])
    marks = models.JSONField()
    comment = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Discussion(models.Model):
    """A round of discussion about a work whose sheets lie far apart (thảo luận thống nhất điểm)."""

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="discussions")
    entry = models.ForeignKey("contests.Entry", models.PROTECT, related_name="discussions")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    before = models.JSONField(default=list)
    """Points of the sheets when it was opened, exact, smallest first."""
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    conclusion = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(closed_at=None), name="one_open_discussion"),
        ]


class Pair(models.Model):
    """Two works shown to a juror, and which one they found better (so sánh từng cặp)."""

    juror = models.ForeignKey(Juror, models.PROTECT, related_name="pairs")
    code = models.CharField(max_length=12, unique=True)
    first = models.ForeignKey("contests.Entry", models.PROTECT, related_name="+")
    second = models.ForeignKey("contests.Entry", models.PROTECT, related_name="+")
    """`first` has the smaller id; which stands on the left follows from the code."""
    better = models.ForeignKey("contests.Entry", models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["juror", "first", "second"], name="pair_once"),
            models.UniqueConstraint(fields=["juror"], condition=Q(better=None), name="one_open_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
            models.CheckConstraint(
                condition=Q(better=None) | Q(better=F("first")) | Q(better=F("second")), name="better_of_two"
            ),
        ]
