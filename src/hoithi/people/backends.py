"""Password sign-in by phone or e-mail, and what the lock-out may remember of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from hoithi.people.marks import secret_hash
from hoithi.people.models import User
from hoithi.people.rules.identity import contact_of


class ContactBackend(ModelBackend):
    """`authenticate(request, username=<phone or e-mail in any writing>, password=…)`."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if not username or password is None:
            return None
        user = User.objects.by_contact(username)
        if user is None:
            User().set_password(password)  # the same work, so that the time does not tell
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None

    def get_user(self, user_id: int) -> User | None:
        """With the person, whose name stands on every page."""
        user = User.objects.select_related("person").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


def client_address(request: HttpRequest) -> str:
    """The client's address; trusted proxies have been seen to before (`site.proxies`)."""
    return str(request.META.get("REMOTE_ADDR") or "")


def hidden_contact(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """What axes counts failures under: a keyed hash, the same for every way of writing one contact."""
    typed = (request.POST.get("contact") if request is not None else "") or (credentials or {}).get("username") or ""
    contact = contact_of(str(typed))
    return secret_hash("target", contact.value if contact else str(typed))
