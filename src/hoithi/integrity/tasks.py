"""Integrity's turns: looks over parts that have closed, and signals whose time to be kept is over.

A look may take as long as a minute of computing, and jobs of one process follow each other; so it has a thread of its
own, one at a time, and attempts that run out meanwhile are finalised as ever.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connections

from hoithi.core import clock
from hoithi.core.periodic import every
from hoithi.integrity.operations.observe import purge_signals
from hoithi.integrity.operations.scan import ask_due_scans, run_scans, scans_wait

_looking = threading.Lock()


@every(seconds=20)
def look_over() -> threading.Thread | None:
    """Ask for what is due, and carry out what was asked for in a thread; None where nothing waits or one is at it."""
    ask_due_scans(clock.now())
    if not scans_wait() or not _looking.acquire(blocking=False):
        return None
    thread = threading.Thread(target=_look, args=(clock.now(),), name="integrity")
    thread.start()
    return thread


def _look(now: datetime) -> None:
    try:
        run_scans(now)
    finally:
        connections.close_all()
        _looking.release()


@every(seconds=3600)
def purge() -> None:
    purge_signals(
        now=clock.now(),
        keep=timedelta(days=settings.INTEGRITY_KEEP_DAYS),
        focus_keep=timedelta(days=settings.INTEGRITY_FOCUS_KEEP_DAYS),
    )
