"""The speed path: an ASGI application ahead of Django for the posts of a sitting's script.

It takes what it knows wholly (JSON to `luu/` and `nop/`) and hands everything else on: forms, other hosts, plain HTTP
where HTTPS is asked for. Same answers, same sentences as `views.sitting`; docs/developer/sitting-protocol.md.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from hoithi.core import clock
from hoithi.core.errors import Refusal
from hoithi.quiz.fast.lane import Lane
from hoithi.quiz.fast.wire import (
    Gone,
    Headers,
    Receive,
    Scope,
    Send,
    TooLong,
    TooSlow,
    answer,
    host_allowed,
    is_secure,
    language_of,
    read_body,
)
from hoithi.quiz.forms.answers import receipt_address, refusal_answer, saved_answer
from hoithi.quiz.forms.sitting import MAX_BODY, read_json
from hoithi.quiz.limits import SAVES_A_MINUTE, Window
from hoithi.quiz.operations.attempt_errors import AttemptClosed, AttemptSuperseded, BadPrediction
from hoithi.quiz.operations.attempt_save import Asked, Saved, save_many
from hoithi.quiz.operations.attempt_submit import Handing, Submission, submit_many
from hoithi.quiz.tokens import Ticket, read_token

logger = logging.getLogger(__name__)
Application = Callable[[Any, Any, Any], Awaitable[None]]
Call = Callable[[str, Ticket, bytes], Awaitable[dict[str, Any]]]
SUBMITTED_TOGETHER = 1_000
"""Answers of submits in one transaction: some dozen papers, marked within a few hundredths of a second."""
_CLOSE: Headers = [(b"connection", b"close")]


def _save(batch: Sequence[Asked]) -> list[Saved | Refusal | None]:
    return save_many(batch, skip_locked=True)


def _submit(batch: Sequence[Handing]) -> list[Submission | Refusal | None]:
    return submit_many(batch, skip_locked=True)


class SpeedPath:
    """Saves of all attempts of this process in one statement, submits in one transaction; one of these per process."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.saves: Lane[Asked, Saved] = Lane(
            "saves", _save, key=lambda asked: asked.ticket.attempt_id, weight=lambda asked: len(asked.answers) + 1
        )
        self.submits: Lane[Handing, Submission] = Lane(
            "submits",
            _submit,
            key=lambda handing: handing.code,
            weight=lambda handing: len(handing.answers) + 1,
            most=SUBMITTED_TOGETHER,
        )
        self.often = Window(SAVES_A_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            if scope["method"] == "POST":
                path: str = scope["path"]
                call = self._calls.get(path[path.rfind("/", 0, -1) + 1 :])
                if call is not None and path.startswith(self._before):
                    code = path[len(self._before) : path.rfind("/", 0, -1)]
                    headers = dict(scope["headers"])
                    if _takes(scope, headers):
                        await self._answer(call, code, headers, scope, receive, send)
                        return
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        await self.application(scope, receive, send)

    @cached_property
    def _before(self) -> str:
        return reverse("quiz:save", args=["x"]).partition("x")[0]

    @cached_property
    def _calls(self) -> dict[str, Call]:
        """By the last piece of the address."""
        named: dict[str, Call] = {"save": self._save, "submit": self._submit}
        return {reverse(f"quiz:{name}", args=["x"]).rpartition("x/")[2]: call for name, call in named.items()}

    async def _answer(
        self, call: Call, code: str, headers: dict[bytes, bytes], scope: Scope, receive: Receive, send: Send
    ) -> None:
        language, secure = language_of(headers), is_secure(scope, headers)
        more: Headers = []
        try:
            token = headers.get(b"authorization", b"").decode("latin-1").removeprefix("Attempt ")
            ticket = read_token(token, code, now=clock.now())
            self.often.count(ticket.attempt_id)
            status, body = 200, await call(code, ticket, await read_body(headers, receive, MAX_BODY))
        except Gone:
            return
        except Refusal as refusal:
            with translation.override(language):
                status, body, pause = refusal_answer(refusal, code)
            if pause:
                more.append((b"retry-after", b"%d" % pause))
            if isinstance(refusal, TooLong | TooSlow):
                more += _CLOSE
        except Exception:
            logger.exception("a request of a sitting failed")
            status, body = 500, {}
        await answer(send, status, body, language=language, secure=secure, more=more)

    async def _save(self, code: str, ticket: Ticket, body: bytes) -> dict[str, Any]:
        arrived = clock.now()  # all of it has
        handed = read_json(body)
        saved = await self.saves.ask(Asked(code, ticket, handed.epoch, handed.answers, arrived))
        if saved.state == "superseded":
            raise AttemptSuperseded
        if saved.state == "closed":
            raise AttemptClosed
        return saved_answer(saved, arrived)

    async def _submit(self, code: str, ticket: Ticket, body: bytes) -> dict[str, Any]:
        arrived = clock.now()
        handed = read_json(body)
        try:
            await self.submits.ask(Handing(code, handed.answers, handed.prediction, handed.epoch, arrived))
        except BadPrediction:  # what was answered is kept all the same
            await self.saves.ask(Asked(code, ticket, handed.epoch, handed.answers, arrived))
            raise
        return {"receipt": receipt_address(code)}

    async def _live(self, receive: Receive, send: Send) -> None:
        """Start and end of the server: what waits is written before the process ends."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return
            await send({"type": "lifespan.startup.complete"})

    async def stop(self) -> None:
        for lane in (self.submits, self.saves):
            await asyncio.to_thread(lane.stop)


def _takes(scope: Scope, headers: dict[bytes, bytes]) -> bool:
    """Whether a request is wholly ours; what is out of the ordinary is left to Django's middlewares."""
    if headers.get(b"content-type", b"").split(b";")[0].strip().lower() != b"application/json":
        return False
    if settings.SECURE_SSL_REDIRECT and not is_secure(scope, headers):
        return False
    return host_allowed(headers.get(b"host", b""), tuple(settings.ALLOWED_HOSTS))
