"""The vote for everybody: how it goes, one's own votes, the record of discounts and figures, the list of prints."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hoithi.contests.models import Part
from hoithi.contests.views.public import page_context
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.people.models import User
from hoithi.voting.provider import describe
from hoithi.voting.queries import record as read
from hoithi.voting.queries.settings import phase_of, public_counts, vote_part
from hoithi.voting.queries.voters import held_works, own_ballots
from hoithi.voting.slots import head_of
from hoithi.voting.words import FIGURES

MOST = 200


@never_cache
@require_safe
def hub(request: TimedRequest, slug: str, key: str) -> HttpResponse:
    """`/cuoc-thi/<slug>/<part>/binh-chon/`: the rules of the vote, and one's own votes with their codes."""
    part = vote_part(slug, key)
    user = request.user if isinstance(request.user, User) else None
    held = held_works(user, part, request.now) if user else set()
    context = page_context(part.contest) | head_of(request, part, held)
    context |= {
        "part": part,
        "lines": describe(context["vote"])[1:],
        "ballots": list(own_ballots(user, part)[:MOST]) if user else [],
        "held_now": held,
    }
    return render(request, "voting/hub.html", context)


@require_safe
def record(request: TimedRequest, slug: str, key: str) -> HttpResponse:
    """`…/minh-bach/`: how many votes were set aside and why, every snapshot, where to find one's own vote."""
    part = vote_part(slug, key)
    context = page_context(part.contest) | head_of(request, part, set())
    context |= {
        "part": part,
        "discounts": read.discounts(part),
        "snapshots": read.snapshots(part) if context["vote"].outside and public_counts(part, request.now) else [],
        "figures": [FIGURES[name] for name in context["vote"].outside],
        "prints": _prints_public(part, request),
    }
    return render(request, "voting/record.html", context)


def _prints_public(part: Part, request: TimedRequest) -> bool:
    """The list tells how many votes each work has: it is public when the counts are, and the vote is over."""
    return phase_of(part, request.now) == "closed" and public_counts(part, request.now)


@require_safe
def votes_file(request: TimedRequest, slug: str, key: str) -> HttpResponse:
    """`…/phieu.json`: prints of every vote, by work. Raises Refusal (409) before the counts are public."""
    part = vote_part(slug, key)
    if not _prints_public(part, request):
        raise Refusal(
            _("Danh sách phiếu chưa công bố."), hint=_("Danh sách có sau khi hết giờ bình chọn, cùng số phiếu.")
        )
    response = HttpResponse(read.votes_file(part), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="phieu-{part.contest.slug}-{part.key}.json"'
    return response
