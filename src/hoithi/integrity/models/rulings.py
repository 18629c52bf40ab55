"""Rulings (quyết định xử lý), appeals against them, and prizes that have to be taken back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hoithi.integrity.models.cases import Case, CaseSubject


class Ruling(models.Model):
    """A person's decision about one subject of a case. `before` is what a reversal puts back."""

    CLEAR, WARNING, VOID, NO_PRIZE, DISQUALIFY = "clear", "warning", "void", "no_prize", "disqualify"
    VERDICTS = (CLEAR, WARNING, VOID, NO_PRIZE, DISQUALIFY)
    MEASURES = (VOID, NO_PRIZE, DISQUALIFY)
    """Those that change results."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="rulings")
    subject = models.ForeignKey(CaseSubject, models.PROTECT, related_name="rulings")
    verdict = models.CharField(max_length=10, choices=[(v, v) for v in VERDICTS])
    reason = models.TextField()
    decided_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    """Never before a seal that did not hold it."""
    before = models.JSONField(default=dict)
    """{"attempts": {code: ended_by}, "prize_ok": bool, "barred_reason": str}"""
    effect = models.JSONField(default=dict)
    """What was shown to the decider: docs/rules/integrity.md, "What a decision changes"."""
    appeal_until = models.DateTimeField(null=True, blank=True)
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    reversed_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(reversed_at__isnull=True), name="one_ruling_in_force"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="ruling_has_reason"),
        ]


class Appeal(models.Model):
    """The person disagrees (khiếu nại); somebody else than the decider answers."""

    ruling = models.OneToOneField(Ruling, models.PROTECT, related_name="appeal")
    text = models.TextField()
    made_at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)


class Recall(models.Model):
    """An award a ruling touched after publication: to be taken back, or returned when the ruling was reversed."""

    ruling = models.ForeignKey(Ruling, models.PROTECT, related_name="recalls")
    award = models.ForeignKey("awards.Award", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ruling", "award"], name="recall_once")]
