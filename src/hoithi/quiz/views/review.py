"""One's own attempt once the questions are revealed: read it through, and take the statement to check it elsewhere."""

from __future__ import annotations

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from hoithi.core.errors import NotFound
from hoithi.core.middleware import TimedRequest
from hoithi.quiz.models import Attempt
from hoithi.quiz.queries.attempt import own_attempt
from hoithi.quiz.queries.attempt_receipt import shown_code
from hoithi.quiz.queries.attempt_review import is_reviewable, is_stated, review_of, statement_of


@never_cache
@login_required
@require_GET
def review(request: TimedRequest, code: str) -> HttpResponse:
    """Each question with one's own answer and the key, after the close and only where the plan reveals them."""
    attempt = _ended(request, code)
    if not is_reviewable(attempt):
        raise NotFound(
            _("Đề và đáp án của phần thi này chưa được mở."),
            hint=_("Đáp án được mở sau khi phần thi kết thúc và kết quả được niêm phong, nếu thể lệ cho phép."),
        )
    context = {
        "attempt": attempt,
        "contest": attempt.part.contest,
        "part": attempt.part,
        "code": shown_code(attempt),
        "lines": list(review_of(attempt)),
        "questions": len(attempt.paper),
    }
    return render(request, "quiz/review.html", context)


@never_cache
@login_required
@require_GET
def statement(request: TimedRequest, code: str) -> HttpResponse:
    """The statement as a file, to be checked beside the sealed result by whatever program one trusts."""
    attempt = _ended(request, code)
    if not is_stated(attempt):
        raise NotFound(
            _("Bản kê bài làm chưa có."),
            hint=_("Hãy quay lại sau khi phần thi kết thúc và kết quả được niêm phong."),
        )
    text = json.dumps(statement_of(attempt), ensure_ascii=False, indent=2)
    response = HttpResponse(text + "\n", content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bai-lam-{shown_code(attempt)}.json"'
    return response


def _ended(request: TimedRequest, code: str) -> Attempt:
    attempt = own_attempt(request.user, code)
    if attempt.ended_at is None or attempt.ended_by == Attempt.VOIDED:
        raise NotFound(_("Không có phiếu của bài thi này."), hint=_("Hãy mở lại bài thi từ trang cuộc thi."))
    return attempt
