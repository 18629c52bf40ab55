"""The reviewers' queue: one question a page, a verdict, then the next one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.quiz.forms.bank import ReviewForm
from hoithi.quiz.models import Question, QuestionVersion
from hoithi.quiz.operations.bank_errors import CitationMissing, QuestionNotFound, ReasonMissing
from hoithi.quiz.operations.review import review_question
from hoithi.quiz.queries.bank import page_of, planned_banks, states, waiting_for
from hoithi.quiz.queries.bank_alike import twins_beside
from hoithi.quiz.queries.bank_history import history_of
from hoithi.quiz.queries.bank_review import queue_of, talk_of
from hoithi.quiz.views.bank import Desk, on_bank, page


@require_http_methods(["GET", "POST"])
@on_bank("bank.review")
def review(request: TimedRequest, desk: Desk) -> HttpResponse:
    if request.method == "POST":
        return _decide(request, desk)
    return _show(request, desk, ReviewForm(), request.GET.get("sau", ""))


def _decide(request: TimedRequest, desk: Desk) -> HttpResponse:
    form = ReviewForm(request.POST)
    after = request.POST.get("sau", "")
    if not form.is_valid():
        return _show(request, desk, form, after, status=400)
    version = _version(desk, form.cleaned_data["version"])
    approve = form.cleaned_data["verdict"] == "duyet"
    reason = form.cleaned_data["reason"]
    try:
        question = review_question(version, approve=approve, reason=reason, now=request.now, by=desk.user)
    except (ReasonMissing, CitationMissing) as refusal:
        form.add_error("reason", str(refusal))
        return _show(request, desk, form, after, status=refusal.status)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(_next(desk, version.question))
    sentence = _("Đã duyệt câu {code}.") if approve else _("Đã trả lại câu {code}.")
    messages.success(request, sentence.format(code=question.code))
    return redirect(_next(desk, question))


def _version(desk: Desk, pk: int) -> QuestionVersion:
    rows = QuestionVersion.objects.filter(pk=pk, question__bank__contest=desk.contest)
    found = rows.select_related("question").first() if pk < 2**63 else None
    if found is None:
        raise QuestionNotFound
    return found


def _next(desk: Desk, question: Question) -> str:
    return reverse("quiz:bank_review", args=[desk.contest.slug]) + "?" + urlencode({"sau": _key(question)})


def _key(question: Question) -> str:
    return f"{question.code}~{question.pk}"


def _show(request: TimedRequest, desk: Desk, form: ReviewForm, after: str, status: int = 200) -> HttpResponse:
    everything = "tat_ca" in request.GET
    anybodys = waiting_for(desk.user, desk.contest)
    waiting = anybodys if everything else queue_of(desk.user, desk.contest)
    given = form["version"].value() if form.is_bound else ""
    found = None
    if str(given).isdecimal() and len(str(given)) < 19:
        found = anybodys.filter(pending_id=int(given)).first()
    if found is None:
        found = next(iter(page_of(waiting, after).rows), None) or waiting.first()
    context: dict[str, object] = {"form": form, "waiting": waiting.count(), "question": found, "after": after}
    if not everything:
        context["others"] = anybodys.count() - waiting.count()
    if found is not None and found.pending is not None:
        found.pending.question = found
        context |= {
            "version": found.pending,
            "before": found.current,
            "bank": planned_banks(desk.contest).get(found.bank.key, found.bank),
            "history": history_of(found, states()),
            "twins": twins_beside(desk.contest, found, desk.user, request.now),
            "talk": talk_of(found),
            "skip": _next(desk, found),
        }
    return page(request, desk, "review", "quiz/bank/review.html", status, **context)
