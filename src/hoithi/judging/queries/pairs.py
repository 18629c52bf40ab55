"""Comparisons as the pure rules take them."""

from __future__ import annotations

from fractions import Fraction

from hoithi.contests.models import Part
from hoithi.entries.rules.states import IN_CONTEST
from hoithi.judging.models import Pair, Panel
from hoithi.judging.queries.settings import settings_of
from hoithi.judging.rules.pairwise import Comparison, scores


def wanted_pairs(part: Part, works: int) -> int:
    """How many comparisons a juror owes."""
    most = works * (works - 1) // 2
    return min(most, settings_of(part).pairs_per_juror or works)


def comparisons_of(panel: Panel, *, signed: bool = False) -> list[Comparison]:
    """(better, worse) by the works' codes, in the order they were made; works out of the contest left out."""
    rows = Pair.objects.filter(juror__panel=panel, better__isnull=False)
    rows = rows.filter(first__state__in=IN_CONTEST, second__state__in=IN_CONTEST).order_by("pk")
    if signed:
        rows = rows.filter(juror__finished_at__isnull=False)
    found = rows.values_list("first__code", "second__code", "better_id", "first_id")
    return [(one, other) if better == first else (other, one) for one, other, better, first in found]


def pair_scores(panel: Panel, works: list[str]) -> dict[str, Fraction]:
    """Points of every work (1 000 in the middle) from signed comparisons."""
    return scores(works, comparisons_of(panel, signed=True))
