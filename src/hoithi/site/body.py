"""No request is longer than anything the site takes; what is, is refused while it arrives, not after."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]
MOST_BYTES = 64 * 1024 * 1024
"""Larger than the largest file a page takes, so that the page can say its own sentence about one that is too large."""
SENTENCE = "Tệp hoặc dữ liệu gửi lên quá lớn (tối đa 64 MB). / What was sent is too large (at most 64 MB).\n".encode()
_HEADERS = [
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"content-length", b"%d" % len(SENTENCE)),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"connection", b"close"),
]


class BodyLimit:
    """An ASGI application around another: hands bodies on piece by piece and stops at the limit."""

    def __init__(self, application: Application, most: int = MOST_BYTES) -> None:
        self.application, self.most = application, most

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        stated = dict(scope["headers"]).get(b"content-length", b"0")
        if not stated.isdigit() or int(stated) > self.most:
            await _refuse(send)
            return
        arrived, begun = 0, False

        async def counted() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            return {"type": "http.disconnect"} if arrived > self.most else message

        async def noticed(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        await self.application(scope, counted, noticed)
        if arrived > self.most and not begun:
            await _refuse(send)


async def _refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 413, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": SENTENCE})
