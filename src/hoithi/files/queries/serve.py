"""Sending a stored file: seeking by HTTP Range, by the proxy (X-Accel-Redirect), or from the bucket itself.

Who may read is the caller's to decide before calling.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from urllib.parse import quote

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags
from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import NotFound
from hoithi.files.models import StoredFile
from hoithi.files.rules.ranges import Unsatisfiable, wanted_range
from hoithi.files.store import store

SHOWN = frozenset(
    [
        *("application/pdf", "audio/mp4", "audio/mpeg", "image/gif", "image/jpeg", "image/png", "image/webp"),
        *("text/vtt", "video/mp2t", "video/mp4", "video/webm"),
    ]
)
"""What a browser may show by itself; everything else is only saved, for it might run in our name."""
PRESIGNED_S = 6 * 3600
"""Longer than any film is watched in one go."""


def send(request: HttpRequest, stored: StoredFile, *, as_attachment: bool = False) -> HttpResponseBase:
    """The file for GET or HEAD: 200, 206, 304, 416, or a redirect. Raises NotFound (its bytes were taken away)."""
    if stored.removed_at is not None:
        raise NotFound(_("Tệp này đã được gỡ."))
    shown = stored.media_type in SHOWN and not as_attachment
    headers = {
        "Content-Type": stored.media_type if stored.media_type in SHOWN else "application/octet-stream",
        "Content-Disposition": content_disposition_header(not shown, stored.name) or "inline",
        "Cache-Control": "private, no-cache",
    }
    presigned = request.method == "GET"  # the signature is for nothing else
    address = store().address(stored.key, seconds=PRESIGNED_S, headers=headers) if presigned else None
    if address is not None:
        return HttpResponseRedirect(address, headers={"Cache-Control": "no-store"})
    headers |= {"ETag": f'"{stored.sha256}"', "Accept-Ranges": "bytes", "X-Content-Type-Options": "nosniff"}
    if settings.FILES_ACCEL:
        return HttpResponse(headers=headers | {"X-Accel-Redirect": settings.FILES_ACCEL + quote(stored.key)})
    return _answer(request, stored, headers)


def _answer(request: HttpRequest, stored: StoredFile, headers: dict[str, str]) -> HttpResponseBase:
    etag = headers["ETag"]
    known = [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
    if etag in known or "*" in known:
        return HttpResponse(status=304, headers=headers)
    wanted, condition = request.headers.get("Range", ""), request.headers.get("If-Range", etag)
    try:
        part = wanted_range(wanted, stored.size) if wanted and condition == etag and request.method == "GET" else None
    except Unsatisfiable:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{stored.size}"})
    start, length = part or (0, stored.size)
    headers["Content-Length"] = str(length)
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{stored.size}"
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    # Packing would change the length and lose the range: the middleware that packs is told nobody takes it.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    try:
        blocks = _begun(store().blocks(stored.key, start, length))
    except FileNotFoundError:
        raise NotFound(_("Kho tệp không còn tệp này."), hint=_("Hãy báo Ban Tổ chức.")) from None
    content = _off_the_loop(blocks) if isinstance(request, ASGIRequest) else blocks
    return StreamingHttpResponse(content, status=200 if part is None else 206, headers=headers)


def _begun(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same blocks, the first one read already: what is missing is noticed before the answer begins."""
    first = next(blocks, b"")

    def all_of_them() -> Iterator[bytes]:
        try:
            if first:
                yield first
            yield from blocks
        finally:
            blocks.close()  # type: ignore[attr-defined]  # a generator

    return all_of_them()


async def _off_the_loop(blocks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Django would read an ordinary iterator to its end before sending the first byte.

    A visitor may go away while a thread still reads: then the file is closed when that thread is done with it.
    """
    reading: asyncio.Future[bytes] | None = None
    try:
        while True:
            reading = asyncio.ensure_future(asyncio.to_thread(next, blocks, b""))
            if not (data := await asyncio.shield(reading)):
                return
            yield data
    finally:
        if reading is None or reading.done():
            blocks.close()  # type: ignore[attr-defined]  # a generator
        else:
            reading.add_done_callback(lambda done: (done.exception(), blocks.close()))  # type: ignore[attr-defined]
