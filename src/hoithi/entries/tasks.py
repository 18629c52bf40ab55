"""Entries' turns: files that wait are looked into and made ready.

A film may take minutes, and jobs of one process follow each other; so the queue has a thread of its own, one at a
time in each process, and whatever else is due goes on meanwhile. `hoithi worker` in further processes takes further
files.
"""

from __future__ import annotations

import threading

from django.db import connections

from hoithi.core import clock
from hoithi.core.periodic import every
from hoithi.entries.operations.checking import accept_unmoderated
from hoithi.entries.operations.media_work import work_off
from hoithi.entries.operations.queue import jobs_wait

_working = threading.Lock()


@every(seconds=2)
def look_into_files() -> threading.Thread | None:
    """Take up what waits in a thread; None where nothing waits or this process is at it already."""
    if not jobs_wait(clock.now()) or not _working.acquire(blocking=False):
        return None
    thread = threading.Thread(target=_work, name="media", daemon=True)
    thread.start()
    return thread


@every(seconds=30)
def accept_without_approval() -> None:
    """Where the plan asks for none, checked works are in the contest from the close on."""
    accept_unmoderated(clock.now())


def _work() -> None:
    try:
        work_off(clock.now)
    finally:
        connections.close_all()
        _working.release()
