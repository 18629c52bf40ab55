"""The sequencer's turns on the contest floor."""

from __future__ import annotations

from hoithi.contests.operations.figures import refresh_open_figures
from hoithi.contests.operations.opening import freeze_due
from hoithi.contests.operations.promotion import promote_due
from hoithi.contests.operations.rank_counts import count_moves, mend_counts
from hoithi.contests.operations.standings import refresh_dirty
from hoithi.core import clock
from hoithi.core.periodic import every


@every(seconds=1)
def open_parts() -> None:
    """Freeze parts whose time has come and which are ready."""
    freeze_due(clock.now())


@every(seconds=1)
def count_ranks() -> None:
    count_moves()


@every(seconds=3600)
def check_ranks() -> None:
    mend_counts()


@every(seconds=3)
def refresh_standings() -> None:
    refresh_dirty(clock.now())


@every(seconds=20)
def admit_promoted() -> None:
    """Let in whom a settled standing names for the next part."""
    promote_due(clock.now())


@every(seconds=5)
def count_participation() -> None:
    refresh_open_figures(clock.now())
