"""`hoithi worker`: the periodic jobs, on their own."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import click

from hoithi.site.cli._support import needs_django, note


def start_jobs() -> None:
    """Find every app's jobs (`tasks.py`)."""
    from django.utils.module_loading import autodiscover_modules

    autodiscover_modules("tasks")


@click.command()
@click.option("--once", is_flag=True, help="Run every job once and end.")
@needs_django
def command(once: bool) -> None:
    """Run the periodic jobs (sealing the log, ending attempts, …) until stopped; as many as you like may run.

    `hoithi serve` runs them itself unless told not to.

    Example: hoithi worker
    """
    from hoithi.core import periodic

    start_jobs()
    if once:
        periodic.run_due()
        return
    stop = threading.Event()

    def end(signum: int, frame: FrameType | None) -> None:
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, end)
    note(f"Đang chạy {len(periodic.jobs())} việc định kỳ.", f"Running {len(periodic.jobs())} periodic jobs.")
    periodic.loop(stop)
