"""Saying that facts of works have changed: the sequencer brings standings and figures up to date."""

from __future__ import annotations

from hoithi.contests.models import Part, StandingMark
from hoithi.contests.operations.opening import standings_reading


def mark_part(part: Part, *, measures: set[str] | None = None) -> None:
    """Leave a mark for every standing that reads the part (of these measures alone, where given) and for its figures.

    Called in the transaction that changed a work's state, a vote or a mark; only inserts, so nobody waits for anybody.
    """
    standings = [
        one
        for one in standings_reading(part)
        if measures is None
        or any(term.part == part.plan_key and {term.measure, term.where.measure} & measures for term in one.spec.terms)
    ]
    marks = [StandingMark(standing_id=one.pk) for one in standings]
    if measures is None:
        marks.append(StandingMark(part_id=part.pk))
    StandingMark.objects.bulk_create(marks)
