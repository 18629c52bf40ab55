"""Comparisons as the pure rules take them, and what they come to for people to read."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Q

from hoithi.contests.models import Entry, Part
from hoithi.entries.rules.states import IN_CONTEST
from hoithi.judging.models import Juror, Pair, Panel
from hoithi.judging.queries.settings import settings_of, works_of
from hoithi.judging.rules.compare import ranked
from hoithi.judging.rules.pairwise import Comparison, records, scores, upheld


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


@dataclass(frozen=True)
class PairLine:
    """One work: how often jurors who signed found it better and worse, its points and place (None: never compared)."""

    entry: Entry
    better: int
    worse: int
    points: Fraction | None
    place: int | None

    @property
    def number(self) -> int | None:
        work = getattr(self.entry, "work", None)
        return work.number if work else None


@dataclass(frozen=True)
class Compared:
    """The whole of a comparison two by two: works best first, and how much of it the order says too."""

    lines: list[PairLine]
    comparisons: int
    upheld: Fraction | None


def compared(panel: Panel) -> Compared:
    """Two queries, whatever the number of works."""
    works = {work.code: work for work in works_of(panel.part)}
    said = comparisons_of(panel, signed=True)
    points, counted = scores(list(works), said), records(list(works), said)
    places = ranked({code: points[code] if any(counted[code]) else None for code in works}, ())
    lines = [
        PairLine(work, *counted[code], places[code].score, places[code].place)  # by code, as the rules name works
        for code, work in works.items()
    ]
    lines.sort(key=lambda line: (line.place is None, line.place or 0, line.number or 0))
    return Compared(lines, len(said), upheld(points, said))


def comparing(panel: Panel) -> list[Juror]:
    """Jurors with `compared`, how many pairs each has decided; unsigned ones do not count yet."""
    decided = Count("pairs", filter=Q(pairs__better__isnull=False))
    return list(panel.jurors.select_related("person").annotate(compared=decided))
