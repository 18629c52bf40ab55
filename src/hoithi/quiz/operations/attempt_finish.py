"""What every end of an attempt does, in the caller's transaction: mark, sign, count, tell the standings, log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from hoithi.audit.actor import Actor
from hoithi.audit.operations import Event, record_all
from hoithi.contests.operations.standings import put_facts_many
from hoithi.core.rows import insert_rows
from hoithi.quiz.models import Attempt, Result
from hoithi.quiz.operations.attempt_lock import accounts_of
from hoithi.quiz.operations.attempt_sql import held_answers, other_ended, store_ends
from hoithi.quiz.operations.receipt import sign_receipt
from hoithi.quiz.queries.attempt_paper import content_of
from hoithi.quiz.queries.attempt_settings import SettingsBook, marking_of
from hoithi.quiz.queries.facts import fact_of
from hoithi.quiz.rules.marking import Mark, mark
from hoithi.quiz.rules.receipt import answers_hash
from hoithi.quiz.rules.timing import counting, elapsed_ms
from hoithi.quiz.schema import QuizSettings

MICROSECOND = timedelta(microseconds=1)
CLOCK = Actor(label="hệ thống")
"""Who ends an attempt nobody came back to."""
_RESULT = ("part_id", "entrant_id")


@dataclass(frozen=True)
class _Finished:
    """An attempt as the rule of the counting attempt compares them."""

    attempt: Attempt
    n: int
    correct: int | Fraction
    """Questions right, or points where a multiple choice is marked in parts."""
    elapsed_ms: int
    submitted_at: datetime


class End(NamedTuple):
    """An attempt to be ended: `received_at` is the arrival of the submit, None when time ran out."""

    attempt: Attempt
    received_at: datetime | None


def finish_locked(attempt: Attempt, *, received_at: datetime | None) -> Attempt:
    """End an attempt whose row is locked; see `finish_many`."""
    finish_many([End(attempt, received_at)])
    return attempt


def finish_many(ends: Sequence[End]) -> None:
    """End attempts whose rows are locked, each of another person, with as many statements for many as for one.

    Their `part`, `entrant`, `frozen_bank` and `prediction` are set by the caller; ending one again with other answers
    marks it again.
    """
    if not ends:
        return
    book = SettingsBook()
    answers = held_answers([(end.attempt.part_id, end.attempt.pk) for end in ends])
    for attempt, received_at in ends:
        _end(attempt, received_at, answers.get(attempt.pk, ()), book.of(attempt.part, attempt.entrant))
    store_ends([end.attempt for end in ends])
    results = _counted([end.attempt for end in ends], book)
    by_part: dict[int, list[Result]] = defaultdict(list)
    for result in results:
        by_part[result.part_id].append(result)
    for _part_id, counted in sorted(by_part.items()):
        facts = [(one.entrant, fact_of(one, book.of(one.part, one.entrant))) for one in counted]
        put_facts_many(counted[0].part, facts, now=max(end.attempt.ended_at for end in ends if end.attempt.ended_at))
    record_all(_events(ends))


def _end(
    attempt: Attempt, received_at: datetime | None, answers: Iterable[tuple[int, str]], settings: QuizSettings
) -> None:
    held = {pos: choice.split(",") for pos, choice in answers if choice}
    marked = _mark(attempt, settings, held)
    attempt.answers_hash = answers_hash([held.get(pos, []) for pos in range(1, len(attempt.paper) + 1)])
    attempt.received_at = received_at
    attempt.ended_at = received_at or attempt.deadline_at
    attempt.ended_by = Attempt.SUBMITTED if received_at else Attempt.EXPIRED
    attempt.correct = marked.correct
    attempt.score = "" if marked.score == marked.correct else f"{marked.score.numerator}/{marked.score.denominator}"
    attempt.elapsed_ms = elapsed_ms(attempt.started_at, received_at, attempt.deadline_at)
    attempt.submitted_no = (attempt.ended_at - (attempt.part.opens or attempt.started_at)) // MICROSECOND
    attempt.receipt_signature = sign_receipt(attempt, shows_score=settings.show_score == "at_once")


def _mark(attempt: Attempt, settings: QuizSettings, held: Mapping[int, Sequence[str]]) -> Mark:
    """Marked against the frozen versions, from the answers the server holds."""
    items = content_of(attempt.frozen_bank).items
    paper = [str(frozen_id) for frozen_id, _ in attempt.paper]
    answers = {paper[pos - 1]: chosen for pos, chosen in held.items()}
    keys: Mapping[str, frozenset[str]] = {key: items[int(key)].key for key in paper}
    return mark(paper, answers, keys, marking_of(settings))


def _events(ends: Sequence[End]) -> Iterator[Event]:
    """Who hands in is the entrant's own account, which the token was issued to."""
    accounts = accounts_of(end.attempt.entrant for end in ends if end.received_at)
    for attempt, received_at in ends:
        assert attempt.ended_at is not None
        account = Actor(id=accounts.get(attempt.entrant.person_id))
        yield Event(
            f"quiz:attempt:{attempt.ended_by}",
            now=attempt.ended_at,
            contest_key=attempt.part.contest.slug,
            actor=account if received_at else CLOCK,
            target=attempt.code,
            data={
                "part": attempt.part.key,
                "n": attempt.n,
                "correct": attempt.correct,
                "elapsed_ms": attempt.elapsed_ms,
            },
        )


def count_result(attempt: Attempt, settings: QuizSettings) -> Result:
    """Keep the row of the attempt that counts (best, last or first by the plan) among all that ended.

    `attempt` has ended, and is as it is stored.
    """
    (result,) = _counted([attempt], settings)
    return result


def _counted(attempts: Sequence[Attempt], rules: SettingsBook | QuizSettings) -> list[Result]:
    """The same for attempts of different people."""
    given = {(attempt.part_id, attempt.entrant_id): attempt for attempt in attempts}
    assert len(given) == len(attempts), "one attempt of each person"
    ended: dict[tuple[int, int], list[Attempt]] = {key: [attempt] for key, attempt in given.items()}
    for other in other_ended({attempt.pk: attempt.entrant_id for attempt in attempts}):
        if (other.part_id, other.entrant_id) in given:
            ended[other.part_id, other.entrant_id].append(other)
    results = []
    for key, attempt in sorted(given.items()):
        settings = rules.of(attempt.part, attempt.entrant) if isinstance(rules, SettingsBook) else rules
        results.append(_result(attempt, ended[key], settings))
    insert_rows(results, unique=_RESULT)
    return results


def _result(attempt: Attempt, ended: Iterable[Attempt], settings: QuizSettings) -> Result:
    finished = [_as_finished(one, settings) for one in ended if one.ended_by != Attempt.VOIDED]
    best = counting(finished, settings.counts, unit=settings.time_unit)
    assert best is not None, "the attempt at hand has ended"
    entrant, chosen = attempt.entrant, best.attempt
    return Result(
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


def _as_finished(attempt: Attempt, settings: QuizSettings) -> _Finished:
    assert attempt.correct is not None
    assert attempt.elapsed_ms is not None
    assert attempt.ended_at is not None
    points = Fraction(attempt.score) if attempt.score and settings.multiple == "partial" else attempt.correct
    return _Finished(attempt, attempt.n, points, attempt.elapsed_ms, attempt.ended_at)
