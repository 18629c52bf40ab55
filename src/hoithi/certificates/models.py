"""Designs of certificates, runs that make many of them, and the certificates themselves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoithi.core.codes import human_code

CODE_SYMBOLS = 20
"""98 random bits."""


class Design(models.Model):
    """How one sort of paper of a contest looks and what it says (mẫu giấy)."""

    class Paper(models.TextChoices):
        COMMENDATION = "giay-khen", _("Giấy khen")
        CERTIFICATE = "giay-chung-nhan", _("Giấy chứng nhận")
        PARTICIPATION = "tham-gia", _("Chứng nhận tham gia")

    contest = models.ForeignKey("contests.Contest", models.PROTECT, related_name="designs")
    key = models.SlugField(max_length=40)
    paper = models.CharField(_("Loại giấy"), max_length=20, choices=Paper.choices)
    prizes = models.JSONField(default=list, blank=True)
    """Keys of the prizes it is for; none for participation."""
    over = models.CharField(_("Cơ quan cấp trên"), max_length=200, blank=True)
    issuer = models.CharField(_("Cơ quan cấp giấy"), max_length=200)
    heading = models.CharField(_("Tên giấy"), max_length=80)
    opening = models.CharField(_("Dòng mở đầu"), max_length=200, blank=True)
    body = models.TextField(_("Lời ghi dưới tên"), blank=True)
    closing = models.TextField(_("Lời ghi dưới giải"), blank=True)
    place = models.CharField(_("Nơi cấp"), max_length=100, blank=True)
    symbol = models.CharField(_("Ký hiệu số"), max_length=40, blank=True)
    prefix = models.CharField(_("Thẩm quyền ký"), max_length=160, blank=True)
    signer_title = models.CharField(_("Chức vụ người ký"), max_length=160, blank=True)
    signer = models.CharField(_("Người ký"), max_length=120, blank=True)
    framed = models.BooleanField(_("In cả khung hoa văn"), default=True)
    """False: for forms printed beforehand."""
    logo = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    signature = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    last_no = models.PositiveIntegerField(default=0)
    """The last number given: numbers run without gaps per design."""
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["contest", "key"], name="design_key")]

    def __str__(self) -> str:
        return f"{self.heading} ({self.key})"


class Batch(models.Model):
    """Many certificates made in one go (đợt in giấy), in the background, with progress."""

    WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"

    design = models.ForeignKey(Design, models.PROTECT, related_name="batches")
    issued_on = models.DateField()
    """The date on the papers."""
    state = models.CharField(max_length=8, default=WAITING)
    wanted = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    trouble = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["waiting", "running"]), name="batch_to_do"),
        ]


class Certificate(models.Model):
    """One paper given to one holder. What it says never changes; it is in force until it is revoked."""

    code = models.CharField(max_length=20, unique=True)
    """98 random bits: who holds the paper can have it checked, nobody can guess one."""
    design = models.ForeignKey(Design, models.PROTECT, related_name="certificates")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="certificates")
    award = models.ForeignKey("awards.Award", models.PROTECT, null=True, blank=True, related_name="certificates")
    entrant = models.ForeignKey("contests.Entrant", models.PROTECT, null=True, blank=True, related_name="certificates")
    """Whose it is: who may fetch it signed in."""
    contest_unit = models.ForeignKey(
        "contests.ContestUnit", models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    no = models.PositiveIntegerField()
    holder = models.CharField(max_length=400)
    holder_norm = models.CharField(max_length=400)
    """Without diacritics, for the search."""
    prize = models.CharField(max_length=300, blank=True)
    sheet = models.JSONField()
    """Every printed word (`rules.sheet.Sheet`)."""
    issued_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    """The PDF, once it has been set."""
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["design", "no"]
        constraints = [
            models.UniqueConstraint(fields=["design", "no"], name="certificate_no"),
            models.UniqueConstraint(
                fields=["design", "award"],
                condition=Q(revoked_at__isnull=True, award__isnull=False),
                name="certificate_per_award",
            ),
            models.UniqueConstraint(
                fields=["design", "entrant"],
                condition=Q(revoked_at__isnull=True, award__isnull=True, entrant__isnull=False),
                name="certificate_per_entrant",
            ),
        ]
        indexes = [models.Index(fields=["design", "holder_norm"], name="certificate_holder")]

    @property
    def shown_code(self) -> str:
        """The code as people read it aloud."""
        return human_code(self.design.contest.code, self.code)

    @property
    def number(self) -> str:
        """Số: "07/GCN-BTC"."""
        return number_of(self.no, self.design.symbol)


def number_of(no: int, symbol: str) -> str:
    return f"{no:02}/{symbol}" if symbol else f"{no:02}"
