"""Participation figures for pages: one row a part, already counted."""

from __future__ import annotations

from hoithi.contests.figures import Figures, added
from hoithi.contests.models import Contest, PartFigures


def figures_of(contest: Contest) -> Figures:
    """A contest's figures added over its parts; zeros before anything was counted."""
    rows = PartFigures.objects.filter(part__contest=contest).values_list("data", flat=True)
    return added(Figures.of_json(data) for data in rows)
