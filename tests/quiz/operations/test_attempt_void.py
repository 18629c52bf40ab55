"""An ended attempt leaves the count and comes back; what else the person did still counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Entrant, Part, StandingRow
from hoithi.contests.operations.figures import refresh_figures
from hoithi.quiz.models import Attempt, Result
from hoithi.quiz.operations.attempt_errors import AttemptNotFound
from hoithi.quiz.operations.attempt_save import Given, paper_of
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from hoithi.quiz.operations.attempt_void import AttemptStillOpen, restore_attempt, void_attempt
from hoithi.quiz.queries.attempt import attempts_of
from hoithi.quiz.queries.attempt_receipt import is_genuine
from tests.quiz import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NOW = make.NOW


@pytest.fixture
def part(db: None) -> Part:
    found = make.contest(make.personal()).parts.select_related("contest").get()
    make.frozen(found)
    return found


@pytest.fixture
def entrant(part: Part) -> Entrant:
    return make.entrant(part.contest)


def sit(entrant: Entrant, part: Part, right: int, at: int) -> Attempt:
    """One attempt `at` minutes after NOW."""
    start = NOW + timedelta(minutes=at)
    attempt = start_attempt(entrant, part, now=start)
    paper = paper_of(attempt.code, attempt.pk)
    answers = [Given(pos, letter, 1) for pos, letter in enumerate(make.letters(paper, right), 1)]
    return submit_attempt(attempt.code, answers, epoch=attempt.epoch, now=start + make.MINUTE).attempt


def people(part: Part) -> int:
    """How many the public figures count, after the sequencer's turn."""
    kept = refresh_figures(part, now=NOW)
    assert kept is not None
    return int(kept.data["people"])


def test_the_best_of_the_others_counts_and_the_try_stays_used(part: Part, entrant: Entrant) -> None:
    worse, best = sit(entrant, part, 2, 0), sit(entrant, part, 4, 10)
    void_attempt(best.code, now=NOW)
    assert Result.objects.get().attempt_id == worse.pk
    assert Result.objects.get().attempts == 1
    assert StandingRow.objects.get().values["raw"]["correct"] == 2
    assert attempts_of(entrant, part).left == 1
    best.refresh_from_db()
    assert not is_genuine(best)
    restore_attempt(best.code, Attempt.SUBMITTED, now=NOW)
    assert Result.objects.get().attempt_id == best.pk
    best.refresh_from_db()
    assert is_genuine(best)


def test_without_another_nothing_counts(part: Part, entrant: Entrant) -> None:
    only = sit(entrant, part, 3, 0)
    before = list(StandingRow.objects.values("subject_id", "rank_key", "values"))
    assert people(part) == 1
    void_attempt(only.code, now=NOW)
    assert not Result.objects.exists()
    assert not StandingRow.objects.exists()
    assert people(part) == 0
    assert void_attempt(only.code, now=NOW).ended_by == Attempt.VOIDED
    restore_attempt(only.code, Attempt.SUBMITTED, now=NOW)
    assert list(StandingRow.objects.values("subject_id", "rank_key", "values")) == before
    actions = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))[-2:]
    assert actions == ["quiz:attempt:voided", "quiz:attempt:restored"]
    assert people(part) == 1


def test_an_open_attempt_and_an_unknown_one_are_refused(part: Part, entrant: Entrant) -> None:
    attempt = start_attempt(entrant, part, now=NOW)
    with pytest.raises(AttemptStillOpen):
        void_attempt(attempt.code, now=NOW)
    with pytest.raises(AttemptNotFound):
        void_attempt("X" * 20, now=NOW)
    with pytest.raises(ValueError, match="voided"):
        restore_attempt(attempt.code, Attempt.VOIDED, now=NOW)
    assert restore_attempt(attempt.code, Attempt.EXPIRED, now=NOW).ended_at is None  # never voided: left alone
