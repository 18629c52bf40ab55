"""What is said of a dossier: on time or late, its score final or provisional."""

from __future__ import annotations

from datetime import timedelta

from hoithi.emulation.models import Dossier, KeptScore
from hoithi.emulation.queries.periods import periods_of
from hoithi.emulation.queries.settings import settings_of


def late_by(dossier: Dossier) -> timedelta | None:
    """How late it was handed in; None in time, not handed in, or without a due moment in the plan."""
    due = settings_of(dossier.part).dossier.due
    if due is None or dossier.submitted_at is None or dossier.submitted_at < due:
        return None
    return dossier.submitted_at - due


def is_provisional(dossier: Dossier) -> bool:
    """Whether the unit's score may still change: its last report is not verified, or its last month not over."""
    periods = periods_of(dossier.part)
    last = periods[-1].key if periods else ""
    row = KeptScore.objects.filter(part=dossier.part, unit=dossier.unit, period=last).only("verified").first()
    return row is None or not row.verified
