"""The sequencer's turn over participation figures."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q

from hoithi.contests.models import Part, PartFigures
from hoithi.contests.registry import registry

AFTERGLOW = timedelta(minutes=10)
"""How long after the close figures are still counted: late finalisations."""


def refresh_figures(part: Part, *, now: datetime) -> PartFigures | None:
    """Count one part anew; None for kinds that count nothing."""
    kind = registry.kinds.get(part.kind)
    if kind is None or kind.figures is None:
        return None
    data = kind.figures(part, now=now).as_json()
    return PartFigures.objects.update_or_create(part=part, defaults={"at": now, "data": data})[0]


def refresh_open_figures(now: datetime) -> int:
    """Count every part that is running or was last counted before its end had settled; returns how many."""
    running = Part.objects.filter(frozen_at__isnull=False, opens__lte=now).filter(
        Q(closes__gt=now - AFTERGLOW) | Q(figures__isnull=True) | Q(figures__at__lt=F("closes") + AFTERGLOW)
    )
    return sum(1 for part in running.select_related("contest") if refresh_figures(part, now=now))
