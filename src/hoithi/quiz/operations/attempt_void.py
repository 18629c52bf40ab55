"""Taking an ended attempt out of the count (hủy kết quả lượt thi), and putting it back as it was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.contests.models import Part, StandingMark, StandingRow
from hoithi.contests.operations.opening import standings_reading
from hoithi.contests.operations.standings import follows_each_fact, is_settled, put_facts, refresh_standing
from hoithi.core.errors import Refusal
from hoithi.people.models import User
from hoithi.quiz.models import Attempt, Result
from hoithi.quiz.operations.attempt_finish import count_result
from hoithi.quiz.operations.attempt_submit import locked_attempt
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.queries.facts import fact_of


class AttemptStillOpen(Refusal):
    """Only what has ended can be taken out."""


@transaction.atomic
def void_attempt(code: str, *, now: datetime, by: User | None = None, refresh: bool = True) -> Attempt:
    """Take an ended attempt out of the count: the next best (last, first) one counts, or nothing does.

    The attempt, its answers and its receipt stay; the try stays used. Voiding it again changes nothing. `refresh`:
    settled standings get their stored places anew at once. Raises AttemptNotFound, AttemptStillOpen.
    """
    attempt = locked_attempt(code)
    if attempt.ended_at is None:
        raise AttemptStillOpen(
            _("Lượt thi này còn đang làm nên chưa xử lý được."), hint=_("Hãy chờ đến khi lượt thi kết thúc.")
        )
    if attempt.ended_by == Attempt.VOIDED:
        return attempt
    return _recount(attempt, Attempt.VOIDED, "quiz:attempt:voided", now, by, refresh=refresh)


@transaction.atomic
def restore_attempt(
    code: str, ended_by: str, *, now: datetime, by: User | None = None, refresh: bool = True
) -> Attempt:
    """Put a voided attempt back into the count, ended as it was (`submitted` or `expired`). Raises AttemptNotFound."""
    if ended_by not in (Attempt.SUBMITTED, Attempt.EXPIRED):
        raise ValueError(ended_by)
    attempt = locked_attempt(code)
    if attempt.ended_by != Attempt.VOIDED:
        return attempt
    return _recount(attempt, ended_by, "quiz:attempt:restored", now, by, refresh=refresh)


def _recount(attempt: Attempt, ended_by: str, action: str, now: datetime, by: User | None, *, refresh: bool) -> Attempt:
    attempt.ended_by = ended_by
    attempt.save(update_fields=["ended_by"])
    part, entrant = attempt.part, attempt.entrant
    own = Attempt.objects.filter(part=part, entrant=entrant, ended_at__isnull=False)
    rest = own.exclude(ended_by=Attempt.VOIDED).order_by("n").last()
    if rest is None:
        _drop(attempt, now)
    else:
        rest.part, rest.entrant = part, entrant
        settings = settings_of(part, entrant.group.key)
        put_facts(part, entrant, fact_of(count_result(rest, settings), settings), now=now)
    data = {"part": part.key, "n": attempt.n}
    record(action, now=now, contest_key=part.contest.slug, actor=by, target=attempt.code, data=data)
    if refresh:
        refresh_settled(part, now=now)
    return attempt


def _drop(attempt: Attempt, now: datetime) -> None:
    """Nothing of the entrant counts in this part any more; what they did in other rounds still does."""
    part, entrant = attempt.part, attempt.entrant
    Result.objects.filter(part=part, entrant=entrant).delete()
    standings = standings_reading(part)
    live = [standing.pk for standing in standings if follows_each_fact(standing)]
    StandingRow.objects.filter(standing_id__in=live, subject_id=entrant.pk).delete()
    marks = [StandingMark(standing_id=one.pk, subject_id=entrant.pk) for one in standings if one.pk not in live]
    marks.append(StandingMark(part_id=part.pk, subject_id=entrant.pk))
    StandingMark.objects.bulk_create(marks)
    for held in Result.objects.filter(entrant=entrant).select_related("part", "attempt").order_by("part_id"):
        held.part.contest = part.contest
        put_facts(held.part, entrant, fact_of(held, settings_of(held.part, entrant.group.key)), now=now)


def refresh_settled(part: Part, *, now: datetime) -> None:
    """Standings whose places are stored are stored anew; live ones follow each fact by themselves."""
    for standing in standings_reading(part):
        if is_settled(standing, now):
            refresh_standing(standing, now=now)
