"""Is this paper genuine? By its code, or by the downloaded file itself."""

from __future__ import annotations

import hashlib

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.certificates.forms import FileCheckForm
from hoithi.certificates.models import Certificate
from hoithi.certificates.queries.check import certificate_of_file, check_of, find_certificate
from hoithi.core.limits import TooOften, count_within, is_spent
from hoithi.core.middleware import TimedRequest
from hoithi.people.backends import client_address

MISSES_A_MINUTE = 300  # 98 random bits: thousands of guesses a minute are hopeless, an office mistypes a few
MOST_FILE = 20_000_000


@never_cache
@require_safe
def look_up(request: TimedRequest) -> HttpResponse:
    typed = request.GET.get("ma", "").strip()[:80]
    return _answer(request, typed, _found(request, typed) if typed else None, asked=bool(typed))


@never_cache
@require_safe
def check(request: TimedRequest, code: str) -> HttpResponse:
    """Where the QR code leads."""
    return _answer(request, code, _found(request, code), asked=True)


@never_cache
@require_http_methods(["POST"])
def check_file(request: TimedRequest) -> HttpResponse:
    """A downloaded file: its SHA-256 is compared, nothing of it is kept."""
    form = FileCheckForm(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["tep"].size > MOST_FILE:
        return _answer(request, "", None, asked=False, by_file=True, status=400)
    digest = hashlib.sha256()
    for piece in form.cleaned_data["tep"].chunks():
        digest.update(piece)
    found = _counted(request, certificate_of_file(digest.hexdigest()))
    return _answer(request, "", found, asked=True, by_file=True)


def _found(request: TimedRequest, typed: str) -> Certificate | None:
    return _counted(request, find_certificate(typed[:80]))


def _counted(request: TimedRequest, found: Certificate | None) -> Certificate | None:
    """Only misses are counted, so that an office behind one address may check as many papers as it likes."""
    who = f"paper:{client_address(request)}"
    if is_spent(who, MISSES_A_MINUTE):
        raise TooOften
    if found is None:
        count_within(who, MISSES_A_MINUTE)
    return found


def _answer(
    request: TimedRequest,
    typed: str,
    found: Certificate | None,
    *,
    asked: bool,
    by_file: bool = False,
    status: int = 200,
) -> HttpResponse:
    checked = check_of(found) if found else None
    context = {
        "typed": typed,
        "found": checked,
        "sheet": checked.sheet if checked else None,
        "framed": checked.framed if checked else False,
        "asked": asked,
        "by_file": by_file,
        "organiser": checked.organiser if checked else "",
        "nav_here": "tra-cuu",
        "bad_file": by_file and not asked,
    }
    if asked and found is None:
        status = 404
    response = render(request, "certificates/check.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
