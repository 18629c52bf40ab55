"""What becomes of a report, for its unit's page and the verifier's alike: figures, versions, reviews, appeals."""

from __future__ import annotations

from typing import Any

from hoithi.contests.models import Part
from hoithi.contests.views.desk_frame import name_of
from hoithi.emulation.models import Appeal, MonthlyReport, ReportVersion, Verification
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.queries.words import amount
from hoithi.emulation.schema import Figure
from hoithi.emulation.words import DECISIONS, NO, REPORT_STATES, VERSION_KINDS, YES, outcome


def shown_figure(figure: Figure, value: Any) -> str:
    """A stored figure as people read it: "1.750", "Có"."""
    if figure.kind == "yes_no" and value is not None:
        return str(YES if value else NO)
    return amount(value)


def figure_rows(part: Part, report: MonthlyReport) -> list[dict[str, Any]]:
    """Figures that count now, and before them what the unit sent first where somebody changed it."""
    sent = report.versions.filter(kind__in=("submit", "correct")).last()
    rows = []
    for one in settings_of(part).asked:
        now = (report.figures or {}).get(one.key)
        own = sent.figures.get(one.key) if sent is not None else None
        changed = sent is not None and own != now
        value = shown_figure(one, now)
        rows.append({"figure": one, "value": value, "own": shown_figure(one, own) if changed else ""})
    return rows


def history(part: Part, report: MonthlyReport) -> dict[str, Any]:
    """Context: `state`, `versions`, `reviews`, `appeals`, `files`."""
    card = settings_of(part)
    versions = list(report.versions.select_related("by__person"))
    reviews = list(report.verifications.select_related("evidence", "by__person"))
    appeals = list(report.appeals.select_related("file", "document", "decided_by__person"))
    label, css = REPORT_STATES[report.state]
    return {
        "report": report,
        "state": {"label": label, "css": css},
        "versions": [
            _version(card.asked, one, before) for one, before in zip(versions, [None, *versions], strict=False)
        ],
        "reviews": [_review(one) for one in reviews],
        "appeals": [_appeal(one) for one in appeals],
        "files": list(report.files.filter(removed_at__isnull=True).select_related("file")),
    }


def _version(asked: list[Figure], one: ReportVersion, before: ReportVersion | None) -> dict[str, Any]:
    changes = [
        (
            figure,
            shown_figure(figure, before.figures.get(figure.key)),
            shown_figure(figure, one.figures.get(figure.key)),
        )
        for figure in asked
        if before is not None and before.figures.get(figure.key) != one.figures.get(figure.key)
    ]
    return {"row": one, "kind": VERSION_KINDS[one.kind], "changes": changes, "by": name_of(one.by)}


def _review(one: Verification) -> dict[str, Any]:
    return {"row": one, "label": DECISIONS[one.decision], "by": name_of(one.by)}


def _appeal(one: Appeal) -> dict[str, Any]:
    label, css = outcome(one)
    return {"row": one, "label": label, "css": css, "by": name_of(one.decided_by), "decided_at": one.decided_at}
