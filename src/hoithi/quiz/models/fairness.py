"""What makes papers checkable: the secret they are drawn by, the bank frozen under a Merkle root."""

from __future__ import annotations

from django.db import models


class DrawSecret(models.Model):
    """The secret papers of a part (round) are drawn by: committed to before opening, revealed after the close."""

    part = models.OneToOneField("contests.Part", models.PROTECT, related_name="draw_secret")
    secret = models.BinaryField(max_length=32)
    commitment = models.CharField(max_length=64)
    committed_at = models.DateTimeField()
    revealed_at = models.DateTimeField(null=True, blank=True)


class FrozenBank(models.Model):
    """The approved questions of a bank as the part froze them, for one group or all."""

    part = models.ForeignKey("contests.Part", models.PROTECT, related_name="frozen_banks")
    group_key = models.CharField(max_length=60, blank=True)
    bank = models.ForeignKey("quiz.Bank", models.PROTECT, related_name="+")
    blueprint = models.JSONField()
    """Sections of cells and what is shuffled: all that says how papers are drawn."""
    root = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    draw_test = models.JSONField(null=True, blank=True)
    """Whether papers were drawn evenly, counted once when the part is over (`rules.fair_draw`); no question in it."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "group_key"], name="frozen_bank")]


class FrozenQuestion(models.Model):
    """One leaf: a question version with the random bytes that hide it until it is revealed."""

    frozen_bank = models.ForeignKey(FrozenBank, models.PROTECT, related_name="questions")
    position = models.PositiveIntegerField()
    version = models.ForeignKey("quiz.QuestionVersion", models.PROTECT, related_name="+")
    topic = models.SlugField(max_length=60)
    difficulty = models.CharField(max_length=6)
    salt = models.BinaryField(max_length=32)
    leaf = models.CharField(max_length=64)
    drawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["frozen_bank", "position"], name="frozen_position")]
