"""Deciding about a subject of a case (quyết định xử lý), seeing first what it changes, and taking it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from hoithi.audit.operations import record
from hoithi.awards.models import Award
from hoithi.awards.queries.published import is_public
from hoithi.contests.models import Contest, SealedResult
from hoithi.contests.queries.rounds import published_scopes
from hoithi.integrity.errors import AlreadyRuled, CaseMoved, ReasonMissing
from hoithi.integrity.models import Case, CaseSubject, Recall, Ruling
from hoithi.integrity.operations.measures import refresh_places, take_measure, undo_measure
from hoithi.integrity.operations.notify import REVERSED, RULED, tell
from hoithi.integrity.operations.review import check_not_own, locked_case
from hoithi.integrity.queries.effect import difference, picture_of
from hoithi.people.models import User


def preview_ruling(subject: CaseSubject, verdict: str, *, now: datetime, by: User | None) -> dict[str, Any]:
    """What the verdict would change, as `Ruling.effect`: the very operation, inside a transaction that is rolled back.

    Raises AttemptStillOpen, NoAttemptNamed.
    """
    contest = subject.case.contest
    if verdict not in Ruling.MEASURES:
        return {}
    before = picture_of(contest, subject.entrant)
    with transaction.atomic():
        take_measure(subject, verdict, reason="–", now=now, by=by)
        after = picture_of(contest, subject.entrant)
        transaction.set_rollback(True)
    return difference(before, after)


@transaction.atomic
def make_ruling(subject: CaseSubject, verdict: str, *, reason: str, version: int, now: datetime, by: User) -> Ruling:
    """Decide about one person of a case; `version` is the case's as the decider saw it.

    The same decision sent twice is one. Raises CaseMoved, AlreadyRuled, ReasonMissing, OwnCase, AttemptStillOpen,
    NoAttemptNamed; then nothing was changed.
    """
    if verdict not in Ruling.VERDICTS:
        raise ValueError(verdict)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    contest, case = locked_case(subject.case_id)
    check_not_own(case, by)
    subject = CaseSubject.objects.select_related("entrant", "attempt").get(pk=subject.pk)
    held = Ruling.objects.filter(subject=subject, reversed_at__isnull=True).first()
    if held is not None:
        if (held.verdict, held.reason, held.decided_by_id) == (verdict, reason, by.pk):
            return held
        raise AlreadyRuled
    if case.version != version:
        raise CaseMoved
    at = after_seal(contest, now)
    ruling = Ruling(case=case, subject=subject, verdict=verdict, reason=reason, decided_by=by, at=at)
    if verdict != Ruling.CLEAR:
        ruling.appeal_until = now + timedelta(days=settings.INTEGRITY_APPEAL_DAYS)
    if verdict in Ruling.MEASURES:
        before = picture_of(contest, subject.entrant)
        ruling.before = take_measure(subject, verdict, reason=reason, now=now, by=by)
        ruling.effect = difference(before, picture_of(contest, subject.entrant))
        refresh_places(contest, now=now)
    ruling.save()
    _flag_awards(contest, ruling, now)
    _log(case, "integrity:ruling:made", ruling, now, by)
    _close_if_done(case, now, by)
    if verdict != Ruling.CLEAR:
        tell(subject.entrant, RULED, key=f"ruled:{ruling.pk}", now=now, until=ruling.appeal_until)
    return ruling


@transaction.atomic
def clear_rest(case: Case, *, reason: str, version: int, now: datetime, by: User) -> int:
    """No problem with anybody of the case who has no ruling yet; returns how many. Raises as `make_ruling`."""
    if not reason.strip():
        raise ReasonMissing
    contest, case = locked_case(case.pk)
    check_not_own(case, by)
    open_ones = list(case.subjects.exclude(rulings__in=Ruling.objects.filter(reversed_at__isnull=True)))
    if case.version != version:
        raise CaseMoved
    at = after_seal(contest, now)
    for subject in open_ones:
        ruling = Ruling.objects.create(
            case=case, subject=subject, verdict=Ruling.CLEAR, reason=reason.strip(), decided_by=by, at=at
        )
        _log(case, "integrity:ruling:made", ruling, now, by)
    _close_if_done(case, now, by)
    return len(open_ones)


@transaction.atomic
def reverse_ruling(ruling: Ruling, *, reason: str, now: datetime, by: User) -> Ruling:
    """Take a ruling back: everything it changed is as it was. Taking it back again changes nothing.

    Raises ReasonMissing, OwnCase.
    """
    if not reason.strip():
        raise ReasonMissing
    contest, case = locked_case(ruling.case_id)
    check_not_own(case, by)
    ruling = Ruling.objects.select_for_update(of=("self",)).select_related("subject__attempt").get(pk=ruling.pk)
    if ruling.reversed_at is not None:
        return ruling
    ruling.reversed_at, ruling.reversed_by = after_seal(contest, now), by
    ruling.reversed_reason = reason.strip()
    ruling.save(update_fields=["reversed_at", "reversed_by", "reversed_reason"])
    if ruling.verdict in Ruling.MEASURES:
        undo_measure(ruling, now=now, by=by)
        refresh_places(contest, now=now)
    ruling.recalls.filter(withdrawn_at__isnull=True).delete()
    _log(case, "integrity:ruling:reversed", ruling, now, by)
    if case.state == Case.CLOSED:
        case.state = Case.OPEN
        slug = contest.slug
        record("integrity:case:reopened", now=now, contest_key=slug, actor=by, target=str(case.no))
    touch(case, now)
    if ruling.verdict != Ruling.CLEAR:
        tell(ruling.subject.entrant, REVERSED, key=f"reversed:{ruling.pk}", now=now)
    return ruling


def after_seal(contest: Contest, now: datetime) -> datetime:
    """The moment of a decision: never before a seal that does not hold it."""
    last = SealedResult.objects.filter(contest=contest).order_by("at").values_list("at", flat=True).last()
    return now if last is None or last < now else last + timedelta(microseconds=1)


def touch(case: Case, now: datetime) -> None:
    case.version, case.updated_at = case.version + 1, now
    case.save(update_fields=["version", "updated_at", "state", "assigned_to"])


def _flag_awards(contest: Contest, ruling: Ruling, now: datetime) -> None:
    """Awards already public which the ruling takes away: they have to be recalled."""
    public = set(published_scopes(contest))
    lost = {tuple(one) for one in ruling.effect.get("lost", [])}
    rows = Award.objects.filter(contest=contest, state__in=Award.LIVE, prize__key__in={one[0] for one in lost})
    Recall.objects.bulk_create(
        Recall(ruling=ruling, award=award, at=now)
        for award in rows.select_related("prize__standing")
        if (award.prize.key, award.scope, award.subject_id) in lost and is_public(contest, award, public)
    )


def _close_if_done(case: Case, now: datetime, by: User) -> None:
    ruled = Ruling.objects.filter(case=case, reversed_at__isnull=True).values("subject")
    if not case.subjects.exclude(pk__in=ruled).exists():
        case.state = Case.CLOSED
        slug = case.contest.slug
        record("integrity:case:closed", now=now, contest_key=slug, actor=by, target=str(case.no))
    touch(case, now)


def _log(case: Case, action: str, ruling: Ruling, now: datetime, by: User) -> None:
    data = {
        "verdict": ruling.verdict,
        "subject": ruling.subject.entrant.code,
        "lost": len(ruling.effect.get("lost", [])),
    }
    record(action, now=now, contest_key=case.contest.slug, actor=by, target=str(case.no), data=data)
