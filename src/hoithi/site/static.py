"""Static files in front of Django: found by WhiteNoise, sent without waking a thread of the application."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]
CHUNK_BYTES = 64 * 1024


class StaticFiles:
    """An ASGI application: answers what WhiteNoise knows, hands everything else on."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.known = WhiteNoiseMiddleware(lambda _: HttpResponse())  # only for its table of files

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        found = self._find(scope) if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else None
        if found is None:
            await self.application(scope, receive, send)
            return
        headers = {
            f"HTTP_{k.decode('latin-1').upper().replace('-', '_')}": v.decode("latin-1") for k, v in scope["headers"]
        }
        answer = found.get_response(scope["method"], headers)
        sent = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.headers]
        sent.append((b"x-content-type-options", b"nosniff"))
        await send({"type": "http.response.start", "status": int(answer.status), "headers": sent})
        if answer.file is not None:
            try:
                while chunk := await asyncio.to_thread(answer.file.read, CHUNK_BYTES):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
            finally:
                answer.file.close()
        await send({"type": "http.response.body", "body": b""})

    def _find(self, scope: Message) -> Any:
        if self.known.autorefresh:
            return self.known.find_file(scope["path"])
        return self.known.files.get(scope["path"])
