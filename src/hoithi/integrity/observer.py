"""Watching sittings being opened: a random first-party cookie tells devices apart, nothing is read from the browser."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from secrets import token_urlsafe

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.templatetags.static import static

from hoithi.integrity.operations.observe import note_opening
from hoithi.integrity.queries.signals import focus_allowed
from hoithi.people.backends import client_address
from hoithi.quiz.models import Attempt
from hoithi.quiz.observers import observers

logger = logging.getLogger(__name__)
COOKIE = "hoithi_may"
COOKIE_DAYS = 120
LONGEST = 64


class SittingObserver:
    """The integrity room's ear at the door of a sitting."""

    def entering(self, request: HttpRequest, response: HttpResponseBase) -> None:
        if not request.COOKIES.get(COOKIE):
            give_cookie(response, token_urlsafe(16))

    def opened(self, request: HttpRequest, response: HttpResponseBase, attempt: Attempt) -> None:
        cookie = request.COOKIES.get(COOKIE, "")[:LONGEST]
        if not cookie:  # shown for the first time: only one that comes back proves the browser keeps it
            give_cookie(response, token_urlsafe(16))
        address, agent = client_address(request), request.headers.get("User-Agent", "")[:400]
        now = request.now  # type: ignore[attr-defined]

        def note() -> None:
            try:
                note_opening(attempt, cookie=cookie, address=address, agent=agent, now=now)
            except Exception:
                logger.exception("how attempt %s was opened could not be noted", attempt.code)

        after_answer(response, note)

    def scripts(self, attempt: Attempt) -> Sequence[str]:
        return [static("integrity/focus.js")] if focus_allowed(attempt) else []


def give_cookie(response: HttpResponseBase, value: str) -> None:
    response.set_cookie(
        COOKIE,
        value,
        max_age=COOKIE_DAYS * 86400,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )


def after_answer(response: HttpResponseBase, work: Callable[[], None]) -> None:
    """Do it once the answer has been sent: Django closes a response then."""
    response._resource_closers.append(work)  # type: ignore[attr-defined]


def register() -> None:
    if not any(isinstance(one, SittingObserver) for one in observers):
        observers.append(SittingObserver())
