"""Persons, what identifies them (hashed), and what they agreed to."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoithi.core.text import fold, nfc
from hoithi.people.rules.consent import age_on
from hoithi.people.rules.names import SORT_LENGTH, person_sort


class Person(models.Model):
    """A natural person (cá nhân); `name_norm` is searched, `name_sort` is ordered by (given name first)."""

    full_name = models.CharField(_("Họ và tên"), max_length=120)
    name_norm = models.CharField(max_length=120, db_index=True, editable=False)
    name_sort = models.CharField(max_length=SORT_LENGTH, db_index=True, editable=False)
    birth_date = models.DateField(_("Ngày sinh"), null=True, blank=True)
    guardian_name = models.CharField(_("Người giám hộ"), max_length=120, blank=True)
    guardian_phone = models.CharField(_("Điện thoại người giám hộ"), max_length=20, blank=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name_sort", "id"]

    def __str__(self) -> str:
        return self.full_name

    def set_name(self, full_name: str) -> None:
        """Store the name in its one form with its search and sort keys."""
        self.full_name = nfc(full_name)
        self.name_norm = fold(self.full_name)
        self.name_sort = person_sort(self.full_name)

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_name(self.full_name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def age_on(self, day: date) -> int | None:
        """Completed years (tuổi tròn) on `day`; None when the birth date is unknown."""
        return age_on(self.birth_date, day) if self.birth_date else None


class Identity(models.Model):
    """A matching mark: HMAC-SHA-256 of a normalised CCCD, phone or e-mail under a versioned pepper.

    A CCCD belongs to one person only; a shared phone or e-mail merely flags (docs/rules/identity.md).
    """

    class Kind(models.TextChoices):
        CCCD = "cccd", _("Căn cước công dân")
        PHONE = "phone", _("Số điện thoại")
        EMAIL = "email", _("Thư điện tử")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    hmac = models.CharField(max_length=64)
    key_version = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "hmac", "key_version"], name="identity_match")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "hmac", "key_version"], condition=Q(kind="cccd"), name="identity_one_person_per_cccd"
            ),
            models.UniqueConstraint(fields=["person", "kind", "hmac", "key_version"], name="identity_once_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.hmac[:8]}"


class Consent(models.Model):
    """One agreement (sự đồng ý) to one purpose, with the version of the text that was shown and the proof."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.SlugField(max_length=40)
    text_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    by_guardian = models.BooleanField(default=False)
    proof = models.JSONField(default=dict)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at__isnull=True), name="consent_one_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.text_version}"


class DataRequest(models.Model):
    """A request about one's own personal data (yêu cầu về dữ liệu cá nhân), with its deadline."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("Xem, nhận bản sao dữ liệu của tôi")
        CORRECT = "correct", _("Sửa dữ liệu của tôi")
        STOP = "stop", _("Ngừng xử lý dữ liệu của tôi")
        ERASE = "erase", _("Xóa dữ liệu của tôi")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="data_requests")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField(blank=True, max_length=2000)
    made_at = models.DateTimeField()
    reply_due = models.DateField()
    stop_due = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, max_length=4000)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.get_kind_display()
