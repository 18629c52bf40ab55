"""The queue of work on files (hàng đợi xử lý tệp): asked for once, claimed by one worker, given up after three tries.

A worker says now and then that it lives; one that was killed is given up after `LEASE` and its job is taken by
another. Whoever was given up and still goes on finds at its next word that the job is no longer its own.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from hoithi.entries.models import MediaJob, WorkFile

LEASE = timedelta(minutes=2)
MOST_TRIES = 3
AGAIN = (timedelta(seconds=30), timedelta(minutes=5))
"""Wait before the second and the third try."""


class GivenUp(Exception):
    """The job belongs to somebody else by now."""


def enqueue(file: WorkFile, kind: str, *, now: datetime) -> MediaJob:
    """Ask for a job; asking again changes nothing. In the caller's transaction."""
    job, _made = MediaJob.objects.get_or_create(
        file=file, kind=kind, defaults={"rank": MediaJob.RANK[kind], "queued_at": now, "due_at": now}
    )
    return job


def enqueue_again(file: WorkFile, kind: str, *, now: datetime) -> MediaJob:
    """Ask for a job anew though it was done or given up, as an administrator may."""
    job = enqueue(file, kind, now=now)
    ended = MediaJob.objects.filter(pk=job.pk, state__in=(MediaJob.DONE, MediaJob.FAILED))
    ended.update(state=MediaJob.WAITING, tries=0, progress=0, queued_at=now, due_at=now, finished_at=None)
    job.refresh_from_db()
    return job


def _due(now: datetime) -> Q:
    """Waiting and due, or running under a worker that has not said a word for too long."""
    return Q(state__in=(MediaJob.WAITING, MediaJob.RUNNING), due_at__lte=now)


def jobs_wait(now: datetime) -> bool:
    return MediaJob.objects.filter(_due(now)).exists()


def claim(now: datetime) -> MediaJob | None:
    """The next job, now held by the caller; None when nothing waits. Two claims at once get two jobs."""
    if not jobs_wait(now):
        return None
    with transaction.atomic():
        due = MediaJob.objects.filter(_due(now)).order_by("rank", "queued_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        job = due.first()
        if job is None:
            return None
        job.state, job.tries, job.progress, job.due_at = MediaJob.RUNNING, job.tries + 1, 0, now + LEASE
        job.save(update_fields=["state", "tries", "progress", "due_at"])
        if job.kind == MediaJob.CHECK:
            WorkFile.objects.filter(pk=job.file_id).update(progress=0, check_state=WorkFile.RUNNING)
        return job


def _mine(job: MediaJob) -> Q:
    return Q(pk=job.pk, state=MediaJob.RUNNING, tries=job.tries)


def beat(job: MediaJob, percent: int, *, now: datetime) -> None:
    """Say that the worker lives and how far it is; few writes however often it is called. Raises GivenUp."""
    lately = job.due_at - now > LEASE * 3 / 4
    if lately and percent == job.progress:
        return
    if not MediaJob.objects.filter(_mine(job)).update(progress=percent, due_at=now + LEASE):
        raise GivenUp
    job.progress, job.due_at = percent, now + LEASE
    if job.kind == MediaJob.CHECK:
        WorkFile.objects.filter(pk=job.file_id).update(progress=percent)


def finish(job: MediaJob, *, now: datetime, state: str = MediaJob.DONE, trouble: str = "") -> None:
    """Mark it done in the transaction that stores what came out. Raises GivenUp, and then nothing is stored."""
    done = {"state": state, "progress": 100, "finished_at": now, "trouble": trouble[:2000]}
    if not MediaJob.objects.filter(_mine(job)).update(**done):
        raise GivenUp


def give_back(job: MediaJob, trouble: str, *, now: datetime) -> bool:
    """After a failed try: wait for the next. False when it was the last and the caller has to end it."""
    if job.tries >= MOST_TRIES:
        return False
    later = now + AGAIN[min(job.tries, len(AGAIN)) - 1]
    MediaJob.objects.filter(_mine(job)).update(state=MediaJob.WAITING, due_at=later, trouble=trouble[:2000])
    return True
