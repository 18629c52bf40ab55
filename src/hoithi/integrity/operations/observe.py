"""Noting how an attempt was opened (ghi dấu vết): device, network, family of the browser; focus only with consent."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from hoithi.audit.actor import Actor
from hoithi.audit.operations import record
from hoithi.integrity.marks import device_mark, network_mark
from hoithi.integrity.models import FocusCount, Trace
from hoithi.integrity.queries.signals import focus_allowed
from hoithi.integrity.rules.agent import family
from hoithi.quiz.models import Attempt

SYSTEM = Actor(label="hệ thống")
MOST_LOSSES = 10_000


def note_opening(attempt: Attempt, *, cookie: str, address: str, agent: str, now: datetime) -> None:
    """One row per attempt, device, network and browser; seen again, it only counts."""
    contest = attempt.part.contest_id
    key = {
        "attempt": attempt,
        "device": device_mark(contest, cookie),
        "network": network_mark(contest, address),
        "agent": family(agent),
    }
    with transaction.atomic():
        _row, new = Trace.objects.get_or_create(**key, defaults={"first_at": now, "last_at": now})
        if not new:
            Trace.objects.filter(**key).update(opened=F("opened") + 1, last_at=now)


@transaction.atomic
def note_focus(attempt: Attempt, *, losses: int, away_ms: int, now: datetime) -> bool:
    """Take the page's own count of how often it lost the screen; False (and nothing kept) without plan and consent.

    The page reports totals, so a report sent twice changes nothing and a late one never lowers them.
    """
    if attempt.ended_at is not None or not focus_allowed(attempt):
        return False
    losses, away_ms = min(max(0, losses), MOST_LOSSES), max(0, away_ms)
    longest = int((attempt.deadline_at - attempt.started_at) / timedelta(milliseconds=1))
    row, _new = FocusCount.objects.select_for_update().get_or_create(
        attempt=attempt, defaults={"losses": 0, "away_ms": 0, "last_at": now}
    )
    row.losses, row.away_ms = max(row.losses, losses), max(row.away_ms, min(away_ms, longest))
    row.last_at = now
    row.save()
    return True


@transaction.atomic
def purge_signals(*, now: datetime, keep: timedelta, focus_keep: timedelta) -> tuple[int, int]:
    """Delete traces `keep` after their part closed and focus counts `focus_keep` after publication, at the latest as
    long after the close; also of people who withdrew their consent. Returns how many of each."""
    traces, _ = Trace.objects.filter(attempt__part__closes__lt=now - keep).delete()
    old = Q(attempt__part__contest__results_published_at__lt=now - focus_keep)
    old |= Q(attempt__part__closes__lt=now - 3 * focus_keep)
    withdrawn = Q(
        attempt__entrant__person__consents__purpose="focus_signals",
        attempt__entrant__person__consents__withdrawn_at__isnull=False,
    )
    counts = FocusCount.objects.filter(old | withdrawn).select_related("attempt__entrant__person", "attempt__part")
    gone = [
        row.pk for row in counts.distinct() if _is_old(row.attempt, now, focus_keep) or not focus_allowed(row.attempt)
    ]
    focus, _ = FocusCount.objects.filter(pk__in=gone).delete()
    if traces or focus:
        data = {"traces": traces, "focus": focus}
        record("integrity:signals:purged", now=now, actor=SYSTEM, data=data)
    return traces, focus


def _is_old(attempt: Attempt, now: datetime, keep: timedelta) -> bool:
    published, closes = attempt.part.contest.results_published_at, attempt.part.closes
    return bool((published and published < now - keep) or (closes and closes < now - 3 * keep))
