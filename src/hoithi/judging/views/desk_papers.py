"""What is printed and taken along: the minutes of the marking, the sheets as an Excel file."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.contests.models import Part
from hoithi.core.middleware import TimedRequest
from hoithi.core.tables import write_xlsx
from hoithi.judging.queries.board import agreement_of, work_lines
from hoithi.judging.queries.pairs import comparing
from hoithi.judging.queries.papers import pair_sheets, score_sheets
from hoithi.judging.queries.settings import method_of, rubric_of, settings_of
from hoithi.judging.rules.aggregate import scores
from hoithi.judging.rules.agreement import level
from hoithi.judging.rules.compare import ranked
from hoithi.judging.views.desk import jury_page, on_jury, started
from hoithi.judging.views.desk_works import pairs_told
from hoithi.judging.words import LEVELS, METHOD_NAMES, written

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@on_jury("jury.view")
def minutes(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """Biên bản chấm: works by score with every juror's points, discussions, method, signatures."""
    panel = started(part)
    if settings_of(part).mode == "pairwise":
        context = pairs_told(panel) | {"jurors": comparing(panel)}
        return jury_page(request, part, roles, "works", "judging/desk/minutes_pairs.html", **context)
    method = method_of(panel)
    lines = work_lines(panel, method)
    jurors = list(panel.jurors.select_related("person"))
    points = {str(line.entry.pk): line.points for line in lines}
    places = ranked(scores(method, points) if method else dict.fromkeys(points), ())
    rows: list[dict[str, Any]] = [
        {
            "line": line,
            "place": places[str(line.entry.pk)].place,
            "score": written(line.score),
            "points": [written(line.points.get(juror.code)) for juror in jurors],
        }
        for line in lines
    ]
    rows.sort(key=lambda row: (row["place"] is None, row["place"] or 0, row["line"].number or 0))
    agreement = agreement_of(lines)
    talks = panel.discussions.select_related("entry__work").order_by("opened_at")
    context = {
        "panel": panel,
        "rows": rows,
        "jurors": jurors,
        "method": METHOD_NAMES[method] if method else "",
        "rubric": rubric_of(panel),
        "alpha": written(agreement),
        "meaning": LEVELS[level(agreement)] if agreement is not None else "",
        "talks": talks,
        "seed": bytes(panel.seed).hex() if panel.closed_at else "",
    }
    return jury_page(request, part, roles, "works", "judging/desk/minutes.html", **context)


@require_safe
@on_jury("jury.view")
def excel(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """Scores by work, every signed sheet by criterion, the criteria."""
    panel = started(part)
    pairwise = settings_of(part).mode == "pairwise"
    label = str(_("Cách tính"))
    data = write_xlsx(pair_sheets(panel) if pairwise else score_sheets(panel, method_of(panel), label, METHOD_NAMES))
    response = HttpResponse(data, content_type=XLSX)
    name = f"diem-{part.contest.slug}-{part.key}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
