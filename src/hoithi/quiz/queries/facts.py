"""Facts of quiz parts for standings: one row per person, of the attempt that counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from fractions import Fraction

from hoithi.contests.models import Part
from hoithi.contests.registry import Fact, Value
from hoithi.quiz.models import Attempt, Result
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.rules.timing import in_unit
from hoithi.quiz.schema import QuizSettings

IN_FLIGHT = timedelta(seconds=30)
"""How long after the close a submit that arrived in time may still be on its way through the server."""


def values_of(result: Result, settings: QuizSettings) -> dict[str, Value]:
    """The measures of one person's result, times in the unit they are compared in."""
    score = result.attempt.score if settings.multiple == "partial" else ""
    return {
        "taken": 1,
        "correct": Fraction(score) if score else result.correct,
        "all_correct": int(result.all_correct),
        "elapsed_ms": in_unit(result.elapsed_ms, settings.time_unit) * (1000 if settings.time_unit == "s" else 1),
        "submitted": result.submitted_no,
        "attempts": result.attempts,
        "prediction": result.prediction,
    }


def facts_of(part: Part, *, subjects: Collection[int] | None = None) -> Iterator[Fact]:
    """One fact per person who finished an attempt of this part: of everybody, or of these entrants."""
    rows = Result.objects.filter(part=part)
    if settings_of(part).multiple == "partial":  # the one value that stays with the attempt
        rows = rows.select_related("attempt").defer("attempt__paper")
    if subjects is not None:
        rows = rows.filter(entrant_id__in=subjects)
    settings: dict[str, QuizSettings] = {}
    for row in rows.order_by("entrant_id").iterator(chunk_size=2000):
        key = row.group_key
        if key not in settings:
            settings[key] = settings_of(part, key)
        yield fact_of(row, settings[key])


def fact_of(row: Result, settings: QuizSettings) -> Fact:
    """One person's result as standings read it."""
    return Fact(
        subject_id=row.entrant_id,
        values=values_of(row, settings),
        contest_unit_id=row.contest_unit_id,
        group_key=row.group_key,
        prize_ok=row.prize_ok,
        counts_for_unit=row.counts_for_unit,
        on_roster=row.on_roster,
    )


def is_settled(part: Part, *, now: datetime) -> bool:
    """Whether the part is closed, beyond any grace, and nobody's attempt is open."""
    if part.closes is None or now < part.closes + IN_FLIGHT:
        return False
    return not Attempt.objects.filter(part=part, ended_at__isnull=True).exists()
