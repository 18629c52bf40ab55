"""Practice: the study bank, no account, no ranking; the answer with its reason at once or at the end."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoithi.core.canonical import random_code
from hoithi.core.errors import NotFound
from hoithi.quiz.queries.attempt import quiz_part
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.queries.practice import may_practise, practice_set, practised

_SEED = re.compile(r"[0-9A-Z]{6,20}")


@require_http_methods(["GET", "POST"])
def practice(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    found = quiz_part(slug, part)
    if not may_practise(found):
        raise NotFound(_("Phần thi này chưa có bộ câu hỏi ôn tập được công bố."), hint=_("Hãy quay lại sau."))
    seed = request.GET.get("bo", "")
    if not _SEED.fullmatch(seed):
        return redirect(f"{request.path}?bo={random_code(8)}")
    questions = practice_set(found, seed)
    done = request.method == "POST" and "ket-qua" in request.POST
    shown = {question.pos for question in questions} if done else _numbers(request.POST)
    chosen = {question.pos: frozenset(request.POST.getlist(f"cau-{question.pos}")) for question in questions}
    rows = practised(questions, chosen, shown)
    context = {
        "part": found,
        "contest": found.contest,
        "rows": rows,
        "done": done,
        "seed": seed,
        "right": sum(row.right for row in rows),
        "separate": settings_of(found).bank_visibility == "separate",
        "again": reverse("quiz:practice", args=[slug, part]),
        "organiser": f"{found.contest.plan.organiser.name}\n{found.contest.plan.organiser.of}",
        "nav_here": "cuoc-thi",
    }
    return render(request, "quiz/practice.html", context)


def _numbers(data: QueryDict) -> set[int]:
    """Places whose answer may be seen: seen before, and the one whose button was pressed."""
    typed = [*data.getlist("da-xem"), *data.getlist("xem")]
    return {int(text) for text in typed if text.isascii() and text.isdecimal() and len(text) < 5}
