"""A winner's own page (Giải của tôi): which prize, what to bring, where, how far it is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hoithi.awards.queries.mine import my_awards
from hoithi.awards.views.table import row_of
from hoithi.contests.queries import pages
from hoithi.contests.views.public import page_context
from hoithi.core.errors import NotFound
from hoithi.core.middleware import TimedRequest


@never_cache
@login_required
@require_safe
def mine(request: TimedRequest, slug: str) -> HttpResponse:
    """`/cuoc-thi/<slug>/giai-cua-toi/`: one's own announced prizes and those of the units one speaks for."""
    contest = pages.shown_contest(slug)
    lines = my_awards(request.user, contest, request.now)
    if lines is None:
        raise NotFound(_("Bạn chưa dự thi nên không có trang này."), hint=_("Hãy vào từ trang cuộc thi."))
    context = page_context(contest) | {
        "rows": [row_of(one) for one in lines],
        "collect": contest.plan.awards.collect,
        "contact": contest.plan.contact,
        "check": contest.plan.awards.check_identity,
        "published": contest.results_published_at is not None,
    }
    return render(request, "awards/mine.html", context)
