"""Boards that update by themselves (bảng tự cập nhật): one computation shared by everybody who may see the same.

`Kept` holds a value for some seconds. However many ask at once, one computes: the others wait for the first value, and
are given the last one while a newer is on its way. Per process; docs/decisions/0015 says why not more.

A board asks again under a *ticket*: signed by the page that showed it to somebody who may see it, good for a few
minutes and only with the session it was given to. So asking again needs neither session, account nor role from the
database; when the ticket has run out the page itself is asked, which checks everything anew.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.crypto import constant_time_compare
from django.utils.http import parse_etags

T = TypeVar("T")
FRESH_S = 5.0
TICKET_S = 300
EVERY_S = 15
"""How often a board asks; it waits longer by itself when hidden, without network, or refused."""
SALT = "hoithi.live"


_all: WeakSet[Kept[Any]] = WeakSet()


def forget_all() -> None:
    """Nothing kept anywhere in this process survives: each test begins with its own database."""
    for kept in list(_all):
        kept.clear()


@dataclass
class _Entry(Generic[T]):
    value: T
    until: float


class Kept(Generic[T]):
    """Values by key, each computed at most once in `seconds`; the `most` used last are held."""

    def __init__(self, seconds: float = FRESH_S, most: int = 4000) -> None:
        self.seconds, self.most = seconds, most
        self.computed = 0
        self._entries: OrderedDict[Hashable, _Entry[T]] = OrderedDict()
        self._busy: dict[Hashable, threading.Lock] = {}
        self._guard = threading.Lock()
        _all.add(self)

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The value under `key`. What `compute` raises reaches the one who asked; the next one tries again."""
        entry, busy = self._look(key)
        if entry is not None and entry.until > time.monotonic():
            return entry.value
        if not busy.acquire(blocking=entry is None) and entry is not None:
            return entry.value
        try:
            entry, _ = self._look(key)
            if entry is not None and entry.until > time.monotonic():
                return entry.value
            value = compute()
            self._keep(key, value)
            return value
        finally:
            busy.release()

    def clear(self) -> None:
        with self._guard:
            self._entries.clear()
            self._busy.clear()

    def _look(self, key: Hashable) -> tuple[_Entry[T] | None, threading.Lock]:
        with self._guard:
            if key in self._entries:
                self._entries.move_to_end(key)
            return self._entries.get(key), self._busy.setdefault(key, threading.Lock())

    def _keep(self, key: Hashable, value: T) -> None:
        with self._guard:
            self.computed += 1
            self._entries[key] = _Entry(value, time.monotonic() + self.seconds)
            self._entries.move_to_end(key)
            while len(self._entries) > self.most:
                old, _ = self._entries.popitem(last=False)
                self._busy.pop(old, None)


@dataclass(frozen=True)
class Fragment:
    """Rendered HTML and the tag by which a board that has it already is told so."""

    html: str
    etag: str

    @classmethod
    def of(cls, html: str) -> Fragment:
        return cls(html, f'"{hashlib.sha256(html.encode()).hexdigest()[:24]}"')


def _holder(request: HttpRequest) -> str:
    """The session a ticket is good for, as a digest: the ticket itself does not tell it."""
    cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return hashlib.sha256(f"{SALT}:{cookie}".encode()).hexdigest()[:32]


def ticket_for(request: HttpRequest, scope: dict[str, Any]) -> str:
    """A ticket for what this request has just been allowed to see."""
    return signing.dumps([_holder(request), scope], salt=SALT, compress=True)


def scope_of(request: HttpRequest, ticket: str) -> dict[str, Any] | None:
    """What the ticket allows; None when it is forged, too old, or another session's."""
    try:
        holder, scope = signing.loads(ticket, salt=SALT, max_age=TICKET_S)
    except (signing.BadSignature, ValueError):
        return None
    return scope if isinstance(scope, dict) and constant_time_compare(holder, _holder(request)) else None


def answer(request: HttpRequest, fragment: Fragment) -> HttpResponse:
    """The fragment, or 304 for somebody who has it; never kept by anything between the server and this person."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if fragment.etag in [tag.removeprefix("W/") for tag in known]:  # compressing on the way makes a tag weak
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(fragment.html)
    response["ETag"] = fragment.etag
    response["Cache-Control"] = "private, no-cache"
    return response
