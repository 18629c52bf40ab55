"""Who wants to know that a sitting was opened: rooms above register here in their app's `ready()`.

An observer is told once the answer is ready and does its writing after the answer was sent. It can add a cookie to the
answer and scripts to the page; what it fails at is logged and never keeps anybody from their paper.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from django.http import HttpRequest, HttpResponseBase

if TYPE_CHECKING:
    from hoithi.quiz.models import Attempt

logger = logging.getLogger(__name__)


class Observer(Protocol):
    def entering(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """The page before the start is about to be answered."""

    def opened(self, request: HttpRequest, response: HttpResponseBase, attempt: Attempt) -> None:
        """The sitting's page is about to be answered."""

    def scripts(self, attempt: Attempt) -> Sequence[str]:
        """Addresses of modules the sitting's page loads besides its own."""


observers: list[Observer] = []


def tell_entering(request: HttpRequest, response: HttpResponseBase) -> None:
    for observer in observers:
        try:
            observer.entering(request, response)
        except Exception:
            logger.exception("an observer failed before a start")


def tell_opened(request: HttpRequest, response: HttpResponseBase, attempt: Attempt) -> None:
    for observer in observers:
        try:
            observer.opened(request, response, attempt)
        except Exception:
            logger.exception("an observer failed at attempt %s", attempt.code)


def scripts_for(attempt: Attempt) -> list[str]:
    found: list[str] = []
    for observer in observers:
        try:
            found += observer.scripts(attempt)
        except Exception:
            logger.exception("an observer failed at attempt %s", attempt.code)
    return found
