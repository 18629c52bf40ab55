"""Keeping scores (điểm được tính sẵn): whoever changes a report has its unit's months scored again at once.

A unit's rows are written under the lock of its `ContestUnit`, so that the job that scores everybody and a report that
comes at the same moment cannot overwrite each other with older figures.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import islice

from django.db import transaction

from hoithi.contests.models import ContestUnit, Part
from hoithi.contests.operations.marks import mark_part
from hoithi.emulation.models import KeptScore, Month
from hoithi.emulation.queries.campaign import Campaign, campaign_of, reports_by_unit, scored_units
from hoithi.emulation.queries.periods import due_instant

logger = logging.getLogger(__name__)
BATCH = 200
KEPT = ("values", "items", "deductions", "figures", "eligible", "reported", "verified", "rules_hash")


def lock_units(units: Collection[int]) -> None:
    """Hold these units' rows to the end of the transaction, in one order for everybody."""
    list(ContestUnit.objects.select_for_update(no_key=True).filter(pk__in=units).order_by("pk").values_list("pk"))


def rescore(part: Part, units: Collection[int] | None = None, *, now: datetime) -> int:
    """Score these units (all: in batches of their own transactions) anew; returns how many rows changed.

    Months that begin to count get their row; standings that read the part are marked.
    """
    campaign = campaign_of(part, now)
    if units is not None:
        with transaction.atomic():
            changed = _rescore(campaign, units)
            if changed:
                mark_part(part)
        return changed
    changed = 0
    for batch in _batches(scored_units(part).values_list("pk", flat=True)):
        with transaction.atomic():
            changed += _rescore(campaign, batch)
    if changed:
        mark_part(part)
    return changed


def _batches(pks: Iterable[int]) -> Iterable[list[int]]:
    rest = iter(list(pks))
    while batch := list(islice(rest, BATCH)):
        yield batch


def _rescore(campaign: Campaign, units: Collection[int]) -> int:
    lock_units(units)
    part, reports = campaign.part, reports_by_unit(campaign.part, units)
    rows = [
        row for unit in scored_units(part).filter(pk__in=units) for row in campaign.rows(unit, reports.get(unit.pk, {}))
    ]
    before = {(row.unit_id, row.period): row for row in KeptScore.objects.filter(part=part, unit__in=units)}
    fresh = [row for row in rows if not _same(before.get((row.unit_id, row.period)), row)]
    _begin(campaign, {row.period for row in rows})
    KeptScore.objects.bulk_create(
        fresh,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["part", "unit", "period"],
        update_fields=[*KEPT, "changed_at"],
    )
    return len(fresh)


def _same(old: KeptScore | None, new: KeptScore) -> bool:
    return old is not None and all(getattr(old, name) == getattr(new, name) for name in KEPT)


def _begin(campaign: Campaign, periods: set[str]) -> None:
    """A row for each month that has scores; its due day stays as it was then."""
    missing = [
        Month(part=campaign.part, period=one.key, due=one.due)
        for one in campaign.periods
        if one.key in periods and one.key not in campaign.months
    ]
    Month.objects.bulk_create(missing, ignore_conflicts=True)


def score_due(now: datetime) -> int:
    """Score every campaign in which a due day has passed or the rules of a running month changed; the job's turn."""
    changed = 0
    for part in Part.objects.filter(kind="scorecard", frozen_at__isnull=False).select_related("contest"):
        try:
            if part.contest.results_published_at is None and _waits(campaign_of(part, now)):
                changed += rescore(part, now=now)
        except Exception:  # one campaign that cannot be scored must not hold up the others
            logger.exception("part %s could not be scored", part.pk)
    return changed


def _waits(campaign: Campaign) -> bool:
    """Whether a month that is overdue lacks rows, or rows of a month were made under other rules than now count."""
    part, units = campaign.part, scored_units(campaign.part).count()
    for period in campaign.periods:
        rows = KeptScore.objects.filter(part=part, period=period.key)
        if campaign.now >= due_instant(period) and rows.count() < units:
            return True
        if rows.exclude(rules_hash=campaign.rules[period.key].hash).exists():
            return True
    return False
