"""The plan as it was understood (kế hoạch): all the contest runs on, in words, with the section it comes from."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.contests.queries import pages
from hoithi.contests.queries.pages_prizes import prize_table
from hoithi.contests.queries.pages_words import how_ranked
from hoithi.contests.schema import Plan
from hoithi.contests.views.public import page_context
from hoithi.core.middleware import TimedRequest


@require_safe
def plan(request: TimedRequest, slug: str) -> HttpResponse:
    contest = pages.shown_contest(slug)
    context = page_context(contest) | {
        "parts": pages.part_table(contest, request.now),
        "prizes": prize_table(contest),
        "ways": [how_ranked(standing) for standing in contest.standings.all()],
        "milestones": [(stone.title, pages.milestone_when(stone), stone.source) for stone in contest.plan.milestones],
        "tasks": _tasks(contest.plan),
        "questions": contest.plan.open_questions,
        "signed": _signed(contest.plan),
    }
    return render(request, "contests/plan.html", context)


def _signed(plan: Plan) -> str:
    """The document in one line: number, date, signer; blanks stay dots as on the paper."""
    document = plan.document
    number = f"{document.number or '…'}/{document.symbol}" if document.symbol else document.number
    issued = document.issued_on
    day = f"{issued.day}/{issued.month}/{issued.year}" if issued else "…"
    return _("Số {number}, ngày {day}, {title} {signer} ký").format(
        number=number, day=day, title=document.signer_title, signer=document.signer
    )


def _tasks(plan: Plan) -> list[tuple[str, list[Any]]]:
    """Duties by agency, in the plan's order."""
    found: dict[str, list[Any]] = {}
    for task in plan.tasks:
        found.setdefault(task.agency, []).append(task)
    return list(found.items())
