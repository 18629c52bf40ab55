"""The marking of one part (đợt chấm): its rubric, its jurors, who must not mark what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Panel(models.Model):
    """The marking of a part. Its seed deals out works and orders queues; it is committed to before anybody marks."""

    part = models.OneToOneField("contests.Part", models.PROTECT, related_name="panel")
    seed = models.BinaryField(max_length=32)
    commitment = models.CharField(max_length=64)
    """SHA-256 of the seed."""
    opened_at = models.DateTimeField()
    method = models.CharField(max_length=12, blank=True)
    """How sheets become one score, where the plan left it open."""
    method_reason = models.TextField(blank=True)
    method_at = models.DateTimeField(null=True, blank=True)
    method_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    method_signed = models.PositiveIntegerField(default=0)
    """Sheets signed already when the method was fixed: the minutes say so."""
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.TextField(blank=True)
    closed_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")


class Rubric(models.Model):
    """A version of the criteria (thang điểm). A sheet keeps the one it was signed under."""

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="rubrics")
    version = models.PositiveSmallIntegerField()
    criteria = models.JSONField()
    """As `schema.Criterion` dumps them."""
    hash = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    from_at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["panel", "version"], name="rubric_version")]


class Juror(models.Model):
    """Somebody on the jury of a part (giám khảo)."""

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="jurors")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    """Random; deals out works and names the juror where names do not belong."""
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    """Replaced: signed sheets stay, the others went to somebody else."""
    left_reason = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    """Signed their comparisons (pairwise)."""
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "person"], name="juror_once"),
            models.UniqueConstraint(fields=["panel", "code"], name="juror_code"),
        ]

    def __str__(self) -> str:
        return self.person.full_name


class Recusal(models.Model):
    """A juror stepped back from a work by themselves (xin không chấm), or was taken off it."""

    juror = models.ForeignKey(Juror, models.CASCADE, related_name="recusals")
    entry = models.ForeignKey("contests.Entry", models.PROTECT, related_name="recusals")
    reason = models.TextField()
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["juror", "entry"], name="recusal_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="recusal_has_reason"),
        ]
