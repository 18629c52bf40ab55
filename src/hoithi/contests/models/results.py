"""What standings come to: rows in order, minuted tie decisions, sealed results."""

from __future__ import annotations

from django.db import models

from hoithi.contests.models.contest import Contest, Part, Standing


class StandingRow(models.Model):
    """One subject's row. `rank_key` orders bytes as the standing orders subjects: smaller is better."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="rows", db_index=False)
    scope = models.CharField(max_length=80, blank=True)
    """Which of `each`: a group's key, a round's part key, a month."""
    subject_id = models.BigIntegerField()
    """Entrant (person), contest unit (unit) or entry."""
    rank_key = models.BinaryField(max_length=200)
    ranked = models.BooleanField(default=True)
    """False: below a floor or without facts; listed without a place."""
    prize_ok = models.BooleanField(default=True)
    group_key = models.CharField(max_length=60, blank=True)
    contest_unit_id = models.BigIntegerField(null=True, blank=True)
    values = models.JSONField(default=dict)
    """Key values that decided the place: {term: int | "n/d" | None}."""
    place = models.PositiveIntegerField(null=True, blank=True)
    """Stored for small standings (units) and once sealed; otherwise counted from the index."""
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["standing", "scope", "subject_id"], name="standing_row")]
        indexes = [
            models.Index(fields=["standing", "scope", "ranked", "rank_key", "subject_id"], name="standing_order"),
        ]


class StandingMark(models.Model):
    """A fact a standing, or the figures of a part, have not taken in yet. Only ever inserted and deleted, never
    updated: two transactions at once cannot hide one from the other, as they could with a flag on the standing."""

    standing = models.ForeignKey(Standing, models.CASCADE, null=True, blank=True, related_name="marks")
    part = models.ForeignKey(Part, models.CASCADE, null=True, blank=True, related_name="marks")
    """Set, without a standing, where the figures of this part are out of date."""
    subject_id = models.BigIntegerField(null=True, blank=True)
    """The entrant whose fact it is; null where everything must be counted anew."""


class RankMove(models.Model):
    """A row that came to (+1) or left (-1) a point of a standing's order and is not counted in `RankCount` yet.

    Written by the database's own triggers (`contests.triggers`), only ever inserted and deleted. Without a foreign key:
    a note outlives its standing until the next turn of the sequencer.
    """

    standing_id = models.BigIntegerField()
    scope = models.CharField(max_length=80, blank=True)
    rank_key = models.BinaryField(max_length=200)
    subject_id = models.BigIntegerField()
    change = models.SmallIntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["standing_id", "scope", "rank_key", "subject_id"], include=["change"], name="rank_moves"
            )
        ]


class RankCount(models.Model):
    """How many ranked rows stand in one stretch of a standing's order, from its lowest (key, subject) to the next's.

    Level 0 are stretches of a few hundred rows, level 1 chapters of some dozen stretches. Always true, in every
    transaction's view: n + the changes of the moves not yet counted = the rows there. Written by the sequencer alone.
    """

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="+", db_index=False)
    scope = models.CharField(max_length=80, blank=True)
    level = models.PositiveSmallIntegerField()
    low_key = models.BinaryField(max_length=200)
    low_subject = models.BigIntegerField()
    n = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["standing", "scope", "level", "low_key", "low_subject"], name="rank_count_stretch"
            )
        ]


class TieDecision(models.Model):
    """Equals across a paid place, ordered by the committee in minutes (biên bản xử lý đồng hạng)."""

    standing = models.ForeignKey(Standing, models.PROTECT, related_name="tie_decisions")
    scope = models.CharField(max_length=80, blank=True)
    place = models.PositiveIntegerField()
    subjects = models.JSONField()
    """Subject ids, best first: exactly the tied ones."""
    reason = models.TextField()
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["standing", "scope", "place"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_decision_per_tie",
            )
        ]


class SealedResult(models.Model):
    """The signed result of a closed contest or part (kết quả niêm phong)."""

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="sealed_results")
    scope = models.CharField(max_length=80, blank=True)
    no = models.PositiveIntegerField()
    envelope = models.TextField()
    """The JSON file as published, byte for byte."""
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["contest", "scope", "no"], name="sealed_no")]
