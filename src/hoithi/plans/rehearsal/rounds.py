"""What happens between the parts of a rehearsal: a round's results go public, people go on to the next part.

Decisions a committee would take are synthetic minutes, their order drawn from the seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from hoithi.awards.operations import propose_awards, release_round
from hoithi.awards.operations.decide import decide_awards
from hoithi.awards.rules.structure import Allocation
from hoithi.contests.models import Contest, Entrant, Part, StandingRow
from hoithi.contests.operations.promotion import promote_entrants, refresh_source
from hoithi.contests.operations.standings import decide_tie, refresh_standing
from hoithi.contests.queries.promotion import proposal
from hoithi.contests.queries.rounds import own_standings, publishes_alone
from hoithi.contests.queries.standings import tied_at
from hoithi.contests.registry import registry
from hoithi.contests.rehearsal import Agenda
from hoithi.core.canonical import instant_text
from hoithi.documents.operations import draft_document
from hoithi.plans.rehearsal.awarding import paper

REASON = "Biên bản diễn tập: bốc thăm."


@dataclass
class Log:
    """What is told at the end: ties decided on the way, rounds made public."""

    ties: list[dict[str, object]] = field(default_factory=list)
    rounds: list[dict[str, object]] = field(default_factory=list)


def release(part: Part, rng: Random, now: datetime, log: Log) -> None:
    """Publish a round minutes after its end, if its results are its own; equals on its paid places are drawn first."""
    if not publishes_alone(part):
        return
    for own in own_standings(part):
        refresh_standing(own.standing, now=now)
    proposed = propose_awards(part.contest, now=now, part=part)
    while proposed.allocation.undecided:
        log.ties.append(decide(part.contest, proposed.allocation, rng, now))
        proposed = propose_awards(part.contest, now=now, part=part)
    if part.contest.plan.awards.decision == "required":
        ids = [award.pk for award in proposed.awards]
        title = f"Công nhận kết quả {part.title}"
        decide_awards(part.contest, ids, document=paper(part.contest, "quyet_dinh", title, now), now=now)
    sealed = release_round(part, now=now)
    told = {
        "part": part.key,
        "at": instant_text(now),
        "digest": sealed.digest,
        "awards": len(proposed.allocation.awards),
    }
    log.rounds.append(told)


def decide(contest: Contest, allocation: Allocation, rng: Random, now: datetime) -> dict[str, object]:
    """A synthetic minute about the first tie: the order of the equals is drawn."""
    open_tie = next(one for one in allocation.undecided if one.reason == "tie")
    standing = contest.standings.select_related("contest").get(key=open_tie.standing)
    row = StandingRow.objects.get(standing=standing, subject_id=int(open_tie.subjects[0]), scope=open_tie.scope)
    assert row.place is not None, "refreshed before prizes are proposed"
    order = sorted(tied_at(standing, row.place, open_tie.scope))
    rng.shuffle(order)
    decide_tie(standing, place=row.place, subjects=order, reason=REASON, now=now, scope=open_tie.scope)
    return {
        "standing": open_tie.standing,
        "scope": open_tie.scope,
        "place": row.place,
        "subjects": order,
        "prizes": list(open_tie.prizes),
    }


def opener(
    part: Part, entrants: list[Entrant], agenda: Agenda, rng: Random, step: Callable[[], None]
) -> Callable[[datetime], None]:
    """At the opening of a part whose entrants are promoted: decide equals on the boundary, admit, let them come."""

    def opens(now: datetime) -> None:
        kind = registry.kinds[part.kind]
        assert kind.rehearsal is not None
        refresh_source(part, now=now)
        admit(part, rng, now)
        admitted = set(part.admissions.values_list("entrant_id", flat=True))
        coming = [entrant for entrant in entrants if entrant.pk in admitted]
        for _absent in range(len(entrants) - len(coming)):
            step()
        kind.rehearsal.plan(part, coming, agenda=agenda, rng=rng, done=lambda _now: step())

    return opens


def admit(part: Part, rng: Random, now: datetime) -> None:
    """Whoever stands within the number goes on; equals on the last place are drawn, decisions follow the ranking."""
    source = part.spec.entrants_from
    assert source is not None
    while (found := proposal(part)) is not None and found.undecided:
        scope, _tie, place = found.undecided[0]
        order = sorted(tied_at(found.standing, place, scope))
        rng.shuffle(order)
        decide_tie(found.standing, place=place, subjects=order, reason=REASON, now=now, scope=scope)
    if source.by == "rule" or found is None:
        promote_entrants(part, now=now)
        return
    paper = draft_document("quyet_dinh", "Quyết định diễn tập", by=None, now=now, contest_key=part.contest.slug)
    promote_entrants(part, now=now, chosen=found.promoted, document=paper)
