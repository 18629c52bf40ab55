"""A unit's monthly reports: the units one answers for, the list of periods."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from hoithi.contests.models import Contest
from hoithi.contests.queries.roles import own_units
from hoithi.contests.views.desk_frame import desk_page, on_desk
from hoithi.core.middleware import TimedRequest
from hoithi.emulation.queries.campaign import scored_units
from hoithi.emulation.queries.own_unit import MonthRow, month_rows
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.queries.targets import missing_points, target_rows
from hoithi.emulation.views.frame import Owned, of_unit, scorecard_parts, unit_page
from hoithi.emulation.words import points


@on_desk("score.report")
@require_safe
def own(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/bao-cao-thang/`: units one answers for, by scorecard; a single one opens at once."""
    mine = own_units(request.user, contest, request.now).values("pk")
    found = [(part, list(scored_units(part).filter(pk__in=mine))) for part in scorecard_parts(contest)]
    pairs = [(part, unit) for part, units in found for unit in units]
    if len(pairs) == 1:
        part, unit = pairs[0]
        return redirect("emulation:reports", contest.slug, part.key, unit.code)
    return desk_page(request, contest, roles, "own_reports", "emulation/own/units.html", {"pairs": pairs})


@of_unit()
@require_safe
def reports(request: TimedRequest, owned: Owned) -> HttpResponse:
    """`…/don-vi/<code>/bao-cao/`: every period with its due day, state, points."""
    rows = month_rows(owned.part, owned.unit, request.now)
    begun = [row for row in rows if row.state != "future"]
    scored = next((row for row in begun if row.score is not None), None)
    score = scored.score if scored is not None else None
    gap = missing_points(owned.part, score) if score is not None else None
    return unit_page(
        request,
        owned,
        "reports",
        "emulation/own/reports.html",
        rows=begun,
        coming=[row for row in reversed(rows) if row.state == "future"],
        urgent=_urgent(begun),
        scored=scored,
        gap=points(gap) if gap else "",
        reached=gap == 0,
        targets=target_rows(owned.part, score.figures) if score is not None else [],
        recipients=settings_of(owned.part).report.recipients,
    )


def _urgent(rows: list[MonthRow]) -> MonthRow | None:
    """The oldest report that is owed."""
    return next((row for row in reversed(rows) if row.writable and not row.sent), None)
