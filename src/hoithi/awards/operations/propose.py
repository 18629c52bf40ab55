"""Turning places into proposed awards (danh sách giải dự kiến), of the contest or of one round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.awards.models import Award
from hoithi.awards.operations.steps import write_steps
from hoithi.awards.queries.tables import allocation_of
from hoithi.awards.rules.structure import Allocation
from hoithi.contests.models import Contest, Part, Standing
from hoithi.contests.operations.standings import is_settled
from hoithi.contests.queries.months import again
from hoithi.contests.queries.rounds import own_scopes, own_standings, published_scopes
from hoithi.core.canonical import exact
from hoithi.core.errors import Refusal
from hoithi.people.models import User


class NotSettled(Refusal):
    """Prizes are proposed on final facts only."""


class AlreadyPublished(Refusal):
    """What was published stays; changing it needs a decision of its own."""


class AlreadyDecided(Refusal):
    """What was decided changes by another decision only."""


class TiesOpen(Refusal):
    """Equals on a place with prizes: nothing is published before minutes decide."""


@dataclass(frozen=True)
class Proposed:
    """What was proposed, and the allocation behind it (ties, vacancies, who was passed over)."""

    awards: list[Award]
    allocation: Allocation


@transaction.atomic
def propose_awards(contest: Contest, *, now: datetime, by: User | None = None, part: Part | None = None) -> Proposed:
    """Store the awards the final places come to, of one part (round) alone where it is given.

    Doing it again replaces what is only proposed; awards of a round already published stay as they are.
    Raises NotSettled while a standing that gives prizes may still change, AlreadyPublished afterwards.
    """
    contest, part = locked(contest, part)
    if (part.results_published_at if part else contest.results_published_at) is not None:
        raise AlreadyPublished(
            _("Kết quả đã công bố nên danh sách giải không lập lại được."),
            hint=_("Thay đổi sau công bố phải có quyết định riêng."),
        )
    prizes = {prize.key: prize for prize in contest.prizes.select_related("standing__contest")}
    for standing, scope in deciding(contest, part):
        if standing.prizes.exists() and not is_settled(standing, now, scope):
            raise NotSettled(
                _("Chưa lập được danh sách giải vì “%(title)s” chưa chốt.") % {"title": standing.title},
                hint=_("Hãy chờ đến khi phần thi kết thúc và mọi bài thi đã được chốt."),
            )
    allocation = allocation_of(contest, part)
    kept = set(published_scopes(contest))
    _refuse_decided(contest, part, kept)
    _forget(contest, part, kept)
    awards = Award.objects.bulk_create(
        Award(
            contest=contest,
            prize=prizes[one.prize],
            scope=one.scope,
            subject_kind=prizes[one.prize].standing.subject,  # type: ignore[union-attr]
            subject_id=int(one.subject),
            place=one.place,
            cash=one.cash,
            because={key.measure: exact(key.value) for key in one.keys},
            stacked=one.stacked,
            proposed_at=now,
        )
        for one in allocation.awards
        if (one.standing, one.scope) not in kept
    )
    write_steps(awards, "proposed", now=now, by=by)
    record(
        "awards:awards:proposed",
        now=now,
        contest_key=contest.slug,
        actor=by,
        target=part.key if part else contest.slug,
        data={"count": len(awards), "undecided": len(allocation.undecided), "cash": allocation.cash},
    )
    return Proposed(list(awards), allocation)


def locked(contest: Contest, part: Part | None) -> tuple[Contest, Part | None]:
    """The contest under its lock, and the part as it is now."""
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    if part is not None:
        part = again(contest, part)
    return contest, part


def deciding(contest: Contest, part: Part | None) -> list[tuple[Standing, str]]:
    """Standings that decide the result, with the scope in which they do."""
    if part is not None:
        return [(own.standing, scope) for own in own_standings(part) for scope in own.scopes]
    return [(one, "") for one in contest.standings.select_related("contest") if one.spec.formula is not None]


def _refuse_decided(contest: Contest, part: Part | None, kept: set[tuple[str, str]]) -> None:
    """Raises AlreadyDecided when an award this list would hold has its decision."""
    wanted = own_scopes(part) if part else None
    rows = contest.awards.filter(state__in=Award.LIVE, prize__standing__isnull=False).exclude(state=Award.PROPOSED)
    boards = {(key or "", scope) for key, scope in rows.values_list("prize__standing__key", "scope")} - kept
    if boards if wanted is None else boards & wanted:
        raise AlreadyDecided(
            _("Danh sách giải đã có quyết định nên không lập lại được."),
            hint=_("Thay đổi sau quyết định phải thu hồi từng giải bằng văn bản."),
        )


def _forget(contest: Contest, part: Part | None, kept: set[tuple[str, str]]) -> None:
    """Drop what was only proposed: of the part, else of everything not yet public."""
    wanted = own_scopes(part) if part else None
    rows = contest.awards.filter(state=Award.PROPOSED, prize__standing__isnull=False)
    gone = [
        pk
        for pk, key, scope in rows.values_list("pk", "prize__standing__key", "scope")
        if (key, scope) not in kept and (wanted is None or (key, scope) in wanted)
    ]
    rows.filter(pk__in=gone).delete()
