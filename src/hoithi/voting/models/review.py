"""What looks made (dấu hiệu bất thường), and votes set aside with a reason (loại phiếu)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Scan(models.Model):
    """The last look over a vote, and whether somebody wants another."""

    part = models.OneToOneField("contests.Part", models.CASCADE, primary_key=True, related_name="+")
    requested_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    ballots = models.PositiveIntegerField(default=0)
    """Votes looked at; fewer than now exist where people went on voting."""


class Suspicion(models.Model):
    """A group of votes a detector points at. It changes nothing by itself: somebody looks, and decides."""

    HOUR, NETWORK, DEVICE, ACCOUNTS, UNIT = "hour", "network", "device", "accounts", "unit"
    OPEN, CLEARED, DISCOUNTED = "open", "cleared", "discounted"

    part = models.ForeignKey("contests.Part", models.CASCADE, related_name="+")
    no = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=[(k, k) for k in (HOUR, NETWORK, DEVICE, ACCOUNTS, UNIT)])
    key = models.CharField(max_length=160)
    """What makes it the same finding when the detector looks again."""
    entry = models.ForeignKey("contests.Entry", models.PROTECT, null=True, blank=True, related_name="+")
    mark = models.CharField(max_length=64, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    count = models.PositiveIntegerField()
    expected = models.CharField(max_length=20)
    """What the baseline would have, as text with one decimal: for people, nothing is computed from it."""
    one_in = models.BigIntegerField()
    """How rarely chance makes this: once in so many."""
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=OPEN, choices=[(s, s) for s in (OPEN, CLEARED, DISCOUNTED)])
    decided_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-one_in", "no"]
        constraints = [
            models.UniqueConstraint(fields=["part", "no"], name="suspicion_no"),
            models.UniqueConstraint(fields=["part", "key"], name="suspicion_key"),
        ]


class Discount(models.Model):
    """Votes set aside by somebody with a reason; public, and may be taken back."""

    part = models.ForeignKey("contests.Part", models.PROTECT, related_name="+")
    no = models.PositiveIntegerField()
    suspicion = models.ForeignKey(Suspicion, models.PROTECT, null=True, blank=True, related_name="discounts")
    reason = models.CharField(max_length=1000)
    count = models.PositiveIntegerField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    reversed_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["part", "no"], name="discount_no"),
            models.CheckConstraint(condition=~Q(reason=""), name="discount_has_reason"),
        ]
