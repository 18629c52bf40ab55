"""The published study set (bộ câu hỏi ôn tập): answers and documents by topic, for reading and printing."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.contests.queries.pages import organiser_lines
from hoithi.core.errors import NotFound
from hoithi.core.middleware import TimedRequest
from hoithi.quiz.queries.bank import bank_contest, quiz_parts
from hoithi.quiz.queries.bank_study import study_set, study_topics
from hoithi.quiz.queries.practice import may_practise


@require_safe
def study(request: TimedRequest, slug: str) -> HttpResponse:
    contest = bank_contest(slug)
    topics = study_topics(contest)
    if not topics:
        raise NotFound(_("Cuộc thi này chưa công bố bộ câu hỏi ôn tập."), hint=_("Hãy quay lại sau."))
    asked = request.GET.get("chu_de", "")
    chosen = next((topic for topic in topics if topic.key == asked), None)
    sections = study_set(contest, topics, chosen)
    context = {
        "contest": contest,
        "organiser": organiser_lines(contest),
        "nav_here": "cuoc-thi",
        "topics": topics,
        "chosen": chosen,
        "sections": sections,
        "total": sum(topic.count for topic in topics),
        "parts": [part for part in quiz_parts(contest) if may_practise(part)],
    }
    return render(request, "quiz/bank/study.html", context)
