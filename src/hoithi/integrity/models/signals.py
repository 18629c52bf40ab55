"""What is noted of a sitting beside its answers: little, as keyed hashes, and not for long."""

from __future__ import annotations

from django.db import models


class Trace(models.Model):
    """An attempt was opened from a device and a network. Hashes are keyed by site and contest: they match nowhere else.

    Blanked by the purge job some days after the part has closed (INTEGRITY_KEEP_DAYS); the row goes with them.
    """

    attempt = models.ForeignKey("quiz.Attempt", models.CASCADE, related_name="+")
    device = models.CharField(max_length=64, blank=True)
    """HMAC of the random cookie; empty where the browser keeps no cookie."""
    network = models.CharField(max_length=64, blank=True)
    """HMAC of the first part of the address (24 bits of IPv4, 56 of IPv6)."""
    agent = models.CharField(max_length=40, blank=True)
    """Family of the browser, without versions."""
    opened = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "device", "network", "agent"], name="trace_once")]


class FocusCount(models.Model):
    """How often the sitting's page lost the screen: only where the plan asks and the person agreed."""

    attempt = models.OneToOneField("quiz.Attempt", models.CASCADE, primary_key=True, related_name="+")
    losses = models.PositiveIntegerField()
    away_ms = models.BigIntegerField()
    last_at = models.DateTimeField()
