"""The bytes of an upload, taken as they arrive: an ASGI application ahead of Django.

Django under ASGI collects a request's whole body before any view runs, so a chunk whose connection breaks would be
lost. Here every megabyte goes to the store at once; what arrived before a cut counts. Same session, same CSRF check,
same answers as the views; docs/decisions/0016.
"""

from __future__ import annotations

import asyncio
import contextvars
import io
import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections
from django.http import HttpResponse, parse_cookie
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from hoithi.core import clock
from hoithi.core.errors import NotAllowed, Refusal
from hoithi.files.operations import Reception, receive
from hoithi.files.queries import own_upload
from hoithi.files.rules.tus import Malformed
from hoithi.files.store import BLOCK
from hoithi.files.wire import OVERRIDE, progress, read_chunk, refused, sender

logger = logging.getLogger(__name__)
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]
Given = TypeVar("Given")
STALL_S = 30
"""A connection that brings nothing for so long is taken for dead, so that its successor finds the lock free."""
DRAIN_BYTES, DRAIN_S = 32 * 1024 * 1024, 10
"""A refused body is read away up to here: a browser sees an answer only after it has sent all."""
_pool = ThreadPoolExecutor(16, thread_name_prefix="uploads")  # hashing a film must not hold up everybody's static files
_ADDRESS = re.compile(r"[A-Za-z0-9_-]{43}/")


class UploadPath:
    """Takes PATCH below `/tai-len/`, hands everything else on."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        token = _token(scope) if scope["type"] == "http" else ""
        if not token:
            await self.application(scope, receive, send)
            return
        with translation.override(_language(scope)):
            begun = await _in_thread(_begin, scope, token)
            answer = begun if isinstance(begun, HttpResponse) else await _streamed(begun, receive)
        if answer is None:  # nobody is there to be told
            return
        close = isinstance(begun, HttpResponse) and not await _drained(scope, receive)
        await _send(answer, send, close=close)


def _token(scope: Message) -> str:
    method, path = scope["method"], scope["path"]
    base = reverse("files:uploads")
    if method not in ("PATCH", "POST") or not path.startswith(base) or not _ADDRESS.fullmatch(path[len(base) :]):
        return ""
    if method == "POST" and dict(scope["headers"]).get(OVERRIDE.lower().encode(), b"").upper() != b"PATCH":
        return ""
    return str(path[len(base) : -1])


def _language(scope: Message) -> str:
    """As `LanguageMiddleware` chooses it."""
    cookies = parse_cookie(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1"))
    chosen = cookies.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _begin(scope: Message, token: str) -> Reception | HttpResponse:
    """Who sends, may they, where does it go on: or the answer that says why not."""
    request = ASGIRequest(scope, io.BytesIO())
    try:
        request.get_host()
        SessionMiddleware(_unused).process_request(request)
        request.user = get_user(request)
        guard = CsrfViewMiddleware(_unused)
        guard.process_request(request)
        upload = own_upload(sender(request.user), token, now=clock.now())
        if guard.process_view(request, _unused, (), {}) is not None:
            raise NotAllowed(_("Trang đã mở quá lâu hoặc đã đăng nhập lại."), hint=_("Hãy tải lại trang rồi gửi tiếp."))
        chunk = read_chunk(request)
        if upload.finished_at is not None:
            return progress(upload)
        return receive(upload, offset=chunk.offset, checksum=chunk.checksum, now=clock.now())
    except (Refusal, Malformed) as error:
        return refused(error)
    except DisallowedHost:
        return HttpResponse(status=400)
    except Exception:
        logger.exception("an upload could not go on")
        return HttpResponse(status=500)


async def _streamed(reception: Reception, receive: Receive) -> HttpResponse | None:
    """Take the body. Returns the answer; None where the client went away (what came is kept)."""
    came: bool | None = None
    try:
        came = await _taken(reception, receive)
        return await _in_thread(_finish, reception) if came else None
    except Refusal as refusal:
        came = False
        return refused(refusal)
    except Exception:
        logger.exception("an upload broke")
        return HttpResponse(status=500)
    finally:
        await asyncio.shield(_in_thread(_end, reception, keep=not came))


async def _taken(reception: Reception, receive: Receive) -> bool:
    """Every byte up to the end of the body; False where the line was cut before."""
    held, more = bytearray(), True
    while more:
        try:
            message = await asyncio.wait_for(receive(), STALL_S)
        except TimeoutError:
            message = {"type": "http.disconnect"}
        gone = message["type"] != "http.request"
        held += message.get("body", b"")
        more = not gone and message.get("more_body", False)
        if held and (len(held) >= BLOCK or not more):
            await _in_thread(reception.take, bytes(held))
            held.clear()
        if gone:
            return False
    return True


def _finish(reception: Reception) -> HttpResponse:
    try:
        return progress(reception.finish())
    except Refusal as refusal:
        return refused(refusal)


def _end(reception: Reception, *, keep: bool) -> None:
    try:
        if keep:
            reception.keep()
    except Refusal as refusal:  # a full disk: what was safe before stays
        logger.warning("an upload stands at what was safe: %s", refusal)
    finally:
        reception.close()


async def _in_thread(call: Callable[..., Given], *args: Any, **named: Any) -> Given:
    """Off the event loop, giving a connection to the database back afterwards as a request does."""

    def called() -> Given:
        close_old_connections()
        try:
            return call(*args, **named)
        finally:
            close_old_connections()

    context = contextvars.copy_context()
    return await asyncio.get_running_loop().run_in_executor(_pool, context.run, called)


async def _drained(scope: Message, receive: Receive) -> bool:
    """Read a refused body away. False where it is too long or too slow: then the connection is closed."""
    stated = dict(scope["headers"]).get(b"content-length", b"")
    if not stated.isdigit() or int(stated) > DRAIN_BYTES:
        return False
    try:
        async with asyncio.timeout(DRAIN_S):
            while True:
                message = await receive()
                if message["type"] != "http.request" or not message.get("more_body"):
                    return bool(message["type"] == "http.request")
    except TimeoutError:
        return False


async def _send(answer: HttpResponse, send: Send, *, close: bool) -> None:
    headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.items()]
    headers += [(b"x-content-type-options", b"nosniff"), (b"content-security-policy", b"default-src 'none'")]
    if answer.status_code != 204:
        headers.append((b"content-length", b"%d" % len(answer.content)))
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": answer.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": answer.content})


def _unused(_request: Any) -> HttpResponse:
    return HttpResponse()
