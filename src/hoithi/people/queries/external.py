"""Whose an identity at an OpenID provider is, and whether an account has one."""

from __future__ import annotations

from hoithi.people.models import ExternalIdentity, User
from hoithi.people.oidc import provider


def account_of(issuer: str, subject: str) -> User | None:
    """The account tied to an identity, switched off ones too."""
    rows = ExternalIdentity.objects.filter(issuer=issuer, subject=subject).select_related("user__person")
    found = rows.first()
    return found.user if found else None


def is_linked(user: User) -> bool:
    """Whether the account is tied to an identity at the site's provider."""
    issuer = provider().get("issuer", "")
    return bool(issuer) and ExternalIdentity.objects.filter(user=user, issuer=issuer).exists()
