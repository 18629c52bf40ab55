"""The leader's page, and what boards ask for again: docs/decisions/0015."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseForbidden
from django.urls import reverse
from django.views.decorators.http import require_safe

from hoithi.contests.live import OVERVIEW, UNIT, overview_fragment, unit_fragment
from hoithi.contests.models import Contest, ContestUnit
from hoithi.contests.views.desk_frame import desk_page, on_desk
from hoithi.core.live import EVERY_S, Fragment, answer, scope_of, ticket_for
from hoithi.core.middleware import TimedRequest


@on_desk("console.view")
@require_safe
def overview(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/tong-quan/`: read on a phone, between two meetings."""
    language, roles_here = str(request.LANGUAGE_CODE), roles - {"visitor", "contestant"}
    scope = {"kind": OVERVIEW, "contest": contest.pk, "roles": sorted(roles_here), "language": language}
    context = live_context(request, scope, overview_fragment(contest.pk, roles_here, language))
    return desk_page(request, contest, roles, "overview", "contests/desk/overview.html", context)


def unit_live(request: TimedRequest, unit: ContestUnit) -> dict[str, Any]:
    """What the page of a unit needs for its board; the caller has checked that this person may see the unit."""
    language = str(request.LANGUAGE_CODE)
    scope = {"kind": UNIT, "contest": unit.contest_id, "unit": unit.pk, "language": language}
    return live_context(request, scope, unit_fragment(unit.contest_id, unit.pk, language))


def live_context(request: TimedRequest, scope: dict[str, Any], fragment: Fragment) -> dict[str, Any]:
    address = f"{reverse('contests:live')}?ve={ticket_for(request, scope)}"
    return {"live": {"fragment": fragment, "address": address, "every": EVERY_S}}


@require_safe
def live(request: TimedRequest) -> HttpResponse:
    """`/so-lieu/?ve=…`: the fragment the ticket is for; no session, account or role is read here."""
    scope = scope_of(request, request.GET.get("ve", ""))
    if scope is None:
        return HttpResponseForbidden()
    language = str(scope["language"])
    if scope["kind"] == UNIT:
        return answer(request, unit_fragment(scope["contest"], scope["unit"], language))
    return answer(request, overview_fragment(scope["contest"], frozenset(scope["roles"]), language))
