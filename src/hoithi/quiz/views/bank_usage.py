"""How often questions were used, for those who read the bank; and the audit of the draw, for those who read no bank."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.queries.pages import organiser_lines
from hoithi.contests.queries.roles import require
from hoithi.core.middleware import TimedRequest
from hoithi.quiz.models import Question
from hoithi.quiz.operations.bank import follow_plan
from hoithi.quiz.operations.bank_errors import BankNotFound
from hoithi.quiz.queries import bank as queries
from hoithi.quiz.queries.attempt import quiz_part
from hoithi.quiz.queries.attempt_receipt import find_ended
from hoithi.quiz.queries.bank_frozen import commitments_of
from hoithi.quiz.queries.bank_usage import recently_used, usage_of
from hoithi.quiz.queries.draw_audit import audit_paper, draw_reports
from hoithi.quiz.views.bank import Desk, on_bank, page


@require_safe
@on_bank("bank.read_sealed")
def usage(request: TimedRequest, desk: Desk) -> HttpResponse:
    rows = queries.questions_of(desk.contest).exclude(state=Question.RETIRED)
    only = "moi_dung" in request.GET
    if only:
        rows = rows.filter(pk__in=recently_used(desk.contest, request.now))
    found = queries.page_of(rows, request.GET.get("sau", ""))
    lines = usage_of(found.rows, request.now)
    return page(request, desk, "usage", "quiz/bank/usage.html", lines=lines, after=found.after, only=only)


@require_http_methods(["GET", "POST"])
@on_bank("bank.review")
def seal(request: TimedRequest, desk: Desk, key: str) -> HttpResponse:
    """Make a bank secret or published as the plan says, after asking once."""
    planned = queries.planned_banks(desk.contest).get(key)
    if planned is None:
        raise BankNotFound
    if request.method == "POST":
        bank = follow_plan(desk.contest, key, now=request.now, by=desk.user)
        words = _("“{title}” nay là ngân hàng mật.") if bank.sealed else _("“{title}” nay được công bố để ôn tập.")
        messages.success(request, words.format(title=bank.title))
        return redirect("quiz:bank", desk.contest.slug)
    secret = [_("Chỉ Tổ ra đề và Tổ thẩm định còn đọc được."), _("Trang ôn tập không còn hiện các câu này.")]
    public = [_("Mọi người đọc được câu hỏi, đáp án và giải thích đã duyệt."), _("Việc này được ghi vào nhật ký.")]
    ask = _("Chuyển “{title}” thành ngân hàng mật?") if planned.sealed else _("Công bố “{title}” để ôn tập?")
    context: dict[str, Any] = {
        "heading": ask.format(title=planned.title),
        "consequences": secret if planned.sealed else public,
        "action": _("Chuyển theo kế hoạch"),
        "back": reverse("quiz:bank", args=[desk.contest.slug]),
    }
    return page(request, desk, "list", "core/confirm.html", **context)


@never_cache
@login_required
@require_safe
def draw(request: TimedRequest, slug: str, part: str) -> HttpResponse:
    """Commitments, the test of the draw once the part is over, and how the paper behind a code came."""
    found = quiz_part(slug, part)
    require(request.user, found.contest, "audit.view", request.now)
    typed = request.GET.get("ma", "").strip()[:80]
    attempt = find_ended(typed) if typed else None
    if attempt is not None and attempt.part_id != found.pk:
        attempt = None
    context = {
        "part": found,
        "contest": found.contest,
        "organiser": organiser_lines(found.contest),
        "commitments": commitments_of(found),
        "reports": draw_reports(found),
        "typed": typed,
        "audit": audit_paper(attempt) if attempt else None,
    }
    return render(request, "quiz/draw.html", context)
