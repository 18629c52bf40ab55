"""Works with a published prize, for contests that show winners only: works and prizes stand in rooms side by side."""

from __future__ import annotations

from collections.abc import Collection

from hoithi.awards.models import Award
from hoithi.awards.queries.published import public_states
from hoithi.contests.models import Entry, Part


def awarded(part: Part) -> Collection[int]:
    """Entries of a part that won, once the results that say so are public."""
    if part.results_published_at is None and part.contest.results_published_at is None:
        return set()
    won = Award.objects.filter(contest=part.contest_id, subject_kind="entry", state__in=public_states(part.contest))
    return set(Entry.objects.filter(part=part, pk__in=won.values("subject_id")).values_list("pk", flat=True))
