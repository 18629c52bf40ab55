"""Works as their owner reaches them: a person's own, and those of the units a coordinator answers for."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hoithi.contests.models import Contest, Entrant, Part
from hoithi.contests.queries.roles import Visitor, own_units
from hoithi.core.errors import NotFound
from hoithi.entries.models import Work
from hoithi.entries.rules.states import COUNTED


def works_part(slug: str, key: str) -> Part:
    """The part of works of a contest. Raises NotFound."""
    found = Part.objects.select_related("contest").filter(contest__slug=slug, key=key, kind="entries").first()
    if found is None:
        raise NotFound(_("Không có phần thi nộp tác phẩm này."), hint=_("Hãy vào từ trang cuộc thi."))
    return found


def own_entrants(user: Visitor, contest: Contest, now: datetime) -> QuerySet[Entrant]:
    """Entrants somebody acts for: themselves, and the units they are the coordinator of."""
    if not user.is_authenticated or user.person is None:
        return Entrant.objects.none()
    units = Q(kind="unit", contest_unit__in=own_units(user, contest, now).values("pk"))
    return Entrant.objects.filter(units | Q(person=user.person), contest=contest).select_related("group")


def own_works(user: Visitor, part: Part, now: datetime) -> QuerySet[Work]:
    """Works of a part somebody acts for, newest first."""
    owners = own_entrants(user, part.contest, now).values("pk")
    found = Work.objects.filter(entry__part=part, entry__owner__in=owners)
    return found.select_related("entry__owner__group", "entry__owner__contest_unit").order_by("-entry__created_at")


def own_work(user: Visitor, code: str, now: datetime) -> Work:
    """One's own work by its code; somebody else's does not exist for them. Raises NotFound."""
    found = Work.objects.filter(entry__code=code)
    found = found.select_related("entry__part__contest", "entry__owner__group", "entry__owner__contest_unit")
    work = found.first()
    if work is None or not own_entrants(user, work.entry.part.contest, now).filter(pk=work.entry.owner_id).exists():
        raise NotFound(_("Không tìm thấy tác phẩm này."), hint=_("Hãy mở lại từ trang cuộc thi."))
    return work


def handed_in(part: Part, owner: Entrant) -> QuerySet[Work]:
    """Works of an owner that use up the quota."""
    return Work.objects.filter(entry__part=part, entry__owner=owner, entry__state__in=COUNTED)
