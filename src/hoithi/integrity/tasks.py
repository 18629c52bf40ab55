"""Integrity's turns: looks over parts that have closed, and signals whose time to be kept is over."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from hoithi.core import clock
from hoithi.core.periodic import every
from hoithi.integrity.operations.observe import purge_signals
from hoithi.integrity.operations.scan import ask_due_scans, run_scans


@every(seconds=20)
def look_over() -> None:
    ask_due_scans(clock.now())
    run_scans(clock.now())


@every(seconds=3600)
def purge() -> None:
    purge_signals(
        now=clock.now(),
        keep=timedelta(days=settings.INTEGRITY_KEEP_DAYS),
        focus_keep=timedelta(days=settings.INTEGRITY_FOCUS_KEEP_DAYS),
    )
