"""Boards that update by themselves: the leader's page and each coordinator's, rendered once for all who see the same.

Two steps: a *snapshot* of a contest (its figures and every unit's participation, one set of queries for all boards of
the contest), and from it the *fragment* of one scope. A fragment's key names everything it depends on: contest, what is
shown to whom (roles, or one unit) and language; nothing of one scope is in reach of another's key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import translation

from hoithi.contests.desk_overview import overview
from hoithi.contests.figures import Figures, added
from hoithi.contests.models import Contest, ContestUnit, PartFigures
from hoithi.contests.queries.desk import Attendance, attendance, attendance_of, counted
from hoithi.contests.queries.pages import stage_of
from hoithi.core import clock
from hoithi.core.live import Fragment, Kept

OVERVIEW, UNIT = "overview", "unit"


@dataclass(frozen=True)
class Snapshot:
    """A contest at one moment; read by many threads, changed by none."""

    contest: Contest
    now: datetime
    at: datetime | None
    """When the figures were counted; None before anybody was."""
    total: Figures
    units: list[Attendance]

    @property
    def by_unit(self) -> dict[int, Attendance]:
        return {row.unit.pk: row for row in self.units}


SNAPSHOTS: Kept[Snapshot] = Kept()
FRAGMENTS: Kept[Fragment] = Kept()


def forget() -> None:
    """Everything is computed anew: for tests, and whoever cannot wait some seconds."""
    SNAPSHOTS.clear()
    FRAGMENTS.clear()


def snapshot_of(contest_id: int) -> Snapshot:
    return SNAPSHOTS.get(contest_id, lambda: _take(contest_id))


def _take(contest_id: int) -> Snapshot:
    contest = Contest.objects.prefetch_related("parts", "groups", "tasks").get(pk=contest_id)
    figures = counted(contest)
    at = PartFigures.objects.filter(part__contest=contest).aggregate(at=Max("at"))["at"]
    return Snapshot(contest, clock.now(), at, added(figures), attendance(contest, figures))


def overview_fragment(contest_id: int, roles: frozenset[str], language: str) -> Fragment:
    """The leader's page for people with exactly these roles in the contest."""
    key = (OVERVIEW, contest_id, tuple(sorted(roles)), language)
    return FRAGMENTS.get(key, lambda: _overview(contest_id, roles, language))


def unit_fragment(contest_id: int, unit_id: int, language: str) -> Fragment:
    """One unit's participation, and nothing of any other unit."""
    return FRAGMENTS.get((UNIT, contest_id, unit_id, language), lambda: _unit(contest_id, unit_id, language))


def _overview(contest_id: int, roles: frozenset[str], language: str) -> Fragment:
    seen = snapshot_of(contest_id)
    with translation.override(language):
        found = overview(seen.contest, roles, seen.total, seen.units, seen.now)
        return _rendered("contests/desk/_overview.html", seen, {"overview": found})


def _unit(contest_id: int, unit_id: int, language: str) -> Fragment:
    seen = snapshot_of(contest_id)
    row = seen.by_unit.get(unit_id)
    if row is None:  # a unit that does not compete stands in no list
        row = attendance_of(ContestUnit.objects.select_related("contest").get(pk=unit_id, contest=contest_id))
    with translation.override(language):
        stage = stage_of(seen.contest, seen.now)
        return _rendered("contests/desk/_unit_live.html", seen, {"row": row, "stage": stage})


def _rendered(template: str, seen: Snapshot, context: dict[str, Any]) -> Fragment:
    return Fragment.of(render_to_string(template, {"contest": seen.contest, "at": seen.at} | context))
