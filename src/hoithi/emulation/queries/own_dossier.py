"""A unit's award dossier: each paper the plan asks for with what was handed in, people proposed, what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hoithi.contests.models import ContestUnit, Part
from hoithi.core.spoken import end_day
from hoithi.emulation.models import Dossier, DossierPaper, KeptScore, Nominee
from hoithi.emulation.queries.settings import settings_of


@dataclass
class DossierPage:
    """Everything about one unit's dossier; `dossier` None until something is put in."""

    dossier: Dossier | None
    papers: list[tuple[int, str, DossierPaper | None]]
    nominees: list[Nominee] = field(default_factory=list)
    due: str = ""
    late: bool = False
    """The end of the last day is over, or was when it was handed in."""
    score: KeptScore | None = None

    @property
    def missing(self) -> list[str]:
        return [title for _n, title, paper in self.papers if paper is None]

    @property
    def submitted(self) -> bool:
        return self.dossier is not None and self.dossier.state == Dossier.SUBMITTED


def dossier_page(part: Part, unit: ContestUnit, now: datetime) -> DossierPage:
    settings = settings_of(part).dossier
    dossier = Dossier.objects.filter(part=part, unit=unit).first()
    kept: dict[int, DossierPaper] = {}
    nominees: list[Nominee] = []
    if dossier is not None:
        current = dossier.papers.filter(replaced_at__isnull=True).select_related("file")
        kept = {one.paper: one for one in current}
        nominees = list(dossier.nominees.all())
    at = dossier.submitted_at if dossier is not None and dossier.submitted_at is not None else now
    score = KeptScore.objects.filter(part=part, unit=unit).order_by("-period").first()
    return DossierPage(
        dossier,
        [(n, title, kept.get(n)) for n, title in enumerate(settings.papers, start=1)],
        nominees,
        end_day(settings.due) if settings.due is not None else "",
        settings.due is not None and at >= settings.due,
        score,
    )


def dossier_rows(part: Part, units: list[ContestUnit]) -> list[dict[str, Any]]:
    """Every unit's dossier for the office: papers there and missing, people, when it came; three statements."""
    settings = settings_of(part).dossier
    pks = [unit.pk for unit in units]
    dossiers = {one.unit_id: one for one in Dossier.objects.filter(part=part, unit__in=pks)}
    papers: dict[int, set[int]] = {}
    for dossier_id, paper in DossierPaper.objects.filter(
        dossier__in=[one.pk for one in dossiers.values()], replaced_at__isnull=True
    ).values_list("dossier_id", "paper"):
        papers.setdefault(dossier_id, set()).add(paper)
    people: dict[int, int] = {}
    proposed = Nominee.objects.filter(dossier__in=[one.pk for one in dossiers.values()])
    for dossier_id in proposed.order_by().values_list("dossier_id", flat=True):
        people[dossier_id] = people.get(dossier_id, 0) + 1
    found = []
    for unit in units:
        own = dossiers.get(unit.pk)
        there = papers.get(own.pk, set()) if own is not None else set()
        missing = [title for n, title in enumerate(settings.papers, start=1) if n not in there]
        late = (
            own is not None
            and own.submitted_at is not None
            and settings.due is not None
            and own.submitted_at >= settings.due
        )
        nominees = people.get(own.pk, 0) if own is not None else 0
        found.append(
            {
                "unit": unit,
                "dossier": own,
                "there": len(there),
                "of": len(settings.papers),
                "missing": missing,
                "nominees": nominees,
                "late": late,
            }
        )
    return found
