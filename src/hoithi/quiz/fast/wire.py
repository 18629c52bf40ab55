"""What goes over the wire: a body within its limit, headers as the ordinary views send them, JSON."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.http.request import split_domain_port, validate_host
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from hoithi.core.errors import Refusal
from hoithi.quiz.operations.attempt_errors import BadAnswer

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
Named = dict[bytes, bytes]
SLOW_S = 10
"""How long a body may take to arrive."""


class Gone(Exception):
    """The client went away before its request was complete."""


class TooSlow(Refusal):
    """The body of a request did not arrive in time."""

    status = 408

    def __init__(self) -> None:
        super().__init__(_("Mạng quá chậm nên máy chủ chưa nhận hết bài."), hint=_("Máy của bạn sẽ tự gửi lại."))


class TooLong(BadAnswer):
    """A body longer than any paper."""


async def read_body(headers: Named, receive: Receive, most: int) -> bytes:
    """The whole body, never holding more than `most` bytes. Raises TooLong, TooSlow, Gone."""
    stated = headers.get(b"content-length", b"0")
    if not stated.isdigit() or int(stated) > most:
        raise TooLong
    message = await receive()
    if message["type"] != "http.request":
        raise Gone
    body: bytes = message.get("body", b"")
    if message.get("more_body"):
        try:
            async with asyncio.timeout(SLOW_S):
                return await _rest(body, receive, most)
        except TimeoutError:
            raise TooSlow from None
    if len(body) > most:
        raise TooLong
    return body


async def _rest(first: bytes, receive: Receive, most: int) -> bytes:
    chunks, held, more = [first], len(first), True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        chunk = message.get("body", b"")
        held += len(chunk)
        if held > most:
            raise TooLong
        chunks.append(chunk)
        more = message.get("more_body", False)
    return b"".join(chunks)


def again(body: bytes, receive: Receive) -> Receive:
    """Receiving a body that was read already, then whatever comes."""
    first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def received() -> Message:
        return first.pop() if first else await receive()

    return received


async def see_other(send: Send, url: str, *, language: str, secure: bool) -> None:
    headers = [(b"location", url.encode()), (b"content-length", b"0"), *usual_headers(language, secure=secure)]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def answer(
    send: Send, status: int, body: object, *, language: str, secure: bool, more: Headers | None = None
) -> None:
    content = json.dumps(body).encode()
    if not more and written_at_once(send, status, content, language=language, secure=secure):
        return
    headers = [*usual_headers(language, secure=secure), (b"content-length", b"%d" % len(content)), *(more or ())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def written_at_once(send: Send, status: int, content: bytes, *, language: str, secure: bool) -> bool:
    """Write head and body of an ordinary answer in one go, where the server is the one `hoithi serve` runs.

    Two messages are two system calls and two wake-ups of the client, and the headers, always the same, would be
    checked and joined anew: half of the time of a save. What is left undone here is done by the messages.
    """
    cycle = getattr(send, "__self__", None)
    if type(cycle) is not RequestResponseCycle or cycle.response_started or cycle.disconnected:
        return False
    if not cycle.keep_alive or cycle.flow.write_paused or cycle.access_log or cycle.scope["method"] == "HEAD":
        return False
    default = b"".join(b"%b: %b\r\n" % header for header in cycle.default_headers)  # the date
    head = _head(status, language, secure=secure)
    cycle.transport.write(b"%b%bcontent-length: %d\r\n\r\n%b" % (head, default, len(content), content))
    cycle.waiting_for_100_continue = False
    cycle.response_started = cycle.response_complete = True
    cycle.message_event.set()
    cycle.on_response()
    return True


@lru_cache(maxsize=128)
def _head(status: int, language: str, *, secure: bool) -> bytes:
    headers = b"".join(b"%b: %b\r\n" % header for header in usual_headers(language, secure=secure))
    return STATUS_LINE[status] + headers


class _Secure(HttpRequest):
    def is_secure(self) -> bool:
        return True


@lru_cache(maxsize=8)
def usual_headers(language: str, *, secure: bool) -> Headers:
    """What the middlewares put on an answer of JSON that must not be kept: made by them, once."""
    response = HttpResponse(content_type="application/json")
    request = _Secure() if secure else HttpRequest()
    request.method, request.path = "POST", "/"
    for middleware in (CSPMiddleware, SecurityMiddleware, XFrameOptionsMiddleware):
        middleware(lambda _request: response).process_response(request, response)
    add_never_cache_headers(response)
    response.headers["Content-Language"], response.headers["Vary"] = language, "Cookie"
    del response.headers["Expires"]  # a date would go stale here; Cache-Control says it all
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in response.headers.items()]


def language_of(headers: Named) -> str:
    """As `LanguageMiddleware` chooses it."""
    chosen = cookie(headers, settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def cookie(headers: Named, name: str) -> str:
    """A cookie's value, "" without it; most requests are not looked into at all."""
    cookies = headers.get(b"cookie", b"")
    return parse_cookie(cookies.decode("latin-1")).get(name, "") if name.encode() in cookies else ""


def is_secure(scope: Scope, headers: Named) -> bool:
    if settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        told = headers.get(name.removeprefix("HTTP_").replace("_", "-").lower().encode())
        if told is not None:
            return told.split(b",")[0].strip().decode("latin-1") == value
    return bool(scope.get("scheme") == "https")


@lru_cache(maxsize=64)
def host_allowed(host: bytes, allowed: tuple[str, ...]) -> bool:
    domain, _port = split_domain_port(host.decode("latin-1"))
    return bool(domain) and validate_host(domain, allowed)
