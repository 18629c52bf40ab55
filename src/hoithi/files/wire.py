"""Tus over HTTP, for the views and for the streaming path alike: reading what is asked, saying what came of it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.encoding import iri_to_uri
from django.utils.http import http_date

from hoithi.core.errors import Refusal
from hoithi.files.errors import MalformedUpload, SignedOut
from hoithi.files.models import Upload
from hoithi.files.rules.tus import CONTENT_TYPE, VERSION, Checksum, Malformed, read_checksum, read_number
from hoithi.people.models import User

OVERRIDE = "X-HTTP-Method-Override"


class BadVersion(MalformedUpload):
    status = 412


class BadContentType(MalformedUpload):
    status = 415


class Chunk(NamedTuple):
    """What the headers of a PATCH say about its body."""

    offset: int
    checksum: Checksum | None


def asked_method(request: HttpRequest) -> str:
    """Where proxies let only GET and POST through, tus names the method in a header."""
    method = request.method or "GET"
    return request.headers.get(OVERRIDE, method).upper() if method == "POST" else method


def check_version(request: HttpRequest) -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise BadVersion("Tus-Resumable")


def sender(user: User | AnonymousUser) -> User:
    """Raises SignedOut."""
    if not isinstance(user, User) or not user.is_authenticated:
        raise SignedOut
    return user


def read_chunk(request: HttpRequest) -> Chunk:
    """Raises Malformed, BadVersion, BadContentType."""
    check_version(request)
    if request.content_type != CONTENT_TYPE:
        raise BadContentType("Content-Type")
    offset = read_number("Upload-Offset", request.headers.get("Upload-Offset"))
    return Chunk(offset, read_checksum(request.headers.get("Upload-Checksum")))


def progress(upload: Upload, status: int = 204) -> HttpResponse:
    """Where an upload stands."""
    headers = {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(upload.offset),
        "Upload-Length": str(upload.length),
        "Cache-Control": "no-store",
    }
    if upload.finished_at is None:
        headers["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    else:
        headers["Upload-Next"] = iri_to_uri(upload.next_address)
    return HttpResponse(status=status, headers=headers)


def refused(error: Refusal | Malformed) -> HttpResponse:
    """The sentence for the page's script; `code` tells it whether trying again helps."""
    refusal = MalformedUpload(str(error)) if isinstance(error, Malformed) else error
    said: dict[str, Any] = {
        "code": type(refusal).__name__,
        "message": str(refusal.message),
        "hint": str(refusal.hint),
    }
    headers = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}
    if refusal.status == 412:
        headers["Tus-Version"] = VERSION
    if refusal.status in (423, 503):
        headers["Retry-After"] = "3"
    return JsonResponse(said, status=refusal.status, headers=headers)
