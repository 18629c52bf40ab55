"""The vote's turns of the sequencer."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from hoithi.core import clock
from hoithi.core.periodic import every
from hoithi.voting.operations.scan import purge_marks, scan_due
from hoithi.voting.operations.tally import fold_changes


@every(seconds=2)
def count_votes() -> int:
    return fold_changes(now=clock.now())


@every(seconds=15)
def look_at_votes() -> int:
    return scan_due(clock.now())


@every(seconds=3600)
def purge_vote_marks() -> int:
    return purge_marks(now=clock.now(), keep=timedelta(days=settings.INTEGRITY_KEEP_DAYS))
