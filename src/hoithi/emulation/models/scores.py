"""Scores that boards and standings read; `operations.scores` alone writes them."""

from __future__ import annotations

from django.db import models


class Month(models.Model):
    """A period that has begun to count: its rules, when it was closed (chốt tháng) and when its award became public."""

    part = models.ForeignKey("contests.Part", models.PROTECT, related_name="months")
    period = models.CharField(max_length=7)
    due = models.DateField()
    """The last day reports were in time."""
    rules_revision = models.ForeignKey(
        "contests.RulesRevision", models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Set where a re-check scores the month by newer rules; else those in force at the end of that day count."""
    closed_at = models.DateTimeField(null=True, blank=True)
    """From here on only a re-check changes the month; who had not reported has not reported."""
    closed_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    signer = models.CharField(max_length=160, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["period"]
        constraints = [models.UniqueConstraint(fields=["part", "period"], name="month_once")]

    def __str__(self) -> str:
        return self.period


class KeptScore(models.Model):
    """A unit's score at the end of a period: everything a board shows, computed once.

    `values` are exact as standings keep them: int or "n/d": points (total), base, bonus, penalty, gain; on_time_share
    may be None.
    """

    part = models.ForeignKey("contests.Part", models.CASCADE, related_name="scores")
    unit = models.ForeignKey("contests.ContestUnit", models.PROTECT, related_name="scores")
    period = models.CharField(max_length=7)
    values = models.JSONField()
    items = models.JSONField()
    """[{"criterion", "value", "points", "base", "bonus", "weight", "because": {…}}] in the card's order."""
    deductions = models.JSONField(default=list)
    """[{"period", "due", "kind", "days_late", "points"}]: all up to this period."""
    figures = models.JSONField(default=dict)
    """The figures scored: since the start, whichever way they are reported."""
    eligible = models.BooleanField()
    """Reaches the plan's threshold."""
    reported = models.BooleanField()
    verified = models.BooleanField()
    """False: provisional (tạm tính)."""
    rules_hash = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["period", "unit"]
        constraints = [models.UniqueConstraint(fields=["part", "unit", "period"], name="score_once")]
        indexes = [models.Index(fields=["part", "period"], name="score_month")]
