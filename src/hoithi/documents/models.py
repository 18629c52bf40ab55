"""Official documents (văn bản) as identities: bodies, amendments and tie minutes point to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """A document; number, date and signer are required only once it is issued (Nghị định 30/2020/NĐ-CP).

    `kind` is a registered key (`documents.kinds`); `number` is null while "Số:   /KH-UBND" is blank; `prefix` is the
    signing authority (TM., KT., TL., …); `legal_bases` and `recipients` are ordered lists of strings; `contest_key` is
    the contest's slug or "".
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        SUBMITTED = "submitted", _("Trình ký")
        ISSUED = "issued", _("Ban hành")

    kind = models.SlugField(max_length=40)
    number = models.PositiveIntegerField(_("Số"), null=True, blank=True)
    symbol = models.CharField(_("Ký hiệu"), max_length=60, blank=True)
    title = models.CharField(_("Trích yếu"), max_length=400)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    signer = models.CharField(_("Người ký"), max_length=120, blank=True)
    signer_title = models.CharField(_("Chức vụ người ký"), max_length=160, blank=True)
    prefix = models.CharField(_("Thẩm quyền ký"), max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    issuer_unit_name = models.CharField(_("Cơ quan ban hành"), max_length=200, blank=True)
    file_sha = models.CharField(max_length=64, blank=True)
    legal_bases = models.JSONField(default=list, blank=True)
    recipients = models.JSONField(default=list, blank=True)
    contest_key = models.CharField(max_length=80, blank=True, db_index=True)
    public = models.BooleanField(_("Công khai"), default=False)
    """Shown on the contest's page once it is issued."""
    scan = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    """The signed paper, scanned (bản ký đóng dấu)."""
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="issued") | (Q(number__isnull=False, issued_on__isnull=False) & ~Q(signer="")),
                name="document_issued_is_complete",
            ),
            models.UniqueConstraint(
                "issuer_unit_name",
                "symbol",
                "number",
                ExtractYear("issued_on"),
                condition=Q(state="issued"),
                name="document_number_once_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()

    @property
    def reference(self) -> str:
        """Số và ký hiệu: "12/KH-UBND", "/KH-UBND" while the number is blank."""
        return f"{self.number or ''}/{self.symbol}" if self.symbol else str(self.number or "")


class DocumentVersion(models.Model):
    """What a paper said at one moment: the data it was made from, both files, and the PDF's digest. Never changed."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    no = models.PositiveIntegerField()
    source = models.JSONField()
    """As `rules.paper.to_data` writes it."""
    docx = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    pdf = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    template = models.ForeignKey("documents.DocumentTemplate", models.PROTECT, null=True, blank=True, related_name="+")
    """The office's own template the Word file was made with."""
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-no"]
        constraints = [models.UniqueConstraint(fields=["document", "no"], name="document_version_no")]


class DocumentStep(models.Model):
    """One step of a document, appended: drafted, changed, submitted, returned, issued, scanned, shown or hidden."""

    class What(models.TextChoices):
        DRAFT = "draft", _("Soạn dự thảo")
        CHANGE = "change", _("Sửa dự thảo")
        SUBMIT = "submit", _("Trình ký")
        RETURN = "return", _("Trả lại để sửa")
        ISSUE = "issue", _("Ban hành")
        SCAN = "scan", _("Lưu bản ký")
        SHOW = "show", _("Công khai")
        HIDE = "hide", _("Thôi công khai")

    document = models.ForeignKey(Document, models.CASCADE, related_name="steps")
    what = models.CharField(max_length=8, choices=What.choices)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["at", "pk"]


class DocumentTemplate(models.Model):
    """An office's own Word template of a kind, for one contest or (contest_key "") for all; the last version counts."""

    contest_key = models.CharField(max_length=80, blank=True)
    kind = models.SlugField(max_length=40)
    no = models.PositiveIntegerField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    """When it was filled with a sample paper without a fault."""
    retired_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "-no"]
        constraints = [models.UniqueConstraint(fields=["contest_key", "kind", "no"], name="document_template_no")]
