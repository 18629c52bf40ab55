"""Handing in (nộp bài): one transaction saves what the page carries, marks, counts and signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.core.spoken import number
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_errors import AttemptNotFound, AttemptSuperseded, BadPrediction
from hoithi.quiz.operations.attempt_finish import finish_locked
from hoithi.quiz.operations.attempt_save import Given, stored_rows
from hoithi.quiz.operations.attempt_sql import Sent, save_rows
from hoithi.quiz.queries.attempt_choices import choices_of
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.rules.timing import in_time


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


@transaction.atomic
def submit_attempt(
    code: str, answers: Sequence[Given], prediction: int | None = None, *, epoch: int, now: datetime
) -> Submission:
    """Hand in an attempt with all answers the page holds; `now` is the arrival, which decides.

    Handing in twice gives the same receipt; after the deadline what was saved in time counts. A submit that arrived in
    time but found the attempt just finalised still counts. Raises AttemptNotFound, AttemptSuperseded, BadAnswer,
    BadPrediction; then nothing was changed.
    """
    attempt = locked_attempt(code)
    if attempt.ended_by in (Attempt.SUBMITTED, Attempt.VOIDED):
        return Submission(attempt, again=True)
    if not in_time(now, attempt.deadline_at):
        if attempt.ended_at is None:
            finish_locked(attempt, received_at=None)
        return Submission(attempt, late=True)
    if epoch != attempt.epoch:
        raise AttemptSuperseded
    rows = stored_rows(choices_of([(attempt.pk, code)])[attempt.pk, code], answers)
    attempt.prediction = _checked(attempt, prediction)
    if attempt.ended_at is not None and not _reopened(attempt):
        return Submission(attempt, late=True)
    save_rows([Sent(attempt.pk, attempt.part_id, epoch, rows, now)])
    return Submission(finish_locked(attempt, received_at=now))


def _reopened(attempt: Attempt) -> bool:
    """Open again what was finalised while this submit, which arrived in time, waited for the lock.

    Not when the person has meanwhile started their next attempt: only one is open at a time.
    """
    own = Attempt.objects.filter(part=attempt.part, entrant=attempt.entrant)
    if own.filter(ended_at__isnull=True).exists():
        return False
    return own.filter(pk=attempt.pk).update(ended_at=None) == 1


def locked_attempt(code: str, *, skip_locked: bool = False) -> Attempt:
    """The attempt with what its end needs, locked. Raises AttemptNotFound (also when skipped).

    The entrant is locked first, as a start does: two ends of one person follow each other, and a correction of their
    unit or group is never missed.
    """
    rows = Attempt.objects.select_for_update(of=("entrant", "self"), no_key=True, skip_locked=skip_locked)
    related = ("part__contest", "entrant__group", "frozen_bank")
    unread = ("part__contest__definition", "frozen_bank__blueprint")
    found = rows.select_related(*related).defer(*unread).filter(code=code)
    attempt = next(iter(found), None)
    if attempt is None and not skip_locked:  # the group was corrected while this waited: its join came out empty
        attempt = next(iter(found.all()), None)
    if attempt is None:
        raise AttemptNotFound
    return attempt


def _checked(attempt: Attempt, prediction: int | None) -> int | None:
    asked = settings_of(attempt.part, attempt.entrant.group.key).prediction
    if asked is None:
        return None
    if prediction is None:
        if asked.required and attempt.prediction is None:
            raise BadPrediction(_("Bạn chưa trả lời câu dự đoán."), hint=_("Hãy nhập một số rồi nộp bài."))
        return attempt.prediction
    if not 0 <= prediction <= asked.maximum:
        raise BadPrediction(
            _("Số dự đoán phải là một số nguyên từ 0 đến {n}.").format(n=number(asked.maximum)),
            hint=_("Các câu đã trả lời được giữ nguyên. Hãy sửa số dự đoán rồi nộp bài."),
        )
    return prediction
