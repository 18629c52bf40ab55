"""Accounts and identities at an OpenID provider: tied by their owner alone, and never untied by them.

Whoever could untie and tie again would vote once for each account of theirs.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.people.errors import ExternalTaken
from hoithi.people.models import ExternalIdentity, User


@transaction.atomic
def link_identity(user: User, issuer: str, subject: str, *, now: datetime) -> ExternalIdentity:
    """From now on this identity signs in to this account; doing it twice changes nothing. Raises ExternalTaken."""
    try:
        with transaction.atomic():
            found, fresh = ExternalIdentity.objects.get_or_create(
                issuer=issuer, subject=subject, defaults={"user": user, "linked_at": now}
            )
    except IntegrityError as error:
        raise ExternalTaken(
            _("Tài khoản này đã nối với một danh tính khác."), hint=_("Hãy đăng nhập bằng danh tính đã nối trước đó.")
        ) from error
    if found.user_id != user.pk:
        raise ExternalTaken(
            _("Danh tính này đã nối với một tài khoản khác."), hint=_("Hãy đăng xuất rồi đăng nhập bằng danh tính ấy.")
        )
    if fresh:
        record("people:external:linked", actor=user, target=f"user:{user.pk}", now=now)
    return found
