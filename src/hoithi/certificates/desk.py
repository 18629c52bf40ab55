"""What certificates bring to the floors below: a place on the console, tasks, buttons of holders, revocations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.awards.registry import registry as awards
from hoithi.certificates.models import Certificate
from hoithi.certificates.operations.issue import missing_of
from hoithi.certificates.operations.revoke import revoke_with_awards
from hoithi.certificates.queries.check import PUBLIC
from hoithi.certificates.queries.issued import design_lines, participation_design
from hoithi.contests.desk import DeskPlace, DeskTask, desk
from hoithi.contests.models import Contest, Entrant
from hoithi.contests.registry import Action, registry
from hoithi.core.spoken import number


def register() -> None:
    desk.add_place(
        DeskPlace("certificates", gettext_lazy("Giấy khen, chứng nhận"), "certificates:desk", "certificate.view", 55)
    )
    desk.add_source(tasks)
    registry.notices = [*(one for one in registry.notices if one is not notices), notices]
    if revoke_with_awards not in awards.after_revocation:
        awards.after_revocation.append(revoke_with_awards)


def tasks(contest: Contest, now: datetime) -> list[DeskTask]:
    """Papers that wait to be issued, once awards have their decision."""
    waiting = sum(line.waiting for line in design_lines(contest))
    if not waiting:
        return []
    label = _("Cấp {n} giấy khen, giấy chứng nhận").format(n=number(waiting))
    url = reverse("certificates:desk", args=[contest.slug])
    return [DeskTask("publish", label, url, "certificate.view", "todo", _("Cần làm"))]


def notices(entrant: Entrant) -> Sequence[Action]:
    """A button for whoever has a paper, or may fetch one of participation."""
    contest = entrant.contest
    if contest.results_published_at is None:
        return []
    own = Certificate.objects.filter(entrant=entrant, revoked_at=None)
    has = own.filter(award=None).exists() or own.filter(award__state__in=PUBLIC).exists()
    design = None if has else participation_design(contest)
    if has or (design is not None and not missing_of(design)):
        return [
            Action(_("Giấy khen, chứng nhận của bạn"), reverse("certificates:mine", args=[contest.slug]), main=False)
        ]
    return []
