"""The speed path: an ASGI application ahead of Django for the posts of a sitting: starts, saves, submits.

It takes what it knows wholly (a script's JSON to `luu/`, `nop/` and `vao-thi/`, the form of a start with its ticket)
and hands everything else on: other forms, other hosts, plain HTTP where HTTPS is asked for. Same answers, same
sentences as the views; docs/developer/sitting-protocol.md.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable
from functools import cached_property, partial
from typing import Any

from django.conf import settings
from django.urls import get_resolver, reverse
from django.utils import translation

from hoithi.core import clock
from hoithi.core.errors import Refusal
from hoithi.quiz.fast.lane import Lane
from hoithi.quiz.fast.wire import (
    Gone,
    Headers,
    Named,
    Receive,
    Scope,
    Send,
    TooLong,
    TooSlow,
    again,
    answer,
    cookie,
    host_allowed,
    is_secure,
    language_of,
    read_body,
    see_other,
)
from hoithi.quiz.forms.answers import receipt_address, refusal_answer, saved_answer, start_refusal, started_answer
from hoithi.quiz.forms.sitting import MAX_BODY, read_agreement, read_entry_form, read_json
from hoithi.quiz.limits import SAVES_A_MINUTE, STARTS_A_MINUTE, Window
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_errors import AttemptClosed, AttemptSuperseded, BadPrediction, ConsentMissing
from hoithi.quiz.operations.attempt_save import Asked, Saved, save_many
from hoithi.quiz.operations.attempt_start import Start, start_many
from hoithi.quiz.operations.attempt_submit import Handing, Submission, submit_many
from hoithi.quiz.tokens import Ticket, read_entry, read_token

logger = logging.getLogger(__name__)
Application = Callable[[Any, Any, Any], Awaitable[None]]
Call = Callable[[str, Ticket, bytes], Awaitable[dict[str, Any]]]
SAVE_EVERY_S, END_EVERY_S = 0.003, 0.03
"""How long what comes under load waits for company; a transaction of many statements is worth more of it."""
SUBMIT_PATIENCE_S = 25.0
"""How long a submit waits behind a lock. It keeps its moment of arrival: answering "busy" would turn one that came in
time into a late retry. The page asks again meanwhile, and each asking gets the outcome of the first."""
SUBMITTED_TOGETHER = 1_000
"""Answers of submits in one transaction: some dozen papers, marked within a few hundredths of a second."""
STARTED_TOGETHER = 60
MAX_FORM = 16 * 1024
COLLECTED_AFTER = (10_000, 20, 20)
_CLOSE: Headers = [(b"connection", b"close")]
_JSON, _FORM = b"application/json", b"application/x-www-form-urlencoded"


class SpeedPath:
    """What waits in this process goes into the database together; one of these per process."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.saves: Lane[Asked, Saved] = Lane(
            "saves",
            partial(save_many, skip_locked=True),
            key=lambda asked: asked.ticket.attempt_id,
            weight=lambda asked: len(asked.answers) + 1,
            every_s=SAVE_EVERY_S,
        )
        self.submits: Lane[Handing, Submission] = Lane(
            "submits",
            partial(submit_many, skip_locked=True),
            key=lambda handing: handing.code,
            weight=lambda handing: len(handing.answers) + 1,
            most=SUBMITTED_TOGETHER,
            every_s=END_EVERY_S,
            patience_s=SUBMIT_PATIENCE_S,
        )
        self.starts: Lane[Start, Attempt] = Lane(
            "starts",
            partial(start_many, skip_locked=True),
            key=lambda start: start.entrant_id,
            most=STARTED_TOGETHER,
            every_s=END_EVERY_S,
            room=5_000,
        )
        self.often, self.often_started = Window(SAVES_A_MINUTE), Window(STARTS_A_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["type"] == "http" and scope["method"] == "POST":
            before, _slash, last = scope["path"].removesuffix("/").rpartition("/")
            if last in self._calls and before.startswith(self._sittings):
                headers = dict(scope["headers"])
                if _kind(headers) == _JSON and _ordinary(scope, headers):
                    code = before.removeprefix(self._sittings)
                    await self._sit(self._calls[last], code, headers, scope, receive, send)
                    return
            elif last == self._entry and before.startswith(self._contests):
                headers = dict(scope["headers"])
                kind, length = _kind(headers), headers.get(b"content-length", b"")
                small = length.isdigit() and int(length) <= MAX_FORM
                if kind in (_JSON, _FORM) and (small or kind == _JSON) and _ordinary(scope, headers):
                    start = self._start if kind == _JSON else self._start_form
                    await start(before, headers, scope, receive, send)
                    return
        await self.application(scope, receive, send)

    @cached_property
    def _sittings(self) -> str:
        return reverse("quiz:save", args=["x"]).partition("x")[0]

    @cached_property
    def _contests(self) -> str:
        return reverse("quiz:start", args=["x", "y"]).partition("x")[0]

    @cached_property
    def _entry(self) -> str:
        return reverse("quiz:start", args=["x", "y"]).strip("/").rpartition("/")[2]

    @cached_property
    def _calls(self) -> dict[str, Call]:
        """By the last piece of the address."""
        named: dict[str, Call] = {"save": self._save, "submit": self._submit}
        return {reverse(f"quiz:{name}", args=["x"]).strip("/").rpartition("/")[2]: call for name, call in named.items()}

    async def _sit(self, call: Call, code: str, headers: Named, scope: Scope, receive: Receive, send: Send) -> None:
        async def done() -> dict[str, Any]:
            token = headers.get(b"authorization", b"").decode("latin-1").removeprefix("Attempt ")
            ticket = read_token(token, code, now=clock.now())
            self.often.count(ticket.attempt_id)
            return await call(code, ticket, await read_body(headers, receive, MAX_BODY))

        await _answered(done, lambda refusal: refusal_answer(refusal, code), headers, scope, send)

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

    async def _start(self, before: str, headers: Named, scope: Scope, receive: Receive, send: Send) -> None:
        """A script's start: its ticket stands for session and CSRF token."""

        async def done() -> dict[str, Any]:
            body = await read_body(headers, receive, MAX_FORM)
            ticket = headers.get(b"authorization", b"").decode("latin-1").removeprefix("Entry ")
            return await self._begun(before, headers, ticket, lambda: read_agreement(body))

        await _answered(done, start_refusal, headers, scope, send)

    async def _start_form(self, before: str, headers: Named, scope: Scope, receive: Receive, send: Send) -> None:
        """The page's own form, which carries the ticket. Only a start is answered here; whatever else is to be said to
        a form the view says, from the same body."""
        try:
            body = await read_body(headers, receive, MAX_FORM)
        except Gone:
            return
        except Refusal as refusal:
            status, said, _pause = start_refusal(refusal)
            await answer(
                send, status, said, language=language_of(headers), secure=is_secure(scope, headers), more=_CLOSE
            )
            return
        ticket, version = read_entry_form(body)
        try:
            started = await self._begun(before, headers, ticket, lambda: version)
        except Exception as error:
            if not isinstance(error, Refusal):
                logger.exception("a start failed and is tried the ordinary way")
            await self.application(scope, again(body, receive), send)
            return
        await see_other(send, started["url"], language=language_of(headers), secure=is_secure(scope, headers))

    async def _begun(
        self, before: str, headers: Named, ticket: str, agreed: Callable[[], int | None]
    ) -> dict[str, Any]:
        arrived = clock.now()
        slug, _slash, part = before.removeprefix(self._contests).partition("/")
        session = cookie(headers, settings.SESSION_COOKIE_NAME)
        entry = read_entry(ticket, slug=slug, part=part, session=session, now=arrived)
        self.often_started.count(entry.entrant_id)
        if agreed() != entry.rules_version:
            raise ConsentMissing
        start = Start(entry.entrant_id, entry.part_id, arrived, entry.rules_text_id, entry.account_id)
        return started_answer(await self.starts.ask(start), arrived)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Start and end of the server: what waits is written before the process ends."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return
            _settle()
            await send({"type": "lifespan.startup.complete"})

    async def stop(self) -> None:
        for lane in (self.starts, self.submits, self.saves):
            await asyncio.to_thread(lane.stop)


async def _answered(
    done: Callable[[], Awaitable[dict[str, Any]]],
    refused: Callable[[Refusal], tuple[int, dict[str, Any], int]],
    headers: Named,
    scope: Scope,
    send: Send,
) -> None:
    """Send what `done` comes to, or why it was refused, in the reader's language."""
    language = language_of(headers)
    more: Headers = []
    try:
        status, body = 200, await done()
    except Gone:
        return
    except Refusal as refusal:
        with translation.override(language):
            status, body, pause = refused(refusal)
        if pause:
            more.append((b"retry-after", b"%d" % pause))
        if isinstance(refusal, TooLong | TooSlow):
            more += _CLOSE
    except Exception:
        logger.exception("a request of a sitting failed")
        status, body = 500, {}
    await answer(send, status, body, language=language, secure=is_secure(scope, headers), more=more)


def _settle() -> None:
    """Load what the first request would wait for, and tell the collector of garbage that it stays: walking through the
    whole program again and again holds everybody up for some hundredths of a second each time."""
    assert get_resolver().url_patterns, "the site has addresses"
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


def _kind(headers: Named) -> bytes:
    return headers.get(b"content-type", b"").split(b";")[0].strip().lower()


def _ordinary(scope: Scope, headers: Named) -> bool:
    """What is out of the ordinary is left to Django's middlewares."""
    if settings.SECURE_SSL_REDIRECT and not is_secure(scope, headers):
        return False
    return host_allowed(headers.get(b"host", b""), tuple(settings.ALLOWED_HOSTS))
