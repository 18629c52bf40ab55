"""Awards tell the gallery which works won; the two rooms do not know each other."""

from __future__ import annotations

from collections.abc import Collection

from hoithi.awards.models import Award
from hoithi.awards.queries.published import public_states
from hoithi.contests.models import Part
from hoithi.entries.slots import slots


def register() -> None:
    if winners not in slots.winners:
        slots.winners.append(winners)


def winners(part: Part) -> Collection[int]:
    """Entries of a part with a prize, once its results (or the contest's) are public; before that none."""
    if part.results_published_at is None and part.contest.results_published_at is None:
        return ()
    won = Award.objects.filter(contest=part.contest_id, subject_kind="entry", state__in=public_states(part.contest))
    return set(part.entries.filter(pk__in=won.values("subject_id")).values_list("pk", flat=True))
