"""Turning places into proposed awards (danh sách giải dự kiến)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.awards.models import Award
from hoithi.awards.queries import allocation_of
from hoithi.awards.rules.structure import Allocation
from hoithi.awards.sealing import sealed_body
from hoithi.contests.models import Contest, SealedResult, TieDecision
from hoithi.contests.operations.standings import is_settled, plain, refresh_standing
from hoithi.core.errors import Refusal
from hoithi.core.sealed import make_envelope
from hoithi.people.models import User


class NotSettled(Refusal):
    """Prizes are proposed on final facts only."""


class AlreadyPublished(Refusal):
    """What was published stays; changing it needs a decision of its own."""


@dataclass(frozen=True)
class Proposed:
    """What was proposed, and the allocation behind it (ties, vacancies, who was passed over)."""

    awards: list[Award]
    allocation: Allocation


@transaction.atomic
def propose_awards(contest: Contest, *, now: datetime, by: User | None = None) -> Proposed:
    """Store the awards the final places come to; doing it again replaces what is only proposed.

    Raises NotSettled while a standing that gives prizes may still change, AlreadyPublished afterwards.
    """
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    if contest.results_published_at is not None:
        raise AlreadyPublished(
            _("Kết quả đã công bố nên danh sách giải không lập lại được."),
            hint=_("Thay đổi sau công bố phải có quyết định riêng."),
        )
    prizes = {prize.key: prize for prize in contest.prizes.select_related("standing__contest")}
    for standing in {prize.standing for prize in prizes.values() if prize.standing}:
        if standing.spec.formula is not None and not is_settled(standing, now):
            raise NotSettled(
                _("Chưa lập được danh sách giải vì “%(title)s” chưa chốt.") % {"title": standing.title},
                hint=_("Hãy chờ đến khi phần thi kết thúc và mọi bài thi đã được chốt."),
            )
    allocation = allocation_of(contest)
    contest.awards.filter(state=Award.PROPOSED).delete()
    awards = Award.objects.bulk_create(
        Award(
            contest=contest,
            prize=prizes[one.prize],
            scope=one.scope,
            subject_kind=prizes[one.prize].standing.subject,  # type: ignore[union-attr]
            subject_id=int(one.subject),
            place=one.place,
            cash=one.cash,
            because={key.measure: plain(key.value) for key in one.keys},
            stacked=one.stacked,
            proposed_at=now,
        )
        for one in allocation.awards
    )
    record(
        "awards:awards:proposed",
        now=now,
        contest_key=contest.slug,
        actor=by,
        target=contest.slug,
        data={"count": len(awards), "undecided": len(allocation.undecided), "cash": allocation.cash},
    )
    return Proposed(list(awards), allocation)


@transaction.atomic
def seal_result(contest: Contest, *, now: datetime, by: User | None = None) -> SealedResult:
    """Seal the result of a closed contest: everything recomputable, signed with the site's key, never changed.

    A decision made afterwards is sealed as the next number. Sealing the same state again changes nothing.
    Raises NotSettled while a standing may still change.
    """
    contest = Contest.objects.select_for_update().get(pk=contest.pk)
    for standing in contest.standings.select_related("contest"):
        if standing.spec.formula is not None:
            if not is_settled(standing, now):
                raise NotSettled(
                    _("Chưa niêm phong được vì “%(title)s” chưa chốt.") % {"title": standing.title},
                    hint=_("Hãy chờ đến khi phần thi kết thúc và mọi bài thi đã được chốt."),
                )
            refresh_standing(standing, now=now)
    now = max([now, *_decided_at(contest)])  # a decision this seal holds is never later than the seal
    body = sealed_body(contest, now=now)
    last = contest.sealed_results.last()
    if last is not None and _same_but_for_time(json.loads(last.envelope)["body"], body):
        return last
    envelope = make_envelope(body, settings.SIGNING_KEY)
    sealed = SealedResult.objects.create(
        contest=contest,
        no=(last.no if last else 0) + 1,
        envelope=json.dumps(envelope, ensure_ascii=False, indent=1, sort_keys=True),
        digest=envelope["digest"],
        at=now,
    )
    data = {"digest": sealed.digest, "no": sealed.no}
    record("contests:result:sealed", now=now, contest_key=contest.slug, actor=by, target=contest.slug, data=data)
    return sealed


def _decided_at(contest: Contest) -> Iterable[datetime]:
    """Moments of decisions and revocations, which may have been pressed after the seal yet were first at the lock."""
    for at, revoked_at in TieDecision.objects.filter(standing__contest=contest).values_list("at", "revoked_at"):
        yield revoked_at or at


def _same_but_for_time(one: dict[str, object], other: dict[str, object]) -> bool:
    return {**one, "sealed_at": ""} == {**other, "sealed_at": ""}
