"""Telling the standings what changed for one person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hoithi.contests.models import Entrant, Part
from hoithi.contests.registry import Value


def put_facts(part: Part, entrant: Entrant, values: Mapping[str, Value], *, now: datetime) -> None:
    """Hand a person's measures in a part to the standings that read it."""
    try:
        from hoithi.contests.operations import standings
    except ImportError:
        return
    standings.put_facts(part, entrant, dict(values), now=now)
