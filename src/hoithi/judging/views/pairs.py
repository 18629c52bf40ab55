"""Comparing works two by two."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoithi.contests.models import Entry
from hoithi.core.errors import NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.judging.models import Juror, Pair
from hoithi.judging.operations.pairs import ask_pair, choose, finish_pairs, sides
from hoithi.judging.operations.sheet import check_open
from hoithi.judging.queries.own import shown_work
from hoithi.judging.queries.pairs import wanted_pairs
from hoithi.judging.queries.settings import settings_of, works_of
from hoithi.judging.views.juror import as_juror, page
from hoithi.judging.views.shown import media_at
from hoithi.people.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@as_juror
def pairs(request: TimedRequest, juror: Juror) -> HttpResponse:
    """The next pair; POST chooses the better one (`hon`), or signs all (`viec=ky`)."""
    part = juror.panel.part
    if settings_of(part).mode != "pairwise":
        raise NotFound(_("Phần thi này không chấm bằng cách so sánh từng cặp."))
    if request.method == "POST":
        _posted(request, juror)
        return redirect("judging:pairs", part.contest.slug, part.key)
    closed, pair = "", None
    try:
        check_open(juror.panel, request.now)
        pair = ask_pair(juror, now=request.now)
    except Refusal as refusal:
        closed = str(refusal)
    wanted = wanted_pairs(part, works_of(part).count())
    done = juror.pairs.filter(better__isnull=False).count()
    shown = (
        [_side(juror, pair, work, name) for work, name in zip(sides(pair), ("trai", "phai"), strict=True)]
        if pair
        else []
    )
    return page(request, juror, "judging/pairs.html", pair=pair, sides=shown, wanted=wanted, done=done, window=closed)


def _side(juror: Juror, pair: Pair, entry: Entry, name: str) -> dict[str, Any]:
    part = juror.panel.part
    media = media_at(entry, "judging:pair_media", part.contest.slug, part.key, pair.code, name)
    return {"name": name, "work": shown_work(part, entry), "media": media}


def _posted(request: TimedRequest, juror: Juror) -> None:
    try:
        if request.POST.get("viec") == "ky":
            finish_pairs(juror, now=request.now, by=cast("User", request.user))
            messages.success(request, _("Đã ký phần so sánh. Cảm ơn bạn."))
        else:
            choose(request.POST.get("cap", ""), juror, request.POST.get("hon", ""), now=request.now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
