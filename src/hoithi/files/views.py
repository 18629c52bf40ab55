"""Uploads by tus 1.0, and one whole file from a page without scripts.

Under ASGI the bytes of a PATCH do not come through here: `files.fast` takes them as they arrive.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, UnreadablePostError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from hoithi.core.errors import InvalidInput, Problem, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.files.models import Upload
from hoithi.files.operations import begin_upload, receive, terminate_upload
from hoithi.files.queries import own_upload
from hoithi.files.rules.tus import ALGORITHMS, EXTENSIONS, VERSION, Malformed, read_metadata, read_number
from hoithi.files.store import BLOCK
from hoithi.files.wire import Chunk, asked_method, check_version, progress, read_chunk, refused, sender

View = Callable[..., HttpResponse]


def _tus(view: View) -> View:
    """Refusals in JSON, for the script that asked."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Refusal, Malformed) as error:
            return refused(error)

    return answered


@_tus
def uploads(request: TimedRequest) -> HttpResponse:
    """OPTIONS: what this server speaks. POST: a new upload."""
    method = asked_method(request)
    if method == "OPTIONS":
        return _options()
    if method != "POST":
        return HttpResponseNotAllowed(["OPTIONS", "POST"])
    user = sender(request.user)
    check_version(request)
    told = read_metadata(request.headers.get("Upload-Metadata", ""))
    upload = begin_upload(
        user,
        purpose=request.GET.get("purpose") or told.get("purpose", ""),
        target=request.GET.get("target") or told.get("target", ""),
        name=told.get("filename", ""),
        media_type=told.get("filetype", ""),
        length=read_number("Upload-Length", request.headers.get("Upload-Length")),
        now=request.now,
    )
    answer = progress(upload, 201)
    answer["Location"] = reverse("files:upload", args=[upload.token])
    return answer


@_tus
def upload(request: TimedRequest, token: str) -> HttpResponse:
    """HEAD: where it stands. PATCH: more bytes. DELETE: given up."""
    method = asked_method(request)
    if method == "OPTIONS":
        return _options()
    if method not in ("HEAD", "PATCH", "DELETE"):
        return HttpResponseNotAllowed(["DELETE", "HEAD", "OPTIONS", "PATCH"])
    found = own_upload(sender(request.user), token, now=request.now)
    check_version(request)
    if method == "DELETE":
        terminate_upload(found)
        return HttpResponse(status=204, headers={"Tus-Resumable": VERSION})
    if method == "PATCH":
        chunk = read_chunk(request)
        return progress(found if found.finished_at else _take(request, found, chunk))
    return progress(found if found.finished_at else _stand(request, found), 200)


def _stand(request: TimedRequest, found: Upload) -> Upload:
    """Where the upload stands for certain, which nobody knows while another connection writes. Ends one whose server
    fell between the last byte and the end."""
    reception = receive(found, now=request.now)
    try:
        return reception.finish()
    finally:
        reception.close()


def _take(request: TimedRequest, found: Upload, chunk: Chunk) -> Upload:
    reception = receive(found, offset=chunk.offset, checksum=chunk.checksum, now=request.now)
    try:
        try:
            while data := request.read(BLOCK):
                reception.take(data)
        except UnreadablePostError:
            reception.keep()
            raise
        return reception.finish()
    finally:
        reception.close()


def _options() -> HttpResponse:
    headers = {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }
    return HttpResponse(status=204, headers=headers)


@require_POST
@login_required
def whole(request: TimedRequest) -> HttpResponse:
    """A file from a page without scripts: the same way, in one go."""
    sent = request.FILES.get("file")
    if sent is None:
        raise InvalidInput([Problem("", _("Bạn chưa chọn tệp. Hãy quay lại và chọn một tệp để gửi."))])
    user = sender(request.user)
    started = begin_upload(
        user,
        purpose=request.POST.get("purpose", ""),
        target=request.POST.get("target", ""),
        name=sent.name or "",
        media_type=sent.content_type or "",
        length=sent.size or 0,
        now=request.now,
    )
    try:
        reception = receive(started, offset=0, now=request.now)
        try:
            for data in sent.chunks(BLOCK):
                reception.take(data)
            done = reception.finish()
        finally:
            reception.close()
    except Refusal:
        terminate_upload(started)
        raise
    return HttpResponseRedirect(done.next_address or reverse("home"))
