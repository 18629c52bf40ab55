"""Who competes: the contest's own snapshot of units, entrants, and the identity of works."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hoithi.contests.models.contest import Contest, Group, Part


class ContestUnit(models.Model):
    """A unit as the contest froze it (đơn vị dự thi); facts point here, never at the living unit."""

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="units")
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    name_norm = models.CharField(max_length=300, db_index=True)
    code = models.CharField(max_length=40)
    kind = models.SlugField(max_length=40)
    group = models.ForeignKey(Group, models.PROTECT, null=True, blank=True, related_name="units")
    headcount = models.PositiveIntegerField(default=0)
    """People who could take part; readers of the sealed bank are already left out."""
    competes = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "name_norm"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "unit"], name="contest_unit"),
            models.UniqueConstraint(fields=["contest", "code"], name="contest_unit_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Entrant(models.Model):
    """A person or unit in a contest (người dự thi, đơn vị dự thi)."""

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="entrants")
    code = models.CharField(max_length=24, unique=True)
    """Random; draws papers and appears in nobody else's list."""
    kind = models.CharField(max_length=6, choices=[(k, k) for k in ("person", "unit", "team")])
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="entrants")
    contest_unit = models.ForeignKey(ContestUnit, models.PROTECT, null=True, blank=True, related_name="entrants")
    group = models.ForeignKey(Group, models.PROTECT, related_name="entrants")
    roster_entry = models.ForeignKey("people.RosterEntry", models.PROTECT, null=True, blank=True, related_name="+")
    display_name = models.CharField(max_length=200)
    prize_ok = models.BooleanField(default=True)
    counts_for_unit = models.BooleanField(default=True)
    barred_reason = models.CharField(max_length=300, blank=True)
    """Set when a person must not enter any more (joined the committee after registering)."""
    rules_text = models.ForeignKey("contests.RulesText", models.PROTECT, null=True, blank=True, related_name="+")
    registered_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True, blank=True)
    """First attempt or submission: from here on fields change by request only."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "person"], condition=Q(person__isnull=False), name="entrant_person"
            ),
            models.UniqueConstraint(fields=["contest", "contest_unit"], condition=Q(kind="unit"), name="entrant_unit"),
        ]

    def __str__(self) -> str:
        return self.display_name


class EntrantCorrection(models.Model):
    """A request to correct locked fields (đề nghị sửa thông tin)."""

    entrant = models.ForeignKey(Entrant, models.PROTECT, related_name="corrections")
    changes = models.JSONField()
    """{"field": {"before": …, "after": …}}"""
    reason = models.TextField()
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    accepted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entrant"], condition=Q(decided_at__isnull=True), name="one_open_correction"
            )
        ]


class Entry(models.Model):
    """Identity of a work (tác phẩm), shared by jury, votes and awards; media details live in `entries`."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="entries")
    owner = models.ForeignKey(Entrant, models.PROTECT, related_name="entries")
    promoted_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="promotions")
    code = models.CharField(max_length=24, unique=True)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=12, default="draft")
    created_at = models.DateTimeField()
