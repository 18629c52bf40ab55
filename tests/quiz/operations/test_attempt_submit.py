"""Handing in: what arrived in time counts, once."""

from __future__ import annotations

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Entrant, Part
from hoithi.quiz.models import Answer, Attempt, Result
from hoithi.quiz.operations.attempt_save import Given, paper_of
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from tests.quiz.factories import MINUTE, NOW, letters

pytestmark = pytest.mark.both


def carried(attempt: Attempt, right: int) -> list[Given]:
    paper = paper_of(attempt.code, attempt.pk)
    return [Given(pos, letter, 1) for pos, letter in enumerate(letters(paper, right), 1)]


def test_submit_marks_counts_signs_and_logs(part: Part, entrant: Entrant) -> None:
    attempt = start_attempt(entrant, part, now=NOW)
    done = submit_attempt(attempt.code, carried(attempt, 4), epoch=1, now=NOW + 3 * MINUTE)
    attempt = done.attempt
    assert (attempt.correct, attempt.elapsed_ms, attempt.ended_by) == (4, 180_000, "submitted")
    assert len(attempt.receipt_signature) == 128
    result = Result.objects.get(part=part, entrant=entrant)
    assert (result.correct, result.attempt_id, result.all_correct) == (4, attempt.pk, False)
    assert Answer.objects.filter(attempt=attempt).count() == 5
    actions = AuditEvent.objects.filter(action__startswith="quiz:").values_list("action", flat=True)
    assert list(actions) == ["quiz:attempt:started", "quiz:attempt:submitted"]
