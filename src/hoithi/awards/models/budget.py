"""Money of a contest by line and stage."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BudgetFigure(models.Model):
    """An amount of one line at one stage, as a paper states it. Appended, never changed: the last one counts."""

    class Stage(models.TextChoices):
        ESTIMATED = "estimated", _("Dự trù")
        EXAMINED = "examined", _("Thẩm định")
        APPROVED = "approved", _("Phê duyệt")
        SETTLED = "settled", _("Quyết toán")

    contest = models.ForeignKey("contests.Contest", models.PROTECT, related_name="budget_figures")
    line = models.SlugField(max_length=60)
    """Key of a line of the plan's budget."""
    stage = models.CharField(max_length=10, choices=Stage.choices)
    amount = models.PositiveBigIntegerField()
    """Đồng."""
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["contest", "line", "stage"], name="budget_line_stage")]
