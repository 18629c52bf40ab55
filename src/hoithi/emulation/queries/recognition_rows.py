"""Registered initiatives and recognitions as lists show them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from hoithi.emulation.models import Recognition
from hoithi.emulation.schema import ScorecardSettings
from hoithi.emulation.words import LEVELS, RECOGNITION_STATES


def recognition_rows(card: ScorecardSettings, found: QuerySet[Recognition]) -> list[dict[str, Any]]:
    """[{"row", "kind", "level", "state", "css"}], newest first."""
    kinds = {one.key: one.title for one in card.evidence}
    rows = []
    for one in found.select_related("unit", "file").order_by("-registered_at", "-pk"):
        label, css = RECOGNITION_STATES[one.state]
        kind = kinds.get(one.kind, one.kind)
        rows.append({"row": one, "kind": kind, "level": LEVELS[one.level], "state": label, "css": css})
    return rows
