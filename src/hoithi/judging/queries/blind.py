"""Blind marking beside the marking itself: who must not learn from gallery, boards and console whose works are."""

from __future__ import annotations

from datetime import datetime

from hoithi.contests.models import Part
from hoithi.contests.rules.permission import may
from hoithi.judging.queries.facts import is_settled
from hoithi.judging.queries.settings import settings_of

HANDLES_WORKS = ("work.view_all", "work.intake")


def hides_names(part: Part, roles: frozenset[str], now: datetime) -> bool:
    """Jurors of the contest, whatever else they are, until the marking is over; everybody else where the plan says so.

    Before the marking is set up it is not over: a work looked at the day before is known the day after. Whoever
    receives and checks works knows their authors anyway.
    """
    settings = settings_of(part)
    if not settings.blind or part.results_published_at is not None or part.contest.results_published_at is not None:
        return False
    concerned = "juror" in roles or (
        settings.hidden_from == "everybody" and not any(may(roles, action) for action in HANDLES_WORKS)
    )
    return concerned and not is_settled(part, now)
