"""The hand-over package on the console: to whom, how much, and the package itself while it is written."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from hoithi.contests.models import Part
from hoithi.contests.views.desk_frame import desk_page, me
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.entries.forms.moderation import AgencyForm
from hoithi.entries.operations.handover import hand_over
from hoithi.entries.queries.handover import agencies, size_of
from hoithi.entries.rules.filecheck import megabytes
from hoithi.entries.views.moderation import HERE, on_part, part_context
from hoithi.people.forms import posted, refused


@on_part("work.hand_over")
@require_http_methods(["GET", "POST"])
def handover(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponseBase:
    """`…/<part>/ban-giao/`: choose who gets the works; the package comes at once."""
    form = AgencyForm(posted(request), agencies=agencies(part))
    if request.method == "POST" and form.is_valid():
        try:
            package = hand_over(part, form.cleaned_data["agency"], now=request.now, by=me(request))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            return sent(request, package.pieces, package.name)
    works, size = size_of(part)
    closed = part.closes is not None and part.closes <= request.now
    context = part_context(part, roles, "handover") | {
        "form": form,
        "works": works,
        "size": megabytes(size),
        "closed": closed,
        "locked": not closed or not works,
    }
    status = 409 if form.errors else 200
    return desk_page(request, part.contest, roles, HERE, "entries/desk/handover.html", context, status=status)


def sent(request: TimedRequest, pieces: Iterator[bytes], name: str) -> StreamingHttpResponse:
    """Pieces as they come: under ASGI each is fetched in a thread, or the whole package would be gathered first."""
    content = _in_thread(pieces) if isinstance(request, ASGIRequest) else pieces
    response = StreamingHttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Content-Encoding"] = "identity"  # videos do not shrink, and a compressed stream has no pace
    response["Cache-Control"] = "private, no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _in_thread(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece
