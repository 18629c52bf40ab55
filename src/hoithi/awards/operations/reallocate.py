"""Bringing a decided list to what the prizes come to now: some awards go, others come as proposals."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from hoithi.awards.errors import HandedOver
from hoithi.awards.models import Award
from hoithi.awards.operations.steps import take_step, write_steps
from hoithi.awards.queries.lines import lines_of
from hoithi.awards.rules.structure import Allocation
from hoithi.contests.models import Contest
from hoithi.contests.queries.rounds import Scope
from hoithi.core.canonical import exact
from hoithi.people.models import User


@dataclass(frozen=True)
class Reallocated:
    """What changed: awards that are nobody's any more, and new proposals."""

    withdrawn: list[Award]
    added: list[Award]


def reallocate(
    contest: Contest, allocation: Allocation, boards: Collection[Scope] | None, *, now: datetime, by: User | None
) -> Reallocated:
    """Withdraw awards (of these boards, or all) nobody earns now and propose those newly earned; the rest stays.

    The caller holds the contest's lock. Raises HandedOver when somebody who has theirs already would lose it.
    """
    earned = {
        (one.prize, one.scope, int(one.subject)): one
        for one in allocation.awards
        if boards is None or (one.standing, one.scope) in boards
    }
    rows = contest.awards.filter(state__in=Award.LIVE, prize__standing__isnull=False)
    held = {
        (award.prize.key, award.scope, award.subject_id): award
        for award in rows.select_related("prize__standing", "contest", "decision")
        if boards is None or (award.prize.standing.key, award.scope) in boards  # type: ignore[union-attr]
    }
    gone = [award for key, award in held.items() if key not in earned]
    if given := [award for award in gone if award.state in (Award.CLAIMED, Award.PAID)]:
        raise HandedOver(", ".join(f"{one.name} ({one.prize_title})" for one in lines_of(contest, given)))
    take_step(gone, "withdrawn", now=now, by=by)
    prizes = {prize.key: prize for prize in contest.prizes.select_related("standing")}
    added = Award.objects.bulk_create(
        Award(
            contest=contest,
            prize=prizes[key[0]],
            scope=key[1],
            subject_kind=prizes[key[0]].standing.subject,  # type: ignore[union-attr]
            subject_id=key[2],
            place=one.place,
            cash=one.cash,
            because={value.measure: exact(value.value) for value in one.keys},
            stacked=one.stacked,
            proposed_at=now,
        )
        for key, one in earned.items()
        if key not in held
    )
    write_steps(added, "proposed", now=now, by=by)
    return Reallocated(gone, added)
