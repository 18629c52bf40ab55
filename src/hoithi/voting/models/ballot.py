"""Votes (phiếu bình chọn), the card that keeps a person's votes in line, and the counts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Card(models.Model):
    """One person in one vote (thẻ cử tri): its row is locked while they vote, so nobody votes twice at once."""

    part = models.ForeignKey("contests.Part", models.PROTECT, related_name="+")
    user = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    unit = models.ForeignKey("contests.ContestUnit", models.PROTECT, null=True, blank=True, related_name="+")
    """The unit the person takes part for, where that is known: a detector compares units by it."""
    first_at = models.DateTimeField()
    window_at = models.DateTimeField()
    window_n = models.PositiveSmallIntegerField(default=0)
    """Presses since `window_at`: the limit per account needs no counting."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "user"], name="vote_card")]


class Ballot(models.Model):
    """One vote of one person for one work. Never deleted: taken back, or set aside by a discount.

    `device` and `network` are keyed hashes, blanked some days after the close (INTEGRITY_KEEP_DAYS).
    """

    card = models.ForeignKey(Card, models.PROTECT, related_name="ballots")
    part = models.ForeignKey("contests.Part", models.PROTECT, related_name="+")
    entry = models.ForeignKey("contests.Entry", models.PROTECT, related_name="+")
    period = models.CharField(max_length=10, blank=True)
    """The day, "2026-03-01", where people vote anew each day."""
    code = models.CharField(max_length=17, unique=True)
    """What the voter keeps: with it they find their vote in the published list."""
    challenge = models.CharField(max_length=64, null=True, blank=True, unique=True)
    """Print of the solved challenge: it is good for one vote. None where a code was typed instead."""
    at = models.DateTimeField()
    device = models.CharField(max_length=64, blank=True)
    network = models.CharField(max_length=64, blank=True)
    account_age_s = models.PositiveIntegerField()
    """Seconds between the account's first day and this vote."""
    own = models.BooleanField(default=False)
    """For a work of one's own: allowed by the plan, and told to reviewers."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    discount = models.ForeignKey(
        "voting.Discount", models.PROTECT, null=True, blank=True, related_name="ballots", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["card", "entry", "period"], condition=Q(withdrawn_at__isnull=True), name="one_vote"
            ),
        ]
        indexes = [
            models.Index(fields=["part", "network", "at"], name="ballot_network"),
            models.Index(fields=["part", "at"], name="ballot_at"),
            models.Index(fields=["discount"], condition=Q(discount__isnull=False), name="ballot_discount"),
        ]


class TallyChange(models.Model):
    """What a vote changed in the counts, until the sequencer has added it: votes for one work never wait in line."""

    entry = models.ForeignKey("contests.Entry", models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    cast = models.IntegerField(default=0)
    discounted = models.IntegerField(default=0)


class Tally(models.Model):
    """Votes of a work as counted so far: `cast` are not taken back, `discounted` of them do not count."""

    entry = models.OneToOneField("contests.Entry", models.PROTECT, primary_key=True, related_name="+")
    cast = models.PositiveIntegerField(default=0)
    discounted = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(discounted__lte=F("cast")), name="tally_discounted_in_cast")]

    @property
    def counted(self) -> int:
        return self.cast - self.discounted
