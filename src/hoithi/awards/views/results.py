"""Results for everybody (kết quả): contests that have them, the winners once published, the sealed file once sealed."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.awards.queries.sections import sections, total_cash
from hoithi.contests.models import Contest, SealedResult
from hoithi.contests.queries import pages
from hoithi.contests.queries.roles import can
from hoithi.contests.queries.rounds import published_parts
from hoithi.contests.queries.standings import may_view
from hoithi.contests.registry import registry
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
        "sealed": list(contest.sealed_results.filter(scope="").defer("envelope").order_by("-no"))
        if published or _may_read_sealed(request, contest)
        else [],
        "standings": contest.standings.all(),
        "rounds": published_parts(contest),
        "told": [line for source in registry.beside_results for line in source(contest, None)] if found else [],
    }
    return render(request, "awards/winners.html", context)


@require_safe
def sealed_file(request: TimedRequest, slug: str) -> HttpResponse:
    """The sealed result byte for byte; `?so=1` an earlier one."""
    contest = pages.shown_contest(slug)
    if not _may_read_sealed(request, contest):
        raise NotFound(_("Kết quả chưa công bố nên tệp niêm phong chưa tải về được."), hint=_("Hãy quay lại sau."))
    return send_sealed(request, contest, "")


def send_sealed(request: TimedRequest, contest: Contest, scope: str) -> HttpResponse:
    """The last sealed file of a scope, or the one asked for. Raises NotFound."""
    found = contest.sealed_results.filter(scope=scope)
    wanted = request.GET.get("so", "")
    if wanted:
        found = (
            found.filter(no=int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else found.none()
        )
    sealed = found.last()
    if sealed is None:
        raise NotFound(_("Kết quả chưa được niêm phong."), hint=_("Tệp niêm phong có sau khi cuộc thi kết thúc."))
    response = HttpResponse(sealed.envelope, content_type="application/json; charset=utf-8")
    name = "-".join(filter(None, [contest.slug, scope, "niem-phong", str(sealed.no)]))
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


def _may_read_sealed(request: TimedRequest, contest: Contest) -> bool:
    """The file holds every standing, so it is for whoever may see all of them: a hidden one waits for publication."""
    return all(
        may_view(standing, request.user, request.now, closed=True)
        for standing in contest.standings.select_related("contest")
        if standing.spec.formula is not None
    )
