"""Publishing results (công bố kết quả): only what has been sealed, and nothing while a paid place is undecided."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.contests.models import Contest, EntrantCorrection, Part, SealedResult, TieDecision
from hoithi.contests.queries.months import again, month_kind
from hoithi.contests.queries.rounds import own_scopes
from hoithi.contests.registry import registry
from hoithi.core.errors import Refusal
from hoithi.people.models import User


class NotPublishable(Refusal):
    """The result is not sealed, or a tie on a paid place is undecided, or was decided after the last seal."""


@transaction.atomic
def publish_results(contest: Contest, *, now: datetime, by: User | None = None) -> Contest:
    """Publish the sealed result. Publishing twice changes nothing; the first moment stays. Raises NotPublishable."""
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    if contest.results_published_at is not None:
        return contest
    sealed = _checked(contest, "", TieDecision.objects.filter(standing__contest=contest))
    for check in registry.before_publication:
        check(contest, None)
    contest.results_published_at = now
    contest.save(update_fields=["results_published_at"])
    for follow in registry.on_publication:
        follow(contest, None, now, by)
    data = {"digest": sealed.digest, "no": sealed.no}
    record("contests:result:published", now=now, contest_key=contest.slug, actor=by, target=contest.slug, data=data)
    return contest


@transaction.atomic
def publish_round(part: Part, *, now: datetime, by: User | None = None) -> Part:
    """Publish the sealed result of one part (round) while the contest goes on. Twice changes nothing.

    Raises NotPublishable.
    """
    contest = Contest.objects.select_for_update().get(pk=part.contest_id)
    contest.parts.select_for_update().get(pk=part.pk)
    part = again(contest, part)
    if part.results_published_at is not None:
        return part
    boards = Q(pk__in=[])
    for key, scope in own_scopes(part):
        boards |= Q(standing__key=key, scope=scope)
    decisions = TieDecision.objects.filter(boards, standing__contest=contest)
    sealed = _checked(contest, part.key, decisions)
    for check in registry.before_publication:
        check(contest, part)
    part.results_published_at = now
    months = month_kind(part)
    if part.month and months is not None:
        months.publish(part, part.month, now=now)
    else:
        part.save(update_fields=["results_published_at"])
    for follow in registry.on_publication:
        follow(contest, part, now, by)
    data = {"digest": sealed.digest, "no": sealed.no, "part": part.key}
    record("contests:result:published", now=now, contest_key=contest.slug, actor=by, target=part.key, data=data)
    return part


def _checked(contest: Contest, scope: str, decisions: QuerySet[TieDecision]) -> SealedResult:
    """The last seal, if it holds everything decided since and nothing is open. Raises NotPublishable."""
    sealed = contest.sealed_results.filter(scope=scope).last()
    if sealed is None:
        raise NotPublishable(
            _("Kết quả chưa niêm phong nên chưa công bố được."), hint=_("Hãy niêm phong kết quả trước.")
        )
    if decisions.filter(Q(at__gt=sealed.at) | Q(revoked_at__gt=sealed.at)).exists():
        raise NotPublishable(
            _("Có quyết định về thứ hạng sau lần niêm phong cuối."), hint=_("Hãy niêm phong lại rồi công bố.")
        )
    corrected = EntrantCorrection.objects.filter(entrant__contest=contest, accepted=True, decided_at__gt=sealed.at)
    if corrected.exists():
        raise NotPublishable(
            _("Có thông tin người dự thi được sửa sau lần niêm phong cuối."), hint=_("Hãy niêm phong lại rồi công bố.")
        )
    if contest.figure_snapshots.filter(at__gt=sealed.at).exists():
        raise NotPublishable(
            _("Có số liệu nhập từ ngoài sau lần niêm phong cuối."), hint=_("Hãy niêm phong lại rồi công bố.")
        )
    if registry.decided_since(contest, sealed.at):
        raise NotPublishable(
            _("Có quyết định xử lý bài thi sau lần niêm phong cuối."), hint=_("Hãy niêm phong lại rồi công bố.")
        )
    if json.loads(sealed.envelope)["body"]["result"]["ties"]:
        raise NotPublishable(
            _("Còn thứ hạng bằng nhau ở vị trí có giải chưa được quyết định."),
            hint=_("Hãy xử lý đồng hạng theo biên bản, rồi niêm phong lại."),
        )
    return sealed
