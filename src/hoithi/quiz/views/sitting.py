"""The sitting's page and its three calls; what they say to each other: docs/developer/sitting-protocol.md."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.quiz.forms.answers import refusal_answer, saved_answer
from hoithi.quiz.forms.sitting import Handed, read_form, read_json
from hoithi.quiz.limits import SAVES_A_MINUTE, count_within
from hoithi.quiz.models import Attempt
from hoithi.quiz.observers import scripts_for, tell_opened
from hoithi.quiz.operations.attempt_errors import AttemptClosed, AttemptSuperseded, BadPrediction
from hoithi.quiz.operations.attempt_expire import settle_attempt
from hoithi.quiz.operations.attempt_resume import resume_attempt
from hoithi.quiz.operations.attempt_save import save_answers
from hoithi.quiz.operations.attempt_submit import submit_attempt
from hoithi.quiz.queries.attempt import own_attempt, saved_choices
from hoithi.quiz.queries.attempt_paper import Shown, content_of, shown
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.tokens import Ticket, issue_token, read_token

OPENS_A_MINUTE = 30

Call = Callable[[TimedRequest, str, Ticket], HttpResponse]


@never_cache
@login_required
@require_GET
def page(request: TimedRequest, code: str) -> HttpResponse:
    """The whole paper, without any key; opening it makes this device the one that writes."""
    attempt = own_attempt(request.user, code)
    count_within(f"open:{attempt.pk}", OPENS_A_MINUTE)
    try:
        attempt = resume_attempt(code, now=request.now)
    except AttemptClosed:
        settle_attempt(attempt, now=request.now)
        return redirect("quiz:receipt", code)
    context = _context(attempt, request.now) | {"scripts": scripts_for(attempt)}
    response = render(request, "quiz/sitting.html", context)
    tell_opened(request, response, attempt)
    return response


def _context(attempt: Attempt, now: datetime) -> dict[str, Any]:
    contest = attempt.part.contest
    saved = saved_choices(attempt)
    asked = settings_of(attempt.part, attempt.entrant.group.key).prediction
    return {
        "attempt": {
            "code": attempt.code,
            "n": attempt.n,
            "contest_title": contest.short_title,
            "organiser": contest.plan.organiser.name,
            "started_at": attempt.started_at,
            "deadline_at": attempt.deadline_at,
            "server_now": now,
            "epoch": attempt.epoch,
            "seq": 0,
        },
        "questions": [
            {
                "pos": question.pos,
                "text": question.text,
                "kind": question.kind,
                "picture": _picture(attempt, question, ""),
                "options": [
                    {"key": letter, "text": text, "picture": _picture(attempt, question, letter)}
                    for letter, _, text in question.options
                ],
                "chosen": list(question.letters_of(saved[question.pos].choice)) if question.pos in saved else [],
            }
            for question in shown(attempt.paper, content_of(attempt.frozen_bank))
        ],
        "prediction": asked and {"question": asked.question, "maximum": asked.maximum, "required": asked.required},
        "urls": {name: reverse(f"quiz:{name}", args=[attempt.code]) for name in ("save", "submit", "resume")},
        "token": issue_token(attempt),
    }


def _picture(attempt: Attempt, question: Shown, letter: str) -> dict[str, Any] | None:
    """A picture under an address that is this paper's own; None where there is none."""
    shape = question.pictures.get(letter)
    if shape is None:
        return None
    at = [attempt.code, question.pos]
    url = reverse("quiz:paper_option_picture", args=[*at, letter]) if letter else reverse("quiz:paper_picture", args=at)
    return {"url": url, "alt": shape["alt"], "width": shape["width"], "height": shape["height"]}


def _is_json(request: TimedRequest) -> bool:
    return request.content_type == "application/json"


def _by_token(view: Call) -> Callable[[TimedRequest, str], HttpResponse]:
    """Check the token first: it is the proof against forged requests, so no session or CSRF cookie is needed.

    Refusals are answered as the protocol says to scripts, and as pages to plain forms.
    """

    @csrf_exempt
    @never_cache
    @require_POST
    @wraps(view)
    def guarded(request: TimedRequest, code: str) -> HttpResponse:
        try:
            return view(request, code, read_token(_token(request), code, now=request.now))
        except Refusal as refusal:
            if not _is_json(request):
                raise
            return _refused(refusal, code)

    return guarded


def _token(request: TimedRequest) -> str:
    if _is_json(request):
        return request.headers.get("Authorization", "").removeprefix("Attempt ")
    return str(request.POST.get("token", ""))


def _refused(refusal: Refusal, code: str) -> JsonResponse:
    status, body, pause = refusal_answer(refusal, code)
    response = JsonResponse(body, status=status)
    if pause:
        response["Retry-After"] = str(pause)
    return response


def _handed(request: TimedRequest, code: str, ticket: Ticket) -> Handed:
    count_within(f"save:{ticket.attempt_id}", SAVES_A_MINUTE)
    if _is_json(request):
        return read_json(request.body)
    return read_form(request.POST, code, ticket, request.now)


@_by_token
def save(request: TimedRequest, code: str, ticket: Ticket) -> HttpResponse:
    handed = _handed(request, code, ticket)
    saved = save_answers(code, ticket, handed.epoch, handed.answers, now=request.now)
    if saved.state == "superseded":
        raise AttemptSuperseded
    if saved.state == "closed":
        if not _is_json(request):
            return redirect("quiz:receipt", code)
        raise AttemptClosed
    if not _is_json(request):
        return _see_other(reverse("quiz:sitting", args=[code]))
    return JsonResponse(saved_answer(saved, request.now))


@_by_token
def submit(request: TimedRequest, code: str, ticket: Ticket) -> HttpResponse:
    handed = _handed(request, code, ticket)
    try:
        submit_attempt(code, handed.answers, handed.prediction, epoch=handed.epoch, now=request.now)
    except BadPrediction:  # what was answered is kept all the same
        save_answers(code, ticket, handed.epoch, handed.answers, now=request.now)
        raise
    receipt = reverse("quiz:receipt", args=[code])
    return JsonResponse({"receipt": receipt}) if _is_json(request) else _see_other(receipt)


@_by_token
def resume(request: TimedRequest, code: str, ticket: Ticket) -> HttpResponse:
    count_within(f"open:{ticket.attempt_id}", OPENS_A_MINUTE)
    resume_attempt(code, now=request.now)
    url = reverse("quiz:sitting", args=[code])
    return JsonResponse({"url": url}) if _is_json(request) else _see_other(url)


def _see_other(url: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": url})
