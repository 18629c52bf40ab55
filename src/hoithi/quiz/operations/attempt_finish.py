"""What every end of an attempt does, in the caller's transaction: mark, sign, count, tell the standings, log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from hoithi.audit.actor import Actor
from hoithi.audit.operations import record
from hoithi.contests.operations.standings import put_facts
from hoithi.quiz.models import Answer, Attempt, Result
from hoithi.quiz.operations.receipt import sign_receipt
from hoithi.quiz.queries.attempt_paper import content_of
from hoithi.quiz.queries.attempt_settings import marking_of, settings_of
from hoithi.quiz.queries.facts import fact_of
from hoithi.quiz.rules.marking import Mark, mark
from hoithi.quiz.rules.timing import counting, elapsed_ms
from hoithi.quiz.schema import QuizSettings

MICROSECOND = timedelta(microseconds=1)
CLOCK = Actor(label="hệ thống")
"""Who ends an attempt nobody came back to."""
_RESULT = ("part", "entrant")
ENDED = (
    "received_at",
    "ended_at",
    "ended_by",
    "correct",
    "score",
    "elapsed_ms",
    "submitted_no",
    "prediction",
    "receipt_signature",
)
"""What an end writes; the paper and the deadline never change."""


@dataclass(frozen=True)
class _Finished:
    """An attempt as the rule of the counting attempt compares them."""

    attempt: Attempt
    n: int
    correct: int | Fraction
    """Questions right, or points where a multiple choice is marked in parts."""
    elapsed_ms: int
    submitted_at: datetime


def finish_locked(attempt: Attempt, *, received_at: datetime | None) -> Attempt:
    """End an attempt whose row is locked: `received_at` is the arrival of the submit, None when time ran out.

    Its `part`, `entrant` and `prediction` are set by the caller; ending it again with other answers marks it again.
    """
    settings = settings_of(attempt.part, attempt.entrant.group.key)
    marked = _mark(attempt, settings)
    attempt.received_at = received_at
    attempt.ended_at = received_at or attempt.deadline_at
    attempt.ended_by = Attempt.SUBMITTED if received_at else Attempt.EXPIRED
    attempt.correct = marked.correct
    attempt.score = "" if marked.score == marked.correct else f"{marked.score.numerator}/{marked.score.denominator}"
    attempt.elapsed_ms = elapsed_ms(attempt.started_at, received_at, attempt.deadline_at)
    attempt.submitted_no = (attempt.ended_at - (attempt.part.opens or attempt.started_at)) // MICROSECOND
    attempt.receipt_signature = sign_receipt(attempt)
    attempt.save(update_fields=ENDED)
    result = count_result(attempt, settings)
    put_facts(attempt.part, attempt.entrant, fact_of(result, settings), now=attempt.ended_at)
    record(
        f"quiz:attempt:{attempt.ended_by}",
        now=attempt.ended_at,
        contest_key=attempt.part.contest.slug,
        actor=None if received_at else CLOCK,
        target=attempt.code,
        data={
            "part": attempt.part.key,
            "n": attempt.n,
            "correct": attempt.correct,
            "elapsed_ms": attempt.elapsed_ms,
        },
    )
    return attempt


def _mark(attempt: Attempt, settings: QuizSettings) -> Mark:
    """Marked against the frozen versions, from the answers the server holds."""
    items = content_of(attempt.frozen_bank).items
    paper = [str(frozen_id) for frozen_id, _ in attempt.paper]
    saved = Answer.objects.filter(part_id=attempt.part_id, attempt=attempt).values_list("pos", "choice")
    answers = {paper[pos - 1]: choice.split(",") for pos, choice in saved if choice}
    keys: Mapping[str, frozenset[str]] = {key: items[int(key)].key for key in paper}
    return mark(paper, answers, keys, marking_of(settings))


def count_result(attempt: Attempt, settings: QuizSettings) -> Result:
    """Keep the row of the attempt that counts (best, last or first by the plan) among all that ended.

    `attempt` has ended, and is as it is stored.
    """
    others = Attempt.objects.filter(part=attempt.part, entrant=attempt.entrant).exclude(pk=attempt.pk)
    ended = [one for one in (attempt, *others) if one.ended_at is not None and one.ended_by != Attempt.VOIDED]
    finished = [_as_finished(one, settings) for one in ended]
    best = counting(finished, settings.counts, unit=settings.time_unit)
    assert best is not None, "the attempt at hand has ended"
    entrant, chosen = attempt.entrant, best.attempt
    result = Result(
        part=attempt.part,
        entrant=entrant,
        attempt=chosen,
        group_key=entrant.group.key,
        contest_unit_id=entrant.contest_unit_id,
        correct=chosen.correct or 0,
        elapsed_ms=best.elapsed_ms,
        submitted_no=chosen.submitted_no or 0,
        all_correct=chosen.correct == len(chosen.paper),
        attempts=len(finished),
        prediction=chosen.prediction,
        prize_ok=entrant.prize_ok,
        counts_for_unit=entrant.counts_for_unit,
        on_roster=entrant.roster_entry_id is not None,
    )
    changing = [field.name for field in Result._meta.concrete_fields if field.name not in (*_RESULT, "pk")]
    Result.objects.bulk_create([result], update_conflicts=True, unique_fields=_RESULT, update_fields=changing)
    return result


def _as_finished(attempt: Attempt, settings: QuizSettings) -> _Finished:
    assert attempt.correct is not None
    assert attempt.elapsed_ms is not None
    assert attempt.ended_at is not None
    points = Fraction(attempt.score) if attempt.score and settings.multiple == "partial" else attempt.correct
    return _Finished(attempt, attempt.n, points, attempt.elapsed_ms, attempt.ended_at)
