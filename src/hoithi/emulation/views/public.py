"""The public page of a scorecard: how points are computed, the board where it is public, awards of months."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.contests.models import Contest, Part
from hoithi.contests.queries import pages
from hoithi.contests.queries.roles import own_units
from hoithi.contests.views.public import page_context
from hoithi.core.errors import NotAllowed
from hoithi.core.middleware import TimedRequest
from hoithi.emulation.queries import public_card as query
from hoithi.emulation.queries.part_groups import scored_groups
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.views.board import board_file, board_of, shown, wanted
from hoithi.emulation.views.frame import scorecard_part


def _found(slug: str, key: str) -> tuple[Contest, Part]:
    contest = pages.shown_contest(slug)
    return contest, scorecard_part(contest, key)


@require_safe
def scorecard(request: TimedRequest, slug: str, part: str) -> HttpResponse:
    """`/cuoc-thi/<slug>/<part>/bang-diem/`."""
    contest, found = _found(slug, part)
    card = settings_of(found)
    groups = query.public_groups(found, request.user, request.now)
    context: dict[str, Any] = page_context(contest) | {
        "part": found,
        "card": card,
        "stage": pages.stage_of(contest, request.now),
        "cards": [(group, query.rule_lines(card, group.key)) for group in scored_groups(found)],
        "penalties": query.penalty_lines(card),
        "awards": query.month_awards(found),
        "public": bool(groups),
    }
    if groups:
        want = wanted(request, found, groups)
        own = own_units(request.user, contest, request.now).values_list("pk", flat=True).first() or 0
        context |= shown(found, want, board_of(found, want), own)
    return render(request, "emulation/public/scorecard.html", context)


@require_safe
def workbook(request: TimedRequest, slug: str, part: str) -> HttpResponse:
    """The public boards for Excel."""
    _contest, found = _found(slug, part)
    groups = query.public_groups(found, request.user, request.now)
    if not groups:
        raise NotAllowed(_("Bảng điểm này chưa công khai."), hint=_("Hãy quay lại khi bảng được công bố."))
    return board_file(found, groups, request)
