"""Reading signals: whether focus may be counted, and what was seen of each attempt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from hoithi.contests.models import Contest
from hoithi.contests.purposes import purpose_key
from hoithi.integrity.models import FocusCount, Trace
from hoithi.people.models import Consent
from hoithi.quiz.models import Attempt

FOCUS = "focus_signals"


def focus_asked(contest: Contest) -> bool:
    """Whether the plan asks for the consent to count when the page loses the screen."""
    return any(purpose_key(contest, consent) == FOCUS for consent in contest.plan.consents)


def focus_allowed(attempt: Attempt) -> bool:
    """The plan asks, and the person's consent is in force."""
    if not focus_asked(attempt.part.contest) or attempt.entrant.person_id is None:
        return False
    given = Consent.objects.filter(person=attempt.entrant.person_id, purpose=FOCUS, withdrawn_at__isnull=True)
    return given.exists()


@dataclass
class Seen:
    """What is known of how one attempt was opened."""

    devices: set[str] = field(default_factory=set)
    networks: set[str] = field(default_factory=set)
    agents: set[str] = field(default_factory=set)


def seen_of(attempts: Collection[int]) -> dict[int, Seen]:
    """Marks of these attempts; attempts without any are left out."""
    found: dict[int, Seen] = defaultdict(Seen)
    rows = Trace.objects.filter(attempt_id__in=attempts)
    for attempt, device, network, agent in rows.values_list("attempt_id", "device", "network", "agent"):
        one = found[attempt]
        one.devices |= {device} - {""}
        one.networks |= {network} - {""}
        one.agents |= {agent} - {""}
    return dict(found)


def focus_of(attempts: Collection[int]) -> dict[int, tuple[int, int]]:
    """Attempt → how often the page lost the screen, and for how many milliseconds."""
    rows = FocusCount.objects.filter(attempt_id__in=attempts)
    return {attempt: (losses, away) for attempt, losses, away in rows.values_list("attempt_id", "losses", "away_ms")}
