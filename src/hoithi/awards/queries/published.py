"""Which awards everybody may know of."""

from __future__ import annotations

from collections.abc import Collection

from hoithi.awards.models import Award
from hoithi.contests.models import Contest
from hoithi.contests.queries.rounds import Scope


def public_states(contest: Contest) -> tuple[str, ...]:
    """States of awards a public list shows once results are public: where the plan asks for a decision, only what was
    announced; else also what is still to be decided."""
    if contest.plan.awards.decision == "required":
        return (Award.ANNOUNCED, Award.CLAIMED, Award.PAID)
    return Award.LIVE


def is_public(contest: Contest, award: Award, public: Collection[Scope]) -> bool:
    """Whether the result behind an award is public, with the contest or with its round (`public`: boards that are)."""
    if contest.results_published_at is not None:
        return True
    return award.prize.standing is not None and (award.prize.standing.key, award.scope) in public
