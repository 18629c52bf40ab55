"""What becomes of prizes."""

from __future__ import annotations

from django.db import models


class Award(models.Model):
    """A prize that met a subject (giải dự kiến). Later states (decided, announced, paid …) build on this row."""

    PROPOSED, WITHDRAWN = "proposed", "withdrawn"

    contest = models.ForeignKey("contests.Contest", models.PROTECT, related_name="awards")
    prize = models.ForeignKey("contests.Prize", models.PROTECT, related_name="awards")
    scope = models.CharField(max_length=80, blank=True)
    subject_kind = models.CharField(max_length=8)
    subject_id = models.BigIntegerField()
    """Entrant, contest unit or entry, as `subject_kind` says."""
    place = models.PositiveIntegerField()
    cash = models.PositiveBigIntegerField(null=True)
    """Đồng; null while the plan leaves it unset."""
    because = models.JSONField()
    """{term: value} that decided the place."""
    stacked = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=PROPOSED)
    proposed_at = models.DateTimeField()

    class Meta:
        ordering = ["prize__position", "place", "subject_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["prize", "scope", "subject_id"],
                condition=models.Q(state="proposed"),
                name="award_once",
            )
        ]
