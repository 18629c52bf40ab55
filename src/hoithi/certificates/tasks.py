"""Certificates' turns: papers asked for in bulk are set in a thread of their own, one run at a time in a process."""

from __future__ import annotations

import logging
import threading

from django.db import connections

from hoithi.certificates.models import Batch
from hoithi.certificates.operations.issue import work_on_batches
from hoithi.core import clock
from hoithi.core.periodic import every

_working = threading.Lock()
logger = logging.getLogger(__name__)


@every(seconds=2)
def set_papers() -> threading.Thread | None:
    """Take up what waits in a thread; None where nothing waits or this process is at it already."""
    waiting = Batch.objects.filter(state__in=(Batch.WAITING, Batch.RUNNING), due_at__lte=clock.now())
    if not waiting.exists() or not _working.acquire(blocking=False):
        return None
    thread = threading.Thread(target=_work, name="papers", daemon=True)
    thread.start()
    return thread


def _work() -> None:
    try:
        work_on_batches(clock.now())
    except Exception:
        logger.exception("papers could not be set")
    finally:
        connections.close_all()
        _working.release()
