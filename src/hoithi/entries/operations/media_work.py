"""Working the queue off: one job at a time, each file read once from the store and only inside a limited child."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from hoithi.entries.formats.limited import LimitReached
from hoithi.entries.models import MediaJob
from hoithi.entries.operations import checking, likeness, preparing
from hoithi.entries.operations.queue import MOST_TRIES, GivenUp, beat, claim, finish, give_back
from hoithi.files.queries import StoreTrouble, local_path

logger = logging.getLogger(__name__)
Time = Callable[[], datetime]


def work_off(time: Time, *, most: int | None = None) -> int:
    """Do what waits, `most` jobs or until nothing is left; how many were taken up. `time` tells the present instant."""
    count = 0
    while (most is None or count < most) and (job := claim(time())) is not None:
        do_job(_with_work(job), time)
        count += 1
    return count


def _with_work(job: MediaJob) -> MediaJob:
    return MediaJob.objects.select_related("file__file", "file__work__entry__part__contest").get(pk=job.pk)


def do_job(job: MediaJob, time: Time) -> None:
    """One held job: done, given back for another try, or ended. What goes wrong is logged and never gets out."""
    if job.tries > MOST_TRIES:  # its workers were killed, every one of them
        _end(job, "killed", time())
        return
    try:
        with local_path(job.file.file) as source:
            _do(job, source, time)
    except GivenUp:
        logger.warning("job %s (%s of file %s) was taken over by another worker", job.pk, job.kind, job.file_id)
    except (LimitReached, StoreTrouble) as error:
        _failed(job, error, time())
    except Exception as error:
        logger.exception("job %s (%s of file %s) failed", job.pk, job.kind, job.file_id)
        _failed(job, error, time())


def _do(job: MediaJob, source: Path, time: Time) -> None:
    def tick(percent: int) -> None:
        beat(job, percent, now=time())

    if job.kind == MediaJob.CHECK:
        checking.store_check(job, checking.check_file(job, source, tick), now=time())
    elif job.kind == MediaJob.LIKENESS:
        likeness.search_copies(job, source, tick, now=time())
    else:
        with tempfile.TemporaryDirectory(prefix="hoithi-media-") as name:
            folder = Path(name)
            if job.kind == MediaJob.PREPARE:
                made = preparing.prepare_file(job, source, folder, tick)
            else:
                made = preparing.convert_file(source, folder, tick)
            preparing.store_made(job, made, now=time())


def _failed(job: MediaJob, error: Exception, now: datetime) -> None:
    trouble = f"{type(error).__name__}: {error}"
    if not give_back(job, trouble, now=now):
        _end(job, trouble, now)


def _end(job: MediaJob, trouble: str, now: datetime) -> None:
    """No further try. For a check this is a finding like any other; what is made besides is only missing."""
    try:
        if job.kind != MediaJob.CHECK:
            finish(job, now=now, state=MediaJob.FAILED, trouble=trouble)
            return
        checking.store_check(job, _last_word(job), now=now, trouble=trouble)
    except GivenUp:
        logger.warning("job %s was ended by another worker", job.pk)


def _last_word(job: MediaJob) -> checking.Json:
    try:
        with local_path(job.file.file) as source:
            return checking.report_unreadable(source)
    except StoreTrouble:
        return checking.report_unreadable(None)
