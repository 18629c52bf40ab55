"""A person's own page: what the committee asks, what it decided, an appeal; and the sitting's focus count."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from hoithi.contests.queries import pages
from hoithi.contests.queries.entrants import entrant_of
from hoithi.contests.views.public import page_context
from hoithi.core.errors import NotFound, Refusal
from hoithi.core.limits import count_within
from hoithi.core.middleware import TimedRequest
from hoithi.integrity.forms import WordsForm
from hoithi.integrity.models import Case, CaseSubject, Ruling
from hoithi.integrity.operations.appeal import make_appeal
from hoithi.integrity.operations.observe import note_focus
from hoithi.integrity.operations.review import answer_question
from hoithi.integrity.queries import cases as read
from hoithi.integrity.words import EXPLAINED, VERDICTS
from hoithi.people.forms import posted, refused
from hoithi.people.models import User
from hoithi.quiz.models import Attempt
from hoithi.quiz.tokens import read_token

REPORTS_A_MINUTE = 30
LONGEST = 12


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def mine(request: TimedRequest, slug: str) -> HttpResponse:
    """`/cuoc-thi/<slug>/giai-trinh/`: one's own questions, rulings and appeals; nobody else's."""
    contest = pages.shown_contest(slug)
    entrant = entrant_of(request.user, contest)
    if entrant is None:
        raise NotFound(_("Bạn chưa đăng ký dự thi nên không có trang này."), hint=_("Hãy vào từ trang cuộc thi."))
    sent = WordsForm(posted(request), auto_id=f"{_about(request)}-%s")
    if request.method == "POST" and sent.is_valid() and _sent(request, sent):
        return redirect("integrity:mine", slug)
    asked = read.asked_of(entrant)
    rulings = read.rulings_about(entrant)
    context = page_context(contest) | {
        "entrant": entrant,
        "asked": [
            (one, _form(request, sent, f"giai-trinh-{one.pk}"))
            if one.answered_at is None and one.case.state == Case.OPEN
            else (one, None)
            for one in asked
        ],
        "rulings": [
            {
                "one": one,
                "verdict": VERDICTS[one.verdict],
                "means": EXPLAINED[one.verdict],
                "appeal": (appeal := getattr(one, "appeal", None)),
                "form": _form(request, sent, f"khieu-nai-{one.pk}")
                if appeal is None and _in_time(one, request)
                else None,
            }
            for one in rulings
        ],
    }
    return render(request, "integrity/mine.html", context, status=400 if sent.errors else 200)


def _about(request: TimedRequest) -> str:
    return str(request.POST.get("ve", ""))[:40]


def _form(request: TimedRequest, sent: WordsForm, about: str) -> WordsForm:
    """The form of one section: the one that was sent keeps its text and errors."""
    return sent if _about(request) == about else WordsForm(auto_id=f"{about}-%s")


def _in_time(ruling: Ruling, request: TimedRequest) -> bool:
    return ruling.reversed_at is None and ruling.appeal_until is not None and request.now < ruling.appeal_until


def _sent(request: TimedRequest, form: WordsForm) -> bool:
    """An answer or an appeal, as the hidden field says: "giai-trinh-<subject>" or "khieu-nai-<ruling>"."""
    what, _dash, number = _about(request).rpartition("-")
    pk = int(number) if number.isascii() and number.isdecimal() and len(number) < LONGEST else 0
    user, text = cast("User", request.user), form.cleaned_data["text"]
    own = {"pk": pk, "entrant__person": user.person}
    try:
        if what == "giai-trinh":
            subject = get_object_or_404(CaseSubject, **own)
            answer_question(subject, text, now=request.now, by=user)
            messages.success(request, _("Đã gửi giải trình."))
        else:
            ruling = get_object_or_404(Ruling, pk=pk, subject__entrant__person=user.person)
            make_appeal(ruling, text, now=request.now, by=user)
            messages.success(request, _("Đã gửi khiếu nại. Câu trả lời hiện ở trang này."))
    except Refusal as refusal:
        refused(form, refusal)
        return False
    return True


@csrf_exempt
@never_cache
@require_POST
def focus(request: TimedRequest, code: str) -> HttpResponse:
    """`/bai-thi/<code>/roi-man-hinh/`: the page's own count, by the attempt token; kept only with plan and consent."""
    ticket = read_token(request.POST.get("token", ""), code, now=request.now)
    count_within(f"focus:{ticket.attempt_id}", REPORTS_A_MINUTE)
    rows = Attempt.objects.select_related("part__contest", "entrant")
    attempt = get_object_or_404(rows, pk=ticket.attempt_id)
    note_focus(attempt, losses=_count(request, "lan"), away_ms=_count(request, "ms"), now=request.now)
    return HttpResponse(status=204)


def _count(request: TimedRequest, name: str) -> int:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < LONGEST else 0
