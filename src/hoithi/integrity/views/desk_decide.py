"""Deciding on the console: choose, see what it changes, give the reason; taking back; appeals; prizes anew."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hoithi.contests.models import Contest
from hoithi.contests.views.desk_frame import confirm, desk_page, me, on_desk
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.integrity.forms import AppealForm, ReasonForm
from hoithi.integrity.models import Appeal, CaseSubject, Ruling
from hoithi.integrity.operations.appeal import decide_appeal
from hoithi.integrity.operations.recall import redo_awards
from hoithi.integrity.operations.rule import clear_rest, make_ruling, preview_ruling, reverse_ruling
from hoithi.integrity.queries import cases as read
from hoithi.integrity.queries.effect_words import effect_in_words
from hoithi.integrity.words import EXPLAINED, KINDS, VERDICTS
from hoithi.people.forms import posted, refused

GET_POST = ["GET", "POST"]


@on_desk("integrity.decide")
@require_http_methods(GET_POST)
def decide(request: TimedRequest, contest: Contest, roles: frozenset[str], no: int, pk: int) -> HttpResponse:
    """`…/quyet-dinh/<subject>/?cach=`: first the choice, then what it changes with the reason, then it is done."""
    case = read.case_of(contest, no, me(request))
    subject = get_object_or_404(
        CaseSubject.objects.select_related("entrant__contest_unit", "attempt"), pk=pk, case=case
    )
    subject.case = case
    if read.in_force(subject) is not None:
        messages.warning(request, _("Trường hợp này đã có quyết định."))
        return redirect("integrity:case", contest.slug, no)
    verdict = request.POST.get("cach") or request.GET.get("cach", "")
    choices = [one for one in VERDICTS if one != Ruling.VOID or subject.attempt_id]
    form = ReasonForm(posted(request))
    context: dict[str, Any] = {
        "case": case,
        "subject": subject,
        "words": KINDS[case.kind],
        "choices": [(one, VERDICTS[one], EXPLAINED[one]) for one in choices],
        "form": form,
        "published": contest.results_published_at,
        "sealed": contest.sealed_results.exists(),
    }
    if verdict in choices:
        if request.method == "POST" and form.is_valid() and _decided(request, subject, verdict, form):
            return redirect("integrity:case", contest.slug, no)
        context |= {"verdict": verdict, "title": VERDICTS[verdict], "version": case.version}
        try:
            shown = preview_ruling(subject, verdict, now=request.now, by=me(request))
            context["effect"] = effect_in_words(contest, shown)
        except Refusal as refusal:
            context["refusal"] = refusal
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "integrity", "integrity/desk/decide.html", context, status=status)


def _decided(request: TimedRequest, subject: CaseSubject, verdict: str, form: ReasonForm) -> bool:
    sent = request.POST.get("ban", "")
    version = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 9 else 0
    try:
        ruling = make_ruling(
            subject, verdict, reason=form.cleaned_data["reason"], version=version, now=request.now, by=me(request)
        )
    except Refusal as refusal:
        refused(form, refusal)
        return False
    messages.success(request, _("Đã ghi quyết định."))
    if ruling.effect and subject.case.contest.sealed_results.exists():
        messages.warning(
            request, _("Kết quả đã niêm phong trước đó không còn đúng: hãy niêm phong lại ở mục Giải thưởng.")
        )
    return True


@on_desk("integrity.decide")
@require_POST
def clear(request: TimedRequest, contest: Contest, roles: frozenset[str], no: int) -> HttpResponse:
    """No problem with anybody left in the case."""
    case = read.case_of(contest, no, me(request))
    sent = request.POST.get("ban", "")
    try:
        clear_rest(
            case,
            reason=request.POST.get("reason", ""),
            version=int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 9 else 0,
            now=request.now,
            by=me(request),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã kết thúc hồ sơ, không có vấn đề."))
    return redirect("integrity:case", contest.slug, no)


@on_desk("integrity.decide")
@require_http_methods(GET_POST)
def reverse_it(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """Take a ruling back, after a look at what that means."""
    ruling = get_object_or_404(Ruling.objects.select_related("case", "subject"), pk=pk, case__contest=contest)
    read.case_of(contest, ruling.case.no, me(request))  # nobody takes back a ruling about themselves
    back = reverse("integrity:case", args=[contest.slug, ruling.case.no])
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            reverse_ruling(ruling, reason=form.cleaned_data["reason"], now=request.now, by=me(request))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã hủy quyết định, mọi thứ trở lại như trước."))
            return redirect(back)
    return confirm(
        request,
        contest,
        roles,
        "integrity",
        heading=_("Hủy quyết định “{verdict}”?").format(verdict=VERDICTS[ruling.verdict]),
        consequences=[
            _("Bài thi, thứ hạng và quyền xét giải trở lại như trước quyết định."),
            _("Nếu đã niêm phong hoặc công bố thì phải niêm phong lại, lập lại danh sách giải."),
            _("Người dự thi được báo; hồ sơ mở lại."),
        ],
        action=_("Hủy quyết định"),
        back=back,
        form=form,
        status=400 if form.errors else 200,
    )


@on_desk("integrity.decide")
@require_http_methods(GET_POST)
def appeal(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """Answer an appeal; never by whoever decided."""
    rows = Appeal.objects.select_related("ruling__case", "ruling__subject", "ruling__decided_by", "decided_by__person")
    found = get_object_or_404(rows, pk=pk, ruling__case__contest=contest)
    read.case_of(contest, found.ruling.case.no, me(request))
    form = AppealForm(posted(request))
    if request.method == "POST" and found.decided_at is None and form.is_valid():
        data = form.cleaned_data
        accept = data["accept"] == "1"
        try:
            decide_appeal(found, accept=accept, answer=data["answer"], now=request.now, by=me(request))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã trả lời khiếu nại."))
            return redirect("integrity:case", contest.slug, found.ruling.case.no)
    context = {
        "appeal": found,
        "case": found.ruling.case,
        "verdict": VERDICTS[found.ruling.verdict],
        "own": found.ruling.decided_by_id == me(request).pk,
        "form": form,
    }
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "integrity", "integrity/desk/appeal.html", context, status=status)


@on_desk("result.seal")
@require_POST
def redo(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """After publication: withdraw prizes nobody earns any more, add those earned now."""
    try:
        done = redo_awards(contest, now=request.now, by=me(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("Đã thu hồi {gone} giải và thêm {new} giải. Hãy niêm phong lại ở mục Giải thưởng.")
        messages.success(request, text.format(gone=done.withdrawn, new=done.added))
    return redirect("integrity:cases", contest.slug)
