"""One press: casting a vote, taking it back, the browser's task, and the code for browsers that cannot do it."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import cast as typed

from django.conf import settings as django_settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.contests.models import Part
from hoithi.contests.views.public import page_context
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.people import session
from hoithi.people.models import User
from hoithi.people.operations.codes import parse_contact
from hoithi.voting.challenge import new_challenge
from hoithi.voting.errors import NoVotesLeft, ProofMissing
from hoithi.voting.marks import COOKIE, COOKIE_DAYS, marks_of
from hoithi.voting.operations.vote import BY_CODE, Cast, cast_vote, check_open, take_back
from hoithi.voting.provider import source_line
from hoithi.voting.queries.settings import settings_of, vote_part
from hoithi.voting.queries.voters import check_voter, own_ballots, period_of, votable

PURPOSE = "vote"
TYPED = "vote_code_at"
TYPED_FOR = timedelta(minutes=15)


def _me(request: TimedRequest) -> User:
    return typed("User", request.user)


@never_cache
@login_required
@require_safe
def challenge(request: TimedRequest, slug: str, key: str) -> HttpResponse:
    """The task a browser solves before a vote, as JSON; `next` of it is the code page."""
    part = vote_part(slug, key)
    check_open(part, request.now)
    return JsonResponse(new_challenge(part.pk, _me(request).pk, now=request.now))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def cast(request: TimedRequest, slug: str, key: str, number: int) -> HttpResponse:
    """GET: the work and one button (people come here after signing in); POST: the vote."""
    part = vote_part(slug, key)
    entry = votable(part, number)
    if request.method == "POST":
        back = session.safe_next(request, request.POST.get("back"), reverse("voting:cast", args=[slug, key, number]))
        try:
            done = _cast(request, part, number)
        except ProofMissing:
            return redirect("voting:by_code", slug, key, number)
        except NoVotesLeft as refusal:
            messages.warning(request, str(refusal))
            return _with_cookie(request, redirect("voting:cast", slug, key, number))
        messages.success(request, _told(done, entry.title))
        return _with_cookie(request, redirect(back))
    check_open(part, request.now)
    check_voter(_me(request), part, request.now)
    held = list(own_ballots(_me(request), part).filter(period=period_of(part, request.now)))
    most = settings_of(part).per_person
    full = most is not None and len(held) >= most
    context = page_context(part.contest) | {
        "part": part,
        "entry": entry,
        "number": number,
        "held": held,
        "ballot": next((one for one in held if one.entry_id == entry.pk), None),
        "movable": held if full and settings_of(part).change else [],
        "full": full,
        "vote": settings_of(part),
        "typed": _typed(request),
        "source": source_line(settings_of(part)),
    }
    return _with_cookie(request, render(request, "voting/cast.html", context))


def _cast(request: TimedRequest, part: Part, number: int) -> Cast:
    sent, instead = request.POST.get("altcha", ""), request.POST.get("thay", "")
    return cast_vote(
        part,
        number,
        _me(request),
        proof=sent or (BY_CODE if _typed(request) else ""),
        marks=marks_of(request, part.pk),
        now=request.now,
        instead_of=int(instead) if instead.isascii() and instead.isdecimal() and len(instead) < 9 else None,
    )


def _told(done: Cast, title: str) -> str:
    texts = {
        "cast": _("Đã ghi phiếu bình chọn cho “{title}”. Mã phiếu: {code}."),
        "move": _("Đã chuyển phiếu sang “{title}”. Mã phiếu mới: {code}."),
        "there": _("Bạn đã bình chọn “{title}” rồi, mỗi tác phẩm một phiếu. Mã phiếu: {code}."),
    }
    return texts[done.did].format(title=title, code=done.ballot.code)


@never_cache
@login_required
@require_POST
def undo(request: TimedRequest, slug: str, key: str, number: int) -> HttpResponse:
    """Take a vote back; pressed twice it stays taken back."""
    part = vote_part(slug, key)
    try:
        if take_back(part, number, _me(request), now=request.now):
            messages.success(request, _("Đã bỏ phiếu. Bạn có thể bình chọn lại trước khi hết giờ."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(session.safe_next(request, request.POST.get("back"), reverse("voting:hub", args=[slug, key])))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def by_code(request: TimedRequest, slug: str, key: str, number: int) -> HttpResponse:
    """For browsers without scripts: a code to one's own telephone or e-mail shows that a person is there."""
    part, user = vote_part(slug, key), _me(request)
    votable(part, number)
    check_open(part, request.now)
    proven = session.proven_contact(request)
    if request.method == "GET" and proven and session.pending(request).get("purpose") == PURPOSE:
        session.forget(request)
        if proven.value in (user.phone, user.email):
            request.session[TYPED] = request.now.isoformat()
            return redirect("voting:cast", slug, key, number)
    problem = None
    if request.method == "POST":
        try:
            return session.start_code(request, parse_contact(user.contact), next_url=request.path, purpose=PURPOSE)
        except Refusal as refusal:
            problem = refusal
    context = page_context(part.contest) | {"part": part, "number": number, "problem": problem}
    return render(request, "voting/by_code.html", context, status=problem.status if problem else 200)


def _typed(request: TimedRequest) -> bool:
    at: str = request.session.get(TYPED) or ""
    return at != "" and timedelta(0) <= request.now - datetime.fromisoformat(at) < TYPED_FOR


def _with_cookie(request: TimedRequest, response: HttpResponse) -> HttpResponse:
    """A random cookie tells devices apart; given on the page before the vote, so that it comes back with it."""
    if not request.COOKIES.get(COOKIE):
        response.set_cookie(
            COOKIE,
            token_urlsafe(16),
            max_age=COOKIE_DAYS * 86400,
            httponly=True,
            samesite="Lax",
            secure=bool(django_settings.SESSION_COOKIE_SECURE),
        )
    return response
