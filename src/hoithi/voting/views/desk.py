"""The vote on the console: counts, the picture by hour, findings that wait, a recount."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hoithi.contests.models import Contest, Entry, Part
from hoithi.contests.views.desk_frame import desk_page, me, on_desk
from hoithi.core.errors import NotAllowed
from hoithi.core.middleware import TimedRequest
from hoithi.entries.rules.states import IN_CONTEST
from hoithi.voting.models import Scan, Suspicion
from hoithi.voting.operations.scan import ask_scan
from hoithi.voting.operations.tally import recount
from hoithi.voting.provider import describe, source_line
from hoithi.voting.queries.counts import Counted, in_force, tallies
from hoithi.voting.queries.evidence import hours_of
from hoithi.voting.queries.record import discounts
from hoithi.voting.queries.settings import counts_visible, phase_of, settings_of, vote_part, vote_parts
from hoithi.voting.words import KINDS, STATES

PAGE = 50


def desk_part(request: TimedRequest, contest: Contest, key: str) -> Part:
    """The part, for somebody who may see its counts: a juror sees none before the results are public."""
    found = vote_part(contest.slug, key)
    if not counts_visible(me(request), found, request.now):
        raise NotAllowed(
            _("Bạn là thành viên Ban Giám khảo nên chưa xem được số phiếu."),
            hint=_("Số phiếu hiện sau khi kết quả được công bố."),
        )
    return found


@on_desk("vote.view")
@require_safe
def home(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/binh-chon/`: the parts that have a vote; the only one at once."""
    parts = vote_parts(contest)
    if len(parts) == 1:
        return redirect("voting:desk_part", contest.slug, parts[0].key)
    return desk_page(request, contest, roles, "votes", "voting/desk/home.html", {"parts": parts})


@on_desk("vote.view")
@require_safe
def part(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str) -> HttpResponse:
    found = desk_part(request, contest, key)
    settings, counts = settings_of(found), tallies(found)
    works = Entry.objects.filter(part=found, state__in=IN_CONTEST).select_related("work").order_by("work__number")
    page = Paginator(works, PAGE).get_page(request.GET.get("trang"))
    url = reverse("voting:desk_part", args=[contest.slug, key])
    suspicions = Suspicion.objects.filter(part=found).select_related("entry__work", "decided_by__person")
    context: dict[str, Any] = {
        "part": found,
        "vote": settings,
        "phase": phase_of(found, request.now),
        "source": source_line(settings),
        "lines": describe(settings)[1:],
        "rows": [(entry, counts.get(entry.pk, Counted())) for entry in page.object_list],
        "figures": _figures(counts.values()),
        "hours": hours_of(found, request.now) if settings.on_platform else [],
        "waiting": [(one, KINDS[one.kind]) for one in suspicions.filter(state=Suspicion.OPEN)],
        "done": [(one, KINDS[one.kind], STATES[one.state]) for one in suspicions.exclude(state=Suspicion.OPEN)],
        "discounts": discounts(found),
        "scan": Scan.objects.filter(part=found).first(),
        "snapshot": in_force(found) if settings.outside else None,
        "may_review": not roles.isdisjoint({"secretary", "organiser"}),
        "may_enter": "secretary" in roles,
        "newer": f"{url}?trang={page.number - 1}" if page.has_previous() else "",
        "older": f"{url}?trang={page.number + 1}" if page.has_next() else "",
    }
    return desk_page(request, contest, roles, "votes", "voting/desk/part.html", context)


def _figures(counts: Any) -> list[dict[str, Any]]:
    rows = list(counts)
    return [
        {"label": _("Phiếu đang tính"), "value": sum(row.counted for row in rows)},
        {"label": _("Phiếu bị loại"), "value": sum(row.discounted for row in rows)},
        {"label": _("Tác phẩm có phiếu"), "value": sum(row.cast > 0 for row in rows)},
    ]


@on_desk("vote.review")
@require_POST
def scan(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str) -> HttpResponse:
    """Ask for a look now."""
    ask_scan(desk_part(request, contest, key), now=request.now, by=me(request))
    messages.success(request, _("Đã yêu cầu kiểm tra. Kết quả hiện ở đây sau ít phút."))
    return redirect("voting:desk_part", contest.slug, key)


@on_desk("vote.review")
@require_POST
def count_again(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str) -> HttpResponse:
    """Count every vote anew and compare."""
    wrong = recount(desk_part(request, contest, key), now=request.now, by=me(request))
    if wrong:
        text = _("Đã kiểm lại: {n} tác phẩm lệch và đã được sửa theo phiếu.")
        messages.warning(request, text.format(n=len(wrong)))
    else:
        messages.success(request, _("Đã kiểm lại từng phiếu: số phiếu của mọi tác phẩm đều khớp."))
    return redirect("voting:desk_part", contest.slug, key)
