"""Sums kept for standings of units, so that a turn of the sequencer reads only whose facts changed since the last.

Written by the sequencer alone, under the standing's lock: those who submit leave a mark and wait for nobody.
"""

from __future__ import annotations

from django.db import models

from hoithi.contests.models.contest import Standing


class TallyState(models.Model):
    """That a standing's sums are kept, and for which definition of it; anything else is counted anew."""

    standing = models.OneToOneField(Standing, models.CASCADE, primary_key=True, related_name="tally_state")
    definition = models.CharField(max_length=64)


class UnitTally(models.Model):
    """One unit's sums: [[members, counted, sum], …] by term, as `queries.tallies.written`."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="tallies", db_index=False)
    scope = models.CharField(max_length=80, blank=True)
    """The round, where the standing has one board each; else ""."""
    contest_unit_id = models.BigIntegerField()
    sums = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["standing", "scope", "contest_unit_id"], name="unit_tally"),
        ]


class UnitShare(models.Model):
    """What of one person is in the sums, to be taken out again when their facts change: [[scope, unit, sums], …]."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="shares", db_index=False)
    subject_id = models.BigIntegerField()
    sums = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["standing", "subject_id"], name="unit_share")]
