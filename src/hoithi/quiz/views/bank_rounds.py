"""Rounds of review: opened, given out, followed, closed, and printed as minutes; and what is said about a question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.contests.queries.roles import require
from hoithi.core.errors import Refusal
from hoithi.core.forms import DayField
from hoithi.core.middleware import TimedRequest
from hoithi.people.forms import posted, refused
from hoithi.people.models import User
from hoithi.quiz.models import ReviewRound
from hoithi.quiz.operations.review_errors import NotAReviewer, RoundNotFound
from hoithi.quiz.operations.review_round import close_round, give_out, open_round, reassign, remark
from hoithi.quiz.queries.bank import planned_banks
from hoithi.quiz.queries.bank_review import minutes_of, round_of, rounds_of
from hoithi.quiz.views.bank import Desk, on_bank, page, question_in


class RoundForm(forms.Form):
    """Which bank, until when."""

    bank = forms.ChoiceField(label=gettext_lazy("Ngân hàng"))
    due = DayField(label=gettext_lazy("Hạn thẩm định"), required=False)

    def __init__(self, *args: Any, banks: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bank"].choices = list(banks.items())  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@on_bank("bank.rounds")
def rounds(request: TimedRequest, desk: Desk) -> HttpResponse:
    """Progress for authors, reviewers and the secretary, in numbers; reviewers and the secretary open a round here."""
    form = RoundForm(posted(request), banks={key: bank.title for key, bank in planned_banks(desk.contest).items()})
    if request.method == "POST":
        require(request.user, desk.contest, "bank.open_round", request.now)
        if form.is_valid():
            data = form.cleaned_data
            try:
                found = open_round(desk.contest, data["bank"], due=data["due"], now=request.now, by=desk.user)
            except Refusal as refusal:
                refused(form, refusal)
            else:
                messages.success(request, _("Đã mở đợt thẩm định {no}.").format(no=found.no))
                return redirect("quiz:bank_rounds", desk.contest.slug)
    status = 400 if form.is_bound else 200
    shown = rounds_of(desk.contest)
    may = {"may_open": desk.may("bank.open_round"), "may_read": desk.may("bank.read_sealed")}
    return page(request, desk, "rounds", "quiz/bank/rounds.html", status, rounds=shown, form=form, **may)


def _round(desk: Desk, pk: int) -> ReviewRound:
    found = round_of(desk.contest, pk)
    if found is None:
        raise RoundNotFound
    return found


@require_POST
@on_bank("bank.open_round")
def change(request: TimedRequest, desk: Desk, pk: int) -> HttpResponse:
    """Give out what is new (`giao`), or close the round (`dong`)."""
    found = _round(desk, pk)
    if "dong" in request.POST:
        close_round(found, now=request.now, by=desk.user)
        messages.success(request, _("Đã đóng đợt thẩm định {no}.").format(no=found.no))
    else:
        count = give_out(found, now=request.now, by=desk.user)
        messages.success(request, _("Đã phân công thêm {n} câu.").format(n=count))
    return redirect("quiz:bank_rounds", desk.contest.slug)


@require_safe
@on_bank("bank.read_sealed")
def minutes(request: TimedRequest, desk: Desk, pk: int) -> HttpResponse:
    """The minutes of a round, for paper: verdicts and reasons, no text and no key of any question."""
    found = _round(desk, pk)
    lines = minutes_of(found)
    approved = sum(line.review.approved for line in lines)
    people = sorted({str(line.review.reviewer) for line in lines if line.review.reviewer})
    return page(
        request,
        desk,
        "rounds",
        "quiz/bank/minutes.html",
        round=found,
        lines=lines,
        approved=approved,
        returned=len(lines) - approved,
        people=people,
    )


@require_POST
@on_bank("bank.read_sealed")
def comment(request: TimedRequest, desk: Desk, pk: int) -> HttpResponse:
    found = question_in(desk, pk)
    try:
        remark(found, request.POST.get("gop_y", ""), now=request.now, by=desk.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("quiz:bank_question", desk.contest.slug, pk)


@require_POST
@on_bank("bank.review")
def hand_on(request: TimedRequest, desk: Desk, pk: int) -> HttpResponse:
    """Give a question to another reviewer."""
    found = question_in(desk, pk)
    given = request.POST.get("nguoi", "")
    reviewer = User.objects.filter(pk=int(given)).first() if given.isdecimal() and len(given) < 19 else None
    try:
        if reviewer is None:
            raise NotAReviewer
        reassign(found, reviewer, now=request.now, by=desk.user)
        messages.success(request, _("Đã giao câu {code} cho {name}.").format(code=found.code, name=reviewer))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("quiz:bank_question", desk.contest.slug, pk)
