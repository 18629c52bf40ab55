"""The office side: tasks, notes from units, questions people ask."""

from __future__ import annotations

from django.db import models

from hoithi.contests.models.contest import Contest
from hoithi.contests.models.entrants import ContestUnit


class Task(models.Model):
    """A duty (nhiệm vụ) with its evidence; a gate task blocks opening until done."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="tasks")
    key = models.SlugField(max_length=60)
    phase = models.CharField(max_length=8)
    agency = models.CharField(max_length=300)
    title = models.CharField(max_length=500)
    due = models.DateTimeField(null=True, blank=True)
    gate = models.CharField(max_length=10, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["contest", "key"], name="task_key")]


class UnitNote(models.Model):
    """A unit's progress or difficulty reported to the committee, answered in place (báo cáo tiến độ, vướng mắc)."""

    contest_unit = models.ForeignKey(ContestUnit, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in ("progress", "difficulty")])
    text = models.TextField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]


class Faq(models.Model):
    """Hỏi đáp shown on the contest page."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="faqs")
    position = models.PositiveSmallIntegerField(default=0)
    question = models.CharField(max_length=500)
    answer = models.TextField()

    class Meta:
        ordering = ["position", "id"]
