"""Pictures of questions (hình minh họa): kept in the database under their digest, secret as long as the bank is."""

from __future__ import annotations

from django.db import models


class Picture(models.Model):
    """One picture of a bank as it is sent to phones: made anew on arrival, nothing of the uploaded file is kept.

    Which version shows it where stands in `QuestionVersion.pictures`. The bytes never change; another picture is
    another row, so a frozen version keeps what it showed.
    """

    bank = models.ForeignKey("quiz.Bank", models.PROTECT, related_name="pictures")
    digest = models.CharField(max_length=64)
    """SHA-256 (hex) of `data`: what the leaf of a question commits to."""
    mime = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    data = models.BinaryField()
    added_by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bank", "digest"], name="picture_digest")]

    def __str__(self) -> str:
        return self.digest[:12]
