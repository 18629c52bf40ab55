"""After publication (sau công bố): prizes taken back and given anew, as the rulings in force leave the places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.awards.models import Award
from hoithi.awards.queries import allocation_of
from hoithi.contests.models import Contest
from hoithi.contests.operations.standings import plain
from hoithi.contests.queries.rounds import published_scopes
from hoithi.core.errors import Refusal
from hoithi.integrity.models import Recall
from hoithi.integrity.operations.rule import is_public
from hoithi.people.models import User


class NotPublishedYet(Refusal):
    """Before publication the list of awards is simply proposed again."""


class StillTied(Refusal):
    """A ruling left equals on a paid place: minutes come first."""


@dataclass(frozen=True)
class Redone:
    """What changed in the list of awards."""

    withdrawn: int
    added: int


@transaction.atomic
def redo_awards(contest: Contest, *, now: datetime, by: User) -> Redone:
    """Bring a published list of awards to what the facts come to now: withdraw those nobody earns, add the new ones.

    Doing it again changes nothing. Raises NotPublishedYet, StillTied.
    """
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    public = set(published_scopes(contest))
    if contest.results_published_at is None and not public:
        raise NotPublishedYet(
            _("Kết quả chưa công bố nên chỉ cần lập lại danh sách giải dự kiến."),
            hint=_("Hãy vào mục Giải thưởng."),
        )
    allocation = allocation_of(contest)
    if not allocation.complete:
        raise StillTied(
            _("Sau quyết định xử lý còn thứ hạng bằng nhau ở vị trí có giải."),
            hint=_("Hãy xử lý đồng hạng theo biên bản ở mục Giải thưởng trước."),
        )
    prizes = {prize.key: prize for prize in contest.prizes.select_related("standing")}
    everything = contest.results_published_at is not None
    earned = {
        (one.prize, one.scope, int(one.subject)): one
        for one in allocation.awards
        if everything or (one.standing, one.scope) in public
    }
    rows = contest.awards.filter(state=Award.PROPOSED, prize__standing__isnull=False)
    held = {
        (award.prize.key, award.scope, award.subject_id): award
        for award in rows.select_related("prize__standing")
        if is_public(contest, award, public)
    }
    gone = [award.pk for key, award in held.items() if key not in earned]
    Award.objects.filter(pk__in=gone).update(state=Award.WITHDRAWN)
    Recall.objects.filter(award_id__in=gone, withdrawn_at__isnull=True).update(withdrawn_at=now)
    added = Award.objects.bulk_create(
        Award(
            contest=contest,
            prize=prizes[key[0]],
            scope=key[1],
            subject_kind=prizes[key[0]].standing.subject,  # type: ignore[union-attr]
            subject_id=key[2],
            place=one.place,
            cash=one.cash,
            because={value.measure: plain(value.value) for value in one.keys},
            stacked=one.stacked,
            proposed_at=now,
        )
        for key, one in earned.items()
        if key not in held
    )
    if gone or added:
        data = {"withdrawn": len(gone), "added": len(added)}
        record("integrity:awards:redone", now=now, contest_key=contest.slug, actor=by, target=contest.slug, data=data)
    return Redone(len(gone), len(added))
