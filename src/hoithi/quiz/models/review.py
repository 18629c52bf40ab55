"""Review rounds (đợt thẩm định): who is to look at which question, what is said about a version, what was settled."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class ReviewRound(models.Model):
    """One round of a bank's review, numbered from 1; one is open at a time."""

    bank = models.ForeignKey("quiz.Bank", models.PROTECT, related_name="rounds")
    no = models.PositiveSmallIntegerField()
    due = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["bank", "no"], name="review_round_no"),
            models.UniqueConstraint(fields=["bank"], condition=Q(closed_at__isnull=True), name="one_open_round"),
        ]

    def __str__(self) -> str:
        return f"{self.bank_id}/{self.no}"


class Assignment(models.Model):
    """A question given to a reviewer in a round."""

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="assignments")
    question = models.ForeignKey("quiz.Question", models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "question"], name="assigned_once")]
        indexes = [models.Index(fields=["reviewer", "round"], name="assigned_to")]


class Comment(models.Model):
    """A line of the talk between authors and reviewers about one version; never changed."""

    version = models.ForeignKey("quiz.QuestionVersion", models.PROTECT, related_name="comments")
    author = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]


class Distinct(models.Model):
    """Two questions somebody has looked at and found different (hai câu khác nhau), as long as neither changes."""

    one = models.ForeignKey("quiz.Question", models.CASCADE, related_name="+")
    other = models.ForeignKey("quiz.Question", models.CASCADE, related_name="+")
    texts = models.CharField(max_length=64)
    """Digest of both texts as they were compared."""
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="distinct_pair"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="distinct_in_order"),
        ]
