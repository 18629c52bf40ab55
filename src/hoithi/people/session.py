"""What a browser session remembers between "enter your phone" and "you are in".

Registration for a contest uses it as follows: the page asks name, birth date, unit and contact, keeps them in the
session and calls `start_code(request, contact, next_url=<itself>, opens_account=True)`; after the right code the person
comes back signed in when the contact has an account; else `proven_contact(request)` gives the contact, and
`open_account` followed by `log_in` makes the account.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from hoithi.people.backends import client_address
from hoithi.people.models import User
from hoithi.people.operations.accounts import note_sign_in
from hoithi.people.operations.codes import SIGN_IN, check_code, send_code
from hoithi.people.rules.identity import Contact

KEY = "sign_in"
PROVEN_FOR = timedelta(minutes=30)
BACKEND = "hoithi.people.backends.ContactBackend"


def safe_next(request: HttpRequest, url: str | None, default: str = "/") -> str:
    """`url` when it is an address of this site, else `default`."""
    if url and url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        return url
    return default


def start_code(
    request: HttpRequest, contact: Contact, *, next_url: str = "/", opens_account: bool = False, purpose: str = SIGN_IN
) -> HttpResponseRedirect:
    """Send a code and go to the page that asks for it. Raises TooManyCodes, DeliveryUnset.

    `opens_account`: the page at `next_url` opens the account itself when there is none.
    """
    sent = send_code(contact, address=client_address(request), now=_now(request), purpose=purpose)
    request.session[KEY] = {
        "code": sent.id,
        "kind": contact.kind,
        "value": contact.value,
        "shown": sent.shown,
        "next": next_url,
        "opens": opens_account,
        "purpose": purpose,
    }
    return redirect("people:enter_code")


def pending(request: HttpRequest) -> dict[str, Any]:
    """What `start_code` kept, or {}."""
    found: dict[str, Any] = request.session.get(KEY) or {}
    return found


def pending_contact(request: HttpRequest) -> Contact | None:
    kept = pending(request)
    return Contact(kept["kind"], kept["value"]) if kept else None


def prove(request: HttpRequest, typed: str) -> Contact:
    """Check the typed code; from now on the session owns the contact. Raises CodeWrong, CodeSpent."""
    kept = pending(request)
    contact = Contact(kept["kind"], kept["value"])
    check_code(kept["code"], contact, typed, now=_now(request), purpose=kept["purpose"])
    request.session[KEY] = {**kept, "proven": _now(request).isoformat(), "shown": ""}
    return contact


def proven_contact(request: HttpRequest) -> Contact | None:
    """The contact whose code was typed right in this session during the last half hour, else None."""
    kept = pending(request)
    if not kept.get("proven") or _now(request) - datetime.fromisoformat(kept["proven"]) > PROVEN_FOR:
        return None
    return Contact(kept["kind"], kept["value"])


def log_in(request: HttpRequest, user: User) -> None:
    """Sign the account in; the session gets a new key and forgets the code."""
    request.session.pop(KEY, None)
    login(request, user, backend=BACKEND)
    note_sign_in(user, now=_now(request))


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def _now(request: HttpRequest) -> datetime:
    now: datetime = request.now  # type: ignore[attr-defined]
    return now
