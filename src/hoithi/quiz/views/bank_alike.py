"""Near-identical questions side by side; "these are two questions" is said here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hoithi.core.middleware import TimedRequest
from hoithi.quiz.operations.alike import mark_distinct
from hoithi.quiz.operations.bank_errors import QuestionNotFound
from hoithi.quiz.queries.bank_alike import PAGE, pairs_alike, pairs_shown
from hoithi.quiz.views.bank import Desk, on_bank, page


@require_safe
@on_bank("bank.read_sealed")
def alike(request: TimedRequest, desk: Desk) -> HttpResponse:
    pairs = pairs_alike(desk.contest, desk.user, request.now)
    given = request.GET.get("tu", "")
    start = int(given) if given.isdecimal() and len(given) < 7 else 0
    return page(
        request,
        desk,
        "alike",
        "quiz/bank/alike.html",
        pairs=pairs_shown(desk.contest, pairs[start : start + PAGE]),
        total=len(pairs),
        newer=f"?tu={max(0, start - PAGE)}" if start else "",
        older=f"?tu={start + PAGE}" if start + PAGE < len(pairs) else "",
    )


@require_POST
@on_bank("bank.read_sealed")
def distinct(request: TimedRequest, desk: Desk) -> HttpResponse:
    """Both questions (`mot`, `hai`) are right as they are."""
    given = [request.POST.get(name, "") for name in ("mot", "hai")]
    if not all(text.isdecimal() and len(text) < 19 for text in given):
        raise QuestionNotFound
    mark_distinct(desk.contest, int(given[0]), int(given[1]), now=request.now, by=desk.user)
    messages.success(request, _("Đã ghi nhận: đây là hai câu khác nhau."))
    return redirect("quiz:bank_alike", desk.contest.slug)
