"""Handing an award over: who came for it, the money, taking it back, and what else it brings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoithi.awards.models.awards import Award


class Claim(models.Model):
    """The check of identity before an award is handed over (kiểm tra nhân thân)."""

    class How(models.TextChoices):
        ID_CARD = "id_card", _("Xem căn cước, hộ chiếu")
        STAFF_CARD = "staff_card", _("Xem thẻ cán bộ")
        UNIT_LETTER = "unit_letter", _("Giấy giới thiệu của đơn vị")
        KNOWN = "known", _("Người kiểm tra biết rõ người nhận")

    award = models.OneToOneField(Award, models.CASCADE, related_name="claim")
    how = models.CharField(max_length=12, choices=How.choices)
    checked_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    representative = models.CharField(max_length=200, blank=True)
    """Who came instead of the winner; then `reason` says why and on what authority."""
    reason = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(representative="") | ~Q(reason=""), name="claim_representative_reason"),
        ]


class Payment(models.Model):
    """The money of an award as it was paid (chi thưởng); 0 đồng where only a paper is handed over."""

    award = models.OneToOneField(Award, models.CASCADE, related_name="payment")
    cash = models.PositiveBigIntegerField()
    paid_on = models.DateField()
    voucher = models.CharField(max_length=60, blank=True)
    """Số phiếu chi, ủy nhiệm chi."""
    signed = models.BooleanField(default=False)
    """Whether the signed payment list (chữ ký nhận tiền) is back in the file."""
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(cash=0) | ~Q(voucher=""), name="payment_has_voucher")]


class Revocation(models.Model):
    """An award taken back (thu hồi giải): why, by which paper, and the money that has to come back."""

    award = models.OneToOneField(Award, models.CASCADE, related_name="revocation")
    reason = models.TextField()
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")
    due = models.PositiveBigIntegerField(default=0)
    """Đồng paid and to be recalled."""
    returned = models.PositiveBigIntegerField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    voucher = models.CharField(max_length=60, blank=True)
    """Số phiếu thu."""
    move_up = models.BooleanField(default=False)
    """Whether those behind move up; otherwise the prize stays vacant."""
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()


class Fulfilment(models.Model):
    """Something a decided award brings besides money, to be done (việc kèm theo giải)."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="fulfilments")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    """As the plan's consequence: bonus_points, propose_individuals, propose_paper, ceremony."""
    title = models.CharField(max_length=300)
    amount = models.IntegerField(null=True, blank=True)
    names = models.JSONField(default=list)
    """Of individuals proposed: [{"name", "position", "unit"}], never more than `amount`."""
    evidence = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["award__prize__position", "award_id", "position"]
        constraints = [models.UniqueConstraint(fields=["award", "position"], name="fulfilment_once")]
