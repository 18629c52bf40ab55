"""An award from proposal to payment, and every step it took."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Award(models.Model):
    """A prize that met a subject (giải): dự kiến → có quyết định → công bố → nhận → chi, or thu hồi."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Dự kiến")
        DECIDED = "decided", _("Đã có quyết định")
        ANNOUNCED = "announced", _("Đã công bố")
        CLAIMED = "claimed", _("Đã nhận diện")
        PAID = "paid", _("Đã trao, chi")
        REVOKED = "revoked", _("Đã thu hồi")
        WITHDRAWN = "withdrawn", _("Không còn dự kiến")

    PROPOSED, DECIDED, ANNOUNCED = State.PROPOSED, State.DECIDED, State.ANNOUNCED
    CLAIMED, PAID, REVOKED, WITHDRAWN = State.CLAIMED, State.PAID, State.REVOKED, State.WITHDRAWN
    LIVE = (State.PROPOSED, State.DECIDED, State.ANNOUNCED, State.CLAIMED, State.PAID)
    """States in which the subject has the prize, for now or for good."""
    NOMINEE = "nominee"
    """Subject kind of somebody without an account or entry: only a name, a unit and a position."""

    contest = models.ForeignKey("contests.Contest", models.PROTECT, related_name="awards")
    prize = models.ForeignKey("contests.Prize", models.PROTECT, related_name="awards")
    scope = models.CharField(max_length=80, blank=True)
    subject_kind = models.CharField(max_length=8)
    subject_id = models.BigIntegerField()
    """Entrant, contest unit or entry, as `subject_kind` says; of a nominee its number among the prize's nominees."""
    holder_name = models.CharField(max_length=200, blank=True)
    holder_unit = models.CharField(max_length=300, blank=True)
    holder_position = models.CharField(max_length=200, blank=True)
    """Of a nominee as the minutes write them; of anybody else a wording the decision uses instead of the system's."""
    place = models.PositiveIntegerField(null=True)
    """Null where the prize is chosen by decision (xét chọn)."""
    cash = models.PositiveBigIntegerField(null=True)
    """Đồng; null while the plan leaves it unset."""
    because = models.JSONField()
    """{term: value} that decided the place; of a chosen award {figure's title: value}."""
    reason = models.TextField(blank=True)
    """Of a chosen award: why, as in the minutes."""
    minutes = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    stacked = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    decision = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    """The numbered decision (quyết định công nhận, khen thưởng) that gave it."""
    proposed_at = models.DateTimeField()

    class Meta:
        ordering = ["prize__position", "place", "subject_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["prize", "scope", "subject_kind", "subject_id"],
                condition=~models.Q(state__in=["revoked", "withdrawn"]),
                name="award_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["proposed", "revoked", "withdrawn"]) | models.Q(decision__isnull=False),
                name="award_decided_by_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prize.title} {self.scope}".strip()

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE


class AwardStep(models.Model):
    """One step of an award, appended and never changed: who brought it to which state, when, on what paper."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=Award.State.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["award", "state"], name="award_step_once"),
        ]
