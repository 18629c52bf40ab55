"""Results of one round (kết quả vòng) for everybody, from its publication on: winners, standings, the sealed file."""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.awards.queries.sections import opened, sections, total_cash
from hoithi.awards.views.results import send_sealed
from hoithi.contests.models import Contest, Part
from hoithi.contests.queries import pages
from hoithi.contests.queries.months import month_parts
from hoithi.contests.queries.pages_rounds import short_title
from hoithi.contests.queries.roles import can
from hoithi.contests.queries.rounds import own_standings, publishes_alone
from hoithi.contests.registry import registry
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import NotFound
from hoithi.core.middleware import TimedRequest


def _found(slug: str, key: str) -> tuple[Contest, Part]:
    contest = pages.shown_contest(slug)
    parts = list(contest.parts.all())
    part = next((one for one in [*parts, *month_parts(contest, parts)] if one.key == key), None)
    if part is not None:
        part.contest = contest
    if part is None or not publishes_alone(part):
        raise NotFound(_("Cuộc thi này không có vòng như vậy."), hint=_("Hãy xem lại trang cuộc thi."))
    return contest, part


@require_safe
def winners(request: TimedRequest, slug: str, key: str) -> HttpResponse:
    """`/cuoc-thi/<slug>/ket-qua/vong/<key>/`: nothing is told before the round's publication."""
    contest, part = _found(slug, key)
    published = part.results_published_at is not None or contest.results_published_at is not None
    committee = can(request.user, contest, "award.view", request.now)
    on = request.now.astimezone(VIETNAM).date()
    shown = published or committee
    found = sections(contest, on=on, everybody=committee and not published, part=part) if shown else []
    sealed = contest.sealed_results.filter(scope=part.key).last() if published else None
    commitments = json.loads(sealed.envelope)["body"]["commitments"] if sealed else []
    context = {
        "contest": contest,
        "part": part,
        "title": short_title(part),
        "organiser": pages.organiser_lines(contest),
        "nav_here": "ket-qua",
        "published": published,
        "committee": committee,
        "sections": found,
        "cash": total_cash(found),
        "sealed": sealed,
        "opened": opened(contest, part, commitments),
        "boards": own_standings(part),
        "told": [line for source in registry.beside_results for line in source(contest, part)] if published else [],
    }
    return render(request, "awards/round.html", context)


@require_safe
def sealed_file(request: TimedRequest, slug: str, key: str) -> HttpResponse:
    """The round's sealed result byte for byte, from its publication on."""
    contest, part = _found(slug, key)
    if part.results_published_at is None and contest.results_published_at is None:
        raise NotFound(_("Kết quả vòng chưa công bố nên tệp niêm phong chưa tải về được."), hint=_("Hãy quay lại sau."))
    return send_sealed(request, contest, part.key)
