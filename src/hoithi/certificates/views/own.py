"""A holder's own papers, and the paper of participation fetched when it is wanted."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hoithi.certificates.errors import NotYours
from hoithi.certificates.models import Design
from hoithi.certificates.operations.issue import ensure_file, missing_of, own_certificate
from hoithi.certificates.queries.issued import own_entrant, own_papers, participation_design, unit_papers
from hoithi.certificates.queries.sheets import took_part
from hoithi.contests.models import Contest
from hoithi.contests.queries.desk import desk_contest
from hoithi.contests.queries.roles import own_units
from hoithi.core.codes import last_symbols
from hoithi.core.errors import NotFound
from hoithi.core.middleware import TimedRequest
from hoithi.files.queries.serve import send


@never_cache
@login_required
@require_safe
def mine(request: TimedRequest, slug: str) -> HttpResponse:
    """Papers of the person and of the units they answer for."""
    contest = desk_contest(slug)
    entrant = own_entrant(request.user, contest)
    papers = own_papers(request.user, contest)
    units = own_units(request.user, contest, request.now)
    of_units = unit_papers(units, contest)
    if entrant is None and not of_units and not units.exists():
        raise NotFound(_("Bạn chưa tham gia cuộc thi này nên không có giấy nào ở đây."))
    context = {
        "contest": contest,
        "papers": papers,
        "unit_papers": of_units,
        "may_fetch": _may_fetch(request, contest, papers),
        "published": contest.results_published_at is not None,
    }
    return render(request, "certificates/mine.html", context)


def _may_fetch(request: TimedRequest, contest: Contest, papers: list) -> bool:  # type: ignore[type-arg]
    design, entrant = participation_design(contest), own_entrant(request.user, contest)
    if design is None or entrant is None or missing_of(design):
        return False
    has = any(paper.design_id == design.pk and paper.revoked_at is None for paper in papers)
    return not has and took_part(entrant)


@never_cache
@login_required
@require_POST
def fetch(request: TimedRequest, slug: str) -> HttpResponse:
    """Make the paper of participation and go to it."""
    contest = desk_contest(slug)
    design, entrant = participation_design(contest), own_entrant(request.user, contest)
    if design is None or entrant is None:
        raise NotYours(_("Cuộc thi này không cấp giấy chứng nhận tham gia cho bạn."))
    made = own_certificate(design, entrant, now=request.now, address=request.build_absolute_uri("/giay/"))
    return redirect("certificates:own_file", slug, made.code)


@never_cache
@login_required
@require_safe
def paper(request: TimedRequest, slug: str, code: str) -> HttpResponseBase:
    """The file of an own paper in force."""
    contest = desk_contest(slug)
    papers = [*own_papers(request.user, contest), *unit_papers(own_units(request.user, contest, request.now), contest)]
    symbols = last_symbols(code, len(code))
    found = next((one for one in papers if one.code == symbols and one.revoked_at is None), None)
    if found is None:
        raise NotFound(_("Bạn không có giấy này, hoặc giấy đã bị thu hồi."))
    found.design = Design.objects.select_related("contest", "logo", "signature").get(pk=found.design_id)
    return send(request, ensure_file(found, now=request.now))
