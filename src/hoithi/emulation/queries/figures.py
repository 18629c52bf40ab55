"""Figures as they were typed, read by the plan's fields; and the reports of other months they are held against."""

from __future__ import annotations

from collections.abc import Mapping

from hoithi.contests.rules.facts import Value, exact
from hoithi.emulation.models import MonthlyReport
from hoithi.emulation.rules import counts
from hoithi.emulation.rules.counts import Fault
from hoithi.emulation.rules.stored import read
from hoithi.emulation.schema import Figure, ScorecardSettings
from hoithi.emulation.spec import shares_of

Typed = tuple[dict[str, Value | None], list[Fault], list[Figure]]


def figures_typed(settings: ScorecardSettings, figures: Mapping[str, object]) -> Typed:
    """(exact values of every asked figure, what is wrong, required ones that are missing)."""
    values: dict[str, Value | None] = {}
    asked = settings.asked
    faults = [Fault(key, "unknown") for key in figures if key not in {one.key for one in asked}]
    missing = []
    for one in asked:
        found = counts.read(one.key, one.kind, figures.get(one.key), _most(settings, one))
        if isinstance(found, Fault):
            faults.append(found)
            values[one.key] = None
            continue
        values[one.key] = found
        if found is None and one.required:
            missing.append(one)
    wrong = {fault.figure for fault in faults}
    shares = [pair for pair in shares_of(settings) if not wrong & set(pair) and values.get(pair[1]) is not None]
    return values, [*faults, *counts.share_faults(values, shares)], missing


def _most(settings: ScorecardSettings, figure: Figure) -> Value | None:
    """Most points of a line people judge; of a count there is none."""
    given = [one.maximum for one in settings.criteria if one.kind == "manual" and one.figure == figure.key]
    known = [one for one in given if one is not None]
    return exact(max(known)) if known else None


def neighbours(report: MonthlyReport) -> list[tuple[str, dict[str, Value | None], bool]]:
    """The unit's nearest reports before and after, as (month, figures, after)."""
    sent = MonthlyReport.objects.filter(part=report.part, unit=report.unit, first_submitted_at__isnull=False)
    before = sent.filter(period__lt=report.period).order_by("-period").first()
    after = sent.filter(period__gt=report.period).order_by("period").first()
    pairs = [(before, False), (after, True)]
    return [(one.period, read(one.figures), is_after) for one, is_after in pairs if one is not None]
