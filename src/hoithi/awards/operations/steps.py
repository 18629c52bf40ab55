"""One award or many brought to the next state: locked, once, with history and audit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet

from hoithi.audit.operations import record
from hoithi.awards.errors import WrongStep
from hoithi.awards.models import Award, AwardStep
from hoithi.awards.rules.steps import may_follow
from hoithi.contests.models import Contest
from hoithi.documents.models import Document
from hoithi.people.models import User


def locked_contest(contest: Contest) -> Contest:
    """Every step of a contest's awards waits for the one before: they depend on one another."""
    return Contest.objects.select_for_update().get(pk=contest.pk)


def locked_award(award: Award) -> Award:
    locked_contest(award.contest)
    return Award.objects.select_for_update(of=("self",)).select_related("contest", "prize__standing").get(pk=award.pk)


def chosen_awards(contest: Contest, ids: Collection[int] | None) -> QuerySet[Award]:
    """These awards of the contest, or all."""
    rows = contest.awards.select_related("prize__standing", "contest")
    return rows if ids is None else rows.filter(pk__in=ids)


def take_step(
    awards: Sequence[Award],
    state: str,
    *,
    now: datetime,
    by: User | None,
    document: Document | None = None,
    note: str = "",
) -> None:
    """Bring awards to a state that may follow theirs and write it down. Raises WrongStep; then none has moved."""
    for award in awards:
        if not may_follow(award.state, state):  # type: ignore[arg-type]
            raise WrongStep(Award.State(award.state).label, Award.State(state).label)
    if not awards:
        return
    for award in awards:
        award.state = Award.State(state)
    Award.objects.filter(pk__in=[one.pk for one in awards]).update(state=state)
    write_steps(awards, state, now=now, by=by, document=document, note=note)
    contest = awards[0].contest
    data = {"awards": [one.pk for one in awards], "count": len(awards), "document": document.pk if document else None}
    target = str(awards[0].pk) if len(awards) == 1 else contest.slug
    record(f"awards:award:{state}", now=now, contest_key=contest.slug, actor=by, target=target, data=data)


def write_steps(
    awards: Iterable[Award],
    state: str,
    *,
    now: datetime,
    by: User | None,
    document: Document | None = None,
    note: str = "",
) -> None:
    """The history alone, as for awards just created."""
    AwardStep.objects.bulk_create(
        AwardStep(award=award, state=state, at=now, by=by, document=document, note=note[:1000]) for award in awards
    )
