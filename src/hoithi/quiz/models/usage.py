"""How often a question was used (mức độ sử dụng): folded once when a part has closed, never counted on page views."""

from __future__ import annotations

from django.db import models


class Usage(models.Model):
    """One question in one part (round): on how many papers it stood, how often it was answered, and rightly."""

    question = models.ForeignKey("quiz.Question", models.PROTECT, related_name="usages")
    part = models.ForeignKey("contests.Part", models.PROTECT, related_name="+")
    text_key = models.CharField(max_length=64, db_index=True)
    """Digest of the folded text: the same question is found again in a later contest's bank."""
    drawn = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    right = models.PositiveIntegerField()
    last_at = models.DateTimeField()
    """When the part closed: from then on the question is out in the open."""
    folded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "part"], name="usage_once")]
