"""Figures kept for pages and files: computed in the background, so that no page adds up attempts.

Everything here can be thrown away and computed anew; results, standings and awards never read it.
"""

from __future__ import annotations

from django.db import models


class ContestStatistics(models.Model):
    """Days, hours and weeks of a contest over all its quiz parts. `due_at`: when to count again; None: final."""

    contest = models.OneToOneField("contests.Contest", models.CASCADE, related_name="statistics")
    at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    data = models.JSONField(default=dict)
    """{"hours": {day: [24 counts]}, "weeks": {no: {"attempts", "units": {unit id or "": [staff, others]}}}}."""


class PartStatistics(models.Model):
    """Results, times and attempts of one quiz part (round)."""

    part = models.OneToOneField("contests.Part", models.CASCADE, related_name="statistics")
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    """{"sizes", "results": [[group, on roster, {share: people}]], "seconds": {s: people}, "total_ms", "tries"}."""


class ItemStatistics(models.Model):
    """Item analysis of one part after its close: counted a batch at a time, `done_at` when everybody has been read."""

    part = models.OneToOneField("contests.Part", models.CASCADE, related_name="item_statistics")
    cursor = models.BigIntegerField(default=0)
    """Id of the last attempt read."""
    work = models.JSONField(default=list)
    """Sums so far, by frozen bank; what `quiz.queries.statistics_items` keeps. No answer key stands in it."""
    done_at = models.DateTimeField(null=True, blank=True)
    check_at = models.DateTimeField(null=True, blank=True)
    """When to look again whether a result was taken away or given back since."""
    counted = models.JSONField(default=list)
    to_review = models.PositiveIntegerField(default=0)
    """Questions whose key somebody should look at before results are published."""
    reliability = models.JSONField(default=list)
    """One entry per bank: {"group", "questions", "method", "value", "low", "high", "error", "n"}, or value None."""
    items = models.JSONField(default=list)
    """One line per question met: {"bank", "id", "n", "p", "r", "d", "omitted", "doubts", "tally"}."""
