"""Receipts: the owner's page, and the public check that says genuine or not, never whose or how good."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from hoithi.contests.notices import notices_for
from hoithi.contests.queries.standings import place_of
from hoithi.contests.rules.sealed_row import row_id
from hoithi.core.middleware import TimedRequest
from hoithi.people.backends import client_address
from hoithi.quiz.limits import TooOften, count_within, is_spent
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_expire import settle_attempt
from hoithi.quiz.queries.attempt import attempts_of, own_attempt
from hoithi.quiz.queries.attempt_receipt import check_of, find_ended, own_row, shown_code, shows_score
from hoithi.quiz.queries.attempt_review import is_reviewable, is_stated
from hoithi.quiz.rules.receipt import check_url

MISSES_A_MINUTE = 300  # 98 random bits: thousands of guesses a minute are hopeless, an office mistypes a few


@never_cache
@login_required
@require_GET
def receipt(request: TimedRequest, code: str) -> HttpResponse:
    attempt = settle_attempt(own_attempt(request.user, code), now=request.now)
    if attempt.ended_at is None:
        return redirect("quiz:sitting", code)
    return render(request, "quiz/receipt.html", _context(request, attempt))


def _context(request: TimedRequest, attempt: Attempt) -> dict[str, Any]:
    contest, part = attempt.part.contest, attempt.part
    attempts = attempts_of(attempt.entrant, part)
    row = own_row(attempt, request.user, request.now) if attempts.counting_id == attempt.pk else None
    closed = part.closes is not None and request.now >= part.closes
    url = check_url(request.build_absolute_uri("/kiem-tra/"), shown_code(attempt))
    return {
        "attempt": attempt,
        "contest": contest,
        "part": part,
        "entrant": attempt.entrant,
        "attempts": attempts,
        "questions": len(attempt.paper),
        "by_time": attempt.ended_by == Attempt.EXPIRED,
        "score": attempt.correct if shows_score(attempt) or closed else None,
        "counts": attempts.counting_id == attempt.pk,
        "code_groups": shown_code(attempt).split("-"),
        "code": shown_code(attempt),
        "qr": qr_svg(url),
        "check_url": url,
        "place": place_of(row) if row is not None else None,
        "may_start": part.closes is not None and not closed and attempts.left and attempts.open is None,
        "notices": notices_for(attempt.entrant),
        "row": row_id(attempt.entrant.code),
        "stated": closed and is_stated(attempt),
        "reviewable": closed and is_reviewable(attempt),
        "organiser": f"{contest.plan.organiser.name}\n{contest.plan.organiser.of}",
    }


def qr_svg(text: str) -> SafeString:
    """A QR code as SVG that the page itself carries: attributes only, no style, no second request."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, svgclass="qr", lineclass=None, omitsize=True, border=2, light="#fff"
    )
    return mark_safe(out.getvalue().decode())


@never_cache
@require_GET
def look_up(request: TimedRequest) -> HttpResponse:
    """Type a code in any way one likes; the answer stands on the same page."""
    typed = request.GET.get("ma", "").strip()
    if not typed:
        return _answer(request, "", None)
    return _answer(request, typed, _found(request, typed))


@never_cache
@require_GET
def check(request: TimedRequest, token: str) -> HttpResponse:
    """Where the QR code leads."""
    return _answer(request, token, _found(request, token))


def _found(request: TimedRequest, typed: str) -> Attempt | None:
    """Only misses are counted, so that an office behind one address may check as many receipts as it likes."""
    who = f"check:{client_address(request)}"
    if is_spent(who, MISSES_A_MINUTE):
        raise TooOften
    found = find_ended(typed[:80])
    if found is None:
        count_within(who, MISSES_A_MINUTE)
    return found


def _answer(request: TimedRequest, typed: str, found: Attempt | None) -> HttpResponse:
    context = {"typed": typed[:80], "found": found and check_of(found), "asked": bool(typed), "nav_here": "tra-cuu"}
    response = render(request, "quiz/check.html", context, status=404 if typed and found is None else 200)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
