"""Jobs that run every few seconds, inside `hoithi serve` or by `hoithi worker`.

An app declares one in its `tasks.py`::

    @every(seconds=2)
    def seal_audit() -> None: ...

A job must be safe to run twice and in two processes at once: it takes its own row locks.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Job = Callable[[], object]
logger = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


@dataclass
class Periodic:
    """A registered job; `due` is a reading of the monotonic clock."""

    job: Job
    seconds: float
    due: float = field(default=0.0)

    @property
    def name(self) -> str:
        return f"{self.job.__module__}.{self.job.__qualname__}"


_jobs: dict[str, Periodic] = {}


def every(*, seconds: float) -> Callable[[Job], Job]:
    """Register a job to be run about every `seconds` (real time, not the business clock)."""

    def register(job: Job) -> Job:
        periodic = Periodic(job, seconds)
        _jobs[periodic.name] = periodic
        return job

    return register


def jobs() -> list[Periodic]:
    return sorted(_jobs.values(), key=lambda periodic: periodic.name)


def run_due(monotonic: float | None = None) -> list[str]:
    """Run what is due, one job at a time in this process; a failing job is logged and tried again next time.

    Returns the names of the jobs that were run.
    """
    moment = time.monotonic() if monotonic is None else monotonic
    with _one_at_a_time:
        return list(_run_due(moment))


def _run_due(moment: float) -> Iterator[str]:
    for periodic in jobs():
        if periodic.due > moment:
            continue
        periodic.due = moment + periodic.seconds
        try:
            periodic.job()
        except Exception:  # one failing job must not stop the others
            logger.exception("periodic job %s failed", periodic.name)
        yield periodic.name


def loop(stop: threading.Event, *, step_s: float = 0.5) -> None:
    """Run due jobs until `stop` is set, giving the database connection back when it is old or broken."""
    from django.db import close_old_connections, connections

    try:
        while not stop.is_set():
            close_old_connections()
            run_due()
            stop.wait(step_s)
    finally:
        connections.close_all()
