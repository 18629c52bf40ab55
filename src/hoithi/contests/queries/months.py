"""Months of a part whose kind counts month by month: each is read, sealed and published as a round of its own.

`month_part` gives a copy of the part that stands for one month alone: its key, title, window and publication are the
month's. Such a copy is never saved.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy

from hoithi.contests.models import Contest, Part
from hoithi.contests.registry import Months, registry


def month_kind(part: Part) -> Months | None:
    """What the part's kind tells of its months; None for a kind without."""
    kind = registry.kinds.get(part.kind)
    return kind.months if kind is not None else None


def months_of(part: Part) -> list[str]:
    """Months of the part that have begun to count, in order; none for other kinds."""
    months = month_kind(part)
    return months.keys(part) if months is not None else []


def month_part(part: Part, month: str) -> Part:
    """The part in one month alone."""
    months = month_kind(part)
    assert months is not None, "only a kind with months has them"
    found = copy(part)
    found.month = month
    found.key = f"{part.plan_key}-{month}"
    window = months.window(part, month)
    found.opens, found.closes, found.results_published_at = window.opens, window.closes, window.published_at
    found.title = window.title
    return found


def month_parts(contest: Contest, parts: Iterable[Part] | None = None) -> list[Part]:
    """Every month of every part (of these) that has months; nothing is asked where no kind has."""
    found = []
    for part in contest.parts.all() if parts is None else parts:
        part.contest = contest
        found += [month_part(part, month) for month in months_of(part)]
    return found


def again(contest: Contest, part: Part) -> Part:
    """The part (or its month) as the database has it now."""
    fresh = contest.parts.get(pk=part.pk)
    fresh.contest = contest
    return month_part(fresh, part.month) if part.month else fresh
