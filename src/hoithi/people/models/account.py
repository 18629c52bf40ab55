"""Accounts (tài khoản) and the one-time codes that open them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoithi.core import clock
from hoithi.people.models.person import Person
from hoithi.people.rules.identity import contact_of, normal_email, normal_phone


class UserManager(BaseUserManager["User"]):
    """Accounts are found by phone or e-mail, in any way of writing them."""

    def create_user(
        self, email: str | None = None, password: str | None = None, *, phone: str | None = None, **fields: Any
    ) -> User:
        user = self.model(
            email=normal_email(email) if email else None, phone=normal_phone(phone) if phone else None, **fields
        )
        user.set_password(password)  # None makes it unusable
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str | None = None, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def by_contact(self, text: str) -> User | None:
        """The active account of a phone or e-mail, or None; the caller must not tell the two answers apart."""
        contact = contact_of(text)
        if contact is None:
            return None
        return self.filter(**{contact.kind: contact.value}, is_active=True).select_related("person").first()


class User(AbstractBaseUser, PermissionsMixin):
    """An account: a phone (E.164) or an e-mail, a password only if wanted; `is_staff` is the administrator."""

    email = models.EmailField(_("Thư điện tử"), null=True, blank=True, unique=True)
    phone = models.CharField(_("Số điện thoại"), max_length=20, null=True, blank=True, unique=True)
    person = models.OneToOneField(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="user")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=clock.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(phone__isnull=False) | Q(is_active=False),
                name="user_has_a_contact",
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.contact

    def clean(self) -> None:
        self.email = normal_email(self.email) if self.email else None
        self.phone = normal_phone(self.phone) if self.phone else None

    @property
    def full_name(self) -> str:
        return self.person.full_name if self.person else ""

    @property
    def contact(self) -> str:
        """The phone, else the e-mail: where codes go."""
        return self.phone or self.email or ""


class OneTimeCode(models.Model):
    """A code sent to a phone or an e-mail (mã dùng một lần): kept hashed, ten minutes, five tries."""

    kind = models.CharField(max_length=8)
    purpose = models.SlugField(max_length=20)
    target = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["target", "sent_at"], name="code_by_target"),
            models.Index(fields=["address", "sent_at"], name="code_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.sent_at}"


class ExternalIdentity(models.Model):
    """Who an account's owner is at an OpenID provider: one identity, one account (liên kết đăng nhập ngoài)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="external")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    """What the provider calls somebody for ever; it tells nothing else."""
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="external_one_account"),
            models.UniqueConstraint(fields=["user", "issuer"], name="external_one_identity"),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.user_id}"
