"""Results for everybody (kết quả): contests that have them, the winners once published, the sealed file once sealed."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.awards.pages import sections, total_cash
from hoithi.contests.models import SealedResult
from hoithi.contests.queries import pages
from hoithi.contests.queries.roles import can
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import NotFound
from hoithi.core.middleware import TimedRequest


@require_safe
def results(request: TimedRequest) -> HttpResponse:
    """Contests that are over or running, with where their results stand."""
    sealed = SealedResult.objects.filter(contest=OuterRef("pk"))
    contests = pages.listed_contests().annotate(is_sealed=Exists(sealed))
    found = [(one, pages.stage_of(one, request.now)) for one in contests]
    rows = [
        {"contest": one, "stage": stage, "organiser": pages.organiser_lines(one).replace("\n", ", ")}
        for one, stage in found
        if stage.key in ("open", "closed", "published")
    ]
    return render(request, "awards/results.html", {"rows": rows, "nav_here": "ket-qua"})


@require_safe
def winners(request: TimedRequest, slug: str) -> HttpResponse:
    """The list of winners after publication; before it, the proposed list for the committee only."""
    contest = pages.shown_contest(slug)
    published = contest.results_published_at is not None
    committee = can(request.user, contest, "award.view", request.now)
    on = request.now.astimezone(VIETNAM).date()
    found = sections(contest, on=on, everybody=committee and not published) if published or committee else []
    context = {
        "contest": contest,
        "stage": pages.stage_of(contest, request.now),
        "organiser": pages.organiser_lines(contest),
        "nav_here": "ket-qua",
        "published": published,
        "committee": committee,
        "sections": found,
        "cash": total_cash(found),
        "sealed": list(contest.sealed_results.defer("envelope").order_by("-no")),
        "standings": contest.standings.all(),
    }
    return render(request, "awards/winners.html", context)


@require_safe
def sealed_file(request: TimedRequest, slug: str) -> HttpResponse:
    """The sealed result byte for byte; `?so=1` an earlier one."""
    contest = pages.shown_contest(slug)
    found = contest.sealed_results.all()
    wanted = request.GET.get("so", "")
    if wanted:
        found = (
            found.filter(no=int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else found.none()
        )
    sealed = found.last()
    if sealed is None:
        raise NotFound(_("Kết quả chưa được niêm phong."), hint=_("Tệp niêm phong có sau khi cuộc thi kết thúc."))
    response = HttpResponse(sealed.envelope, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{contest.slug}-niem-phong-{sealed.no}.json"'
    return response
