"""Roles come from seats on bodies (ban, tổ), which a decision set up."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hoithi.contests.models.contest import Contest


class Body(models.Model):
    """Ban Tổ chức, Ban Giám khảo, Tổ ra đề, đầu mối đơn vị …"""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="bodies")
    key = models.SlugField(max_length=60)
    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    """The decision (quyết định) that set it up."""

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["contest", "key"], name="body_key")]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """A seat and, once appointed, its person."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="seats")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    agency = models.CharField(max_length=300, blank=True)
    invited = models.BooleanField(default=False)
    from_plan = models.BooleanField(default=False)
    contest_unit = models.ForeignKey(
        "contests.ContestUnit", models.CASCADE, null=True, blank=True, related_name="seats"
    )
    """A coordinator's unit."""
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="seats")
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "person", "contest_unit"],
                condition=Q(person__isnull=False, until__isnull=True),
                nulls_distinct=False,
                name="seat_once",
            )
        ]
