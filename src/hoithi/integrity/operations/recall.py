"""After publication (sau công bố): prizes taken back and given anew, as the rulings in force leave the places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.awards.operations.reallocate import reallocate
from hoithi.awards.queries import allocation_of
from hoithi.contests.models import Contest
from hoithi.contests.queries.rounds import published_scopes
from hoithi.core.errors import Refusal
from hoithi.integrity.models import Recall
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

    Doing it again changes nothing. Raises NotPublishedYet, StillTied, and HandedOver
    where an award already handed over would have to go: that one is revoked by a decision first.
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
    boards = None if contest.results_published_at is not None else public
    done = reallocate(contest, allocation, boards, now=now, by=by)
    gone, added = done.withdrawn, done.added
    waiting = Recall.objects.filter(award__in=gone, withdrawn_at__isnull=True)
    waiting.update(withdrawn_at=now)
    if gone or added:
        data = {"withdrawn": len(gone), "added": len(added)}
        record("integrity:awards:redone", now=now, contest_key=contest.slug, actor=by, target=contest.slug, data=data)
    return Redone(len(gone), len(added))
