"""Handing in (nộp bài): one transaction saves what the pages carry, marks, counts and signs; for one or for many."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.core.errors import Refusal
from hoithi.core.spoken import number
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_errors import AttemptNotFound, AttemptSuperseded, BadPrediction
from hoithi.quiz.operations.attempt_finish import End, finish_many
from hoithi.quiz.operations.attempt_lock import locked_attempt, locked_attempts
from hoithi.quiz.operations.attempt_save import Given, stored_rows
from hoithi.quiz.operations.attempt_sql import Sent, save_rows
from hoithi.quiz.queries.attempt_choices import choices_of
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.rules.timing import in_time

__all__ = ["Handing", "Submission", "locked_attempt", "submit_attempt", "submit_many"]


@dataclass(frozen=True)
class Submission:
    """The ended attempt. `late`: this submit came after the end and carried nothing; `again`: handed in before."""

    attempt: Attempt
    late: bool = False
    again: bool = False

    @property
    def sentence(self) -> str:
        """What to tell the person, in one sentence."""
        if self.again:
            return _("Bài này đã nộp rồi, đây là phiếu của bạn.")
        if self.late:
            return _("Đã hết giờ trước khi bài đến máy chủ. Các câu lưu kịp trước đó vẫn được chấm.")
        return _("Đã nhận bài.")


class Handing(NamedTuple):
    """One submit: all answers the page holds, in its epoch, and when it arrived, which decides."""

    code: str
    answers: Sequence[Given]
    prediction: int | None
    epoch: int
    received_at: datetime


_spoken = lazy(number, str)
"""In the language of whoever reads the refusal; the batch it was decided in has none."""
Outcome = Submission | Refusal | None


def submit_attempt(
    code: str, answers: Sequence[Given], prediction: int | None = None, *, epoch: int, now: datetime
) -> Submission:
    """Hand in an attempt with all answers the page holds; `now` is the arrival, which decides.

    Handing in twice gives the same receipt; after the deadline what was saved in time counts. A submit that arrived in
    time but found the attempt just finalised still counts. Raises AttemptNotFound, AttemptSuperseded, BadAnswer,
    BadPrediction; then nothing was changed.
    """
    (done,) = submit_many([Handing(code, answers, prediction, epoch, now)])
    if isinstance(done, Refusal):
        raise done
    assert done is not None, "nothing was to be skipped"
    return done


@transaction.atomic
def submit_many(handings: Sequence[Handing], *, skip_locked: bool = False) -> list[Outcome]:
    """The same for many submits, each of another attempt, in one transaction; one that is refused keeps nobody back.

    With `skip_locked`, None stands for an attempt that somebody else is changing at this moment: ask again. What goes
    wrong beyond a refusal undoes them all (`attempt_batch.isolated` finds the guilty one).
    """
    attempts = locked_attempts([one.code for one in handings], skip_locked=skip_locked)
    busy = _with_open_attempt([one for one in attempts.values() if one.ended_at is not None])
    papers = choices_of([(one.pk, one.code) for one in attempts.values()])
    outcomes: list[Outcome] = []
    ends: list[End] = []
    sent: list[Sent] = []
    for one in handings:
        attempt = attempts.get(one.code)
        if attempt is None:
            outcomes.append(None if skip_locked else AttemptNotFound())
            continue
        try:
            outcome = _standing(attempt, one, reopens=(attempt.part_id, attempt.entrant_id) not in busy)
            if outcome is None:
                rows = stored_rows(papers[attempt.pk, attempt.code], one.answers)
                sent.append(Sent(attempt.pk, attempt.part_id, one.epoch, rows, one.received_at))
                outcome = Submission(attempt)
            if not outcome.again and (attempt.ended_at is None or not outcome.late):
                ends.append(End(attempt, None if outcome.late else one.received_at))
            outcomes.append(outcome)
        except Refusal as refusal:
            outcomes.append(refusal)
    reopened = [end.attempt.pk for end in ends if end.attempt.ended_at is not None]
    if reopened:  # finalised while these submits, which arrived in time, waited for the lock
        Attempt.objects.filter(pk__in=reopened).update(ended_at=None)
    if sent:
        save_rows(sent, counted=False)
    finish_many(ends)
    return outcomes


def _standing(attempt: Attempt, one: Handing, *, reopens: bool) -> Submission | None:
    """What is already decided about a submit; None: it is to be taken. Raises AttemptSuperseded, BadPrediction."""
    if attempt.ended_by in (Attempt.SUBMITTED, Attempt.VOIDED):
        return Submission(attempt, again=True)
    if not in_time(one.received_at, attempt.deadline_at):
        return Submission(attempt, late=True)
    if one.epoch != attempt.epoch:
        raise AttemptSuperseded
    predicted = _checked(attempt, one.prediction)
    if attempt.ended_at is not None and not reopens:
        return Submission(attempt, late=True)
    attempt.prediction = predicted
    return None


def _with_open_attempt(ended: Collection[Attempt]) -> set[tuple[int, int]]:
    """(part, entrant) of those who have meanwhile started their next attempt: only one is open at a time."""
    if not ended:
        return set()
    own = Attempt.objects.filter(entrant__in={attempt.entrant_id for attempt in ended}, ended_at__isnull=True)
    return set(own.values_list("part_id", "entrant_id"))


def _checked(attempt: Attempt, prediction: int | None) -> int | None:
    asked = settings_of(attempt.part, attempt.entrant.group.key).prediction
    if asked is None:
        return None
    if prediction is None:
        if asked.required and attempt.prediction is None:
            raise BadPrediction(
                gettext_lazy("Bạn chưa trả lời câu dự đoán."), hint=gettext_lazy("Hãy nhập một số rồi nộp bài.")
            )
        return attempt.prediction
    if not 0 <= prediction <= asked.maximum:
        raise BadPrediction(
            format_lazy(gettext_lazy("Số dự đoán phải là một số nguyên từ 0 đến {n}."), n=_spoken(asked.maximum)),
            hint=gettext_lazy("Các câu đã trả lời được giữ nguyên. Hãy sửa số dự đoán rồi nộp bài."),
        )
    return prediction
