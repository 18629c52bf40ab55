"""Whom a decision may choose (xét chọn), with the figures beside: collectives and individuals without a standing."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hoithi.contests.models import ContestUnit, Part
from hoithi.emulation.models import Dossier, KeptScore, Nominee, Recognition
from hoithi.emulation.queries.campaign import scored_units


@dataclass(frozen=True)
class Candidate:
    """A unit that may be chosen: its last score, whether it is considered, its recognitions, its dossier."""

    unit: ContestUnit
    score: KeptScore | None
    dossier: Dossier | None
    recognitions: int
    """Those accepted."""

    @property
    def eligible(self) -> bool:
        return self.score is not None and self.score.eligible

    @property
    def provisional(self) -> bool:
        return self.score is None or not self.score.verified


def last_scores(part: Part) -> dict[int, KeptScore]:
    """unit → its score at the end of its last month; one query."""
    return {row.unit_id: row for row in KeptScore.objects.filter(part=part).order_by("period")}


def candidates(part: Part, group: str) -> list[Candidate]:
    """Units of a group, best total first; four queries."""
    scores = last_scores(part)
    dossiers = {one.unit_id: one for one in Dossier.objects.filter(part=part)}
    accepted: dict[int, int] = {}
    for pk in Recognition.objects.filter(part=part, state=Recognition.ACCEPTED).values_list("unit_id", flat=True):
        accepted[pk] = accepted.get(pk, 0) + 1
    found = [
        Candidate(unit, scores.get(unit.pk), dossiers.get(unit.pk), accepted.get(unit.pk, 0))
        for unit in scored_units(part).filter(group__key=group)
    ]
    return sorted(found, key=_order)


def _order(one: Candidate) -> tuple[bool, object, str]:
    total = Fraction(one.score.values["points"]) if one.score else Fraction(0)
    return one.score is None, -total, one.unit.name_norm


def nominees(part: Part, group: str) -> list[Nominee]:
    """Individuals proposed in dossiers that were handed in, by unit; one query."""
    rows = Nominee.objects.filter(dossier__part=part, dossier__state=Dossier.SUBMITTED)
    rows = rows.filter(dossier__unit__group__key=group).select_related("dossier__unit")
    return list(rows.order_by("dossier__unit__position", "dossier__unit__name_norm", "place"))
