"""Sealing results of a contest or of one round (niêm phong), and releasing a round in one step."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.awards.models import Award
from hoithi.awards.operations.propose import NotSettled, TiesOpen, deciding, locked, propose_awards
from hoithi.awards.sealing import sealed_body
from hoithi.contests.models import Contest, Part, SealedResult, TieDecision
from hoithi.contests.operations.publication import publish_round
from hoithi.contests.operations.standings import is_settled, refresh_standing
from hoithi.contests.queries.rounds import own_scopes
from hoithi.core.sealed import make_envelope
from hoithi.people.models import User


@transaction.atomic
def seal_result(contest: Contest, *, now: datetime, by: User | None = None, part: Part | None = None) -> SealedResult:
    """Seal the result of a closed contest, or of one closed part: everything recomputable, signed, never changed.

    A decision made afterwards is sealed as the next number. Sealing the same state again changes nothing.
    Raises NotSettled while a standing may still change.
    """
    contest, part = locked(contest, part)
    refreshed: set[int] = set()
    for standing, scope in deciding(contest, part):
        if not is_settled(standing, now, scope):
            raise NotSettled(
                _("Chưa niêm phong được vì “%(title)s” chưa chốt.") % {"title": standing.title},
                hint=_("Hãy chờ đến khi phần thi kết thúc và mọi bài thi đã được chốt."),
            )
        if standing.pk not in refreshed:
            refreshed.add(standing.pk)
            refresh_standing(standing, now=now)
    now = max([now, *_decided_at(contest)])  # a decision this seal holds is never later than the seal
    body = sealed_body(contest, now=now, part=part)
    scope = part.key if part else ""
    last = contest.sealed_results.filter(scope=scope).last()
    if last is not None and _same_but_for_time(json.loads(last.envelope)["body"], body):
        return last
    envelope = make_envelope(body, settings.SIGNING_KEY)
    sealed = SealedResult.objects.create(
        contest=contest,
        scope=scope,
        no=(last.no if last else 0) + 1,
        envelope=json.dumps(envelope, ensure_ascii=False, indent=1, sort_keys=True),
        digest=envelope["digest"],
        at=now,
    )
    data = {"digest": sealed.digest, "no": sealed.no, "part": scope}
    target = scope or contest.slug
    record("contests:result:sealed", now=now, contest_key=contest.slug, actor=by, target=target, data=data)
    return sealed


@transaction.atomic
def release_round(part: Part, *, now: datetime, by: User | None = None) -> SealedResult:
    """Propose, seal and publish the results of one part in one step; nothing happens while a paid place is undecided.

    Raises NotSettled, TiesOpen, AlreadyPublished, NotPublishable.
    """
    if not _decided_already(part):
        proposed = propose_awards(part.contest, now=now, by=by, part=part)
        if proposed.allocation.undecided:
            raise TiesOpen(
                _("Còn %(n)s chỗ bằng nhau ở vị trí có giải chưa được quyết định.")
                % {"n": len(proposed.allocation.undecided)},
                hint=_("Hãy xếp thứ tự theo biên bản rồi công bố."),
            )
    sealed = seal_result(part.contest, now=now, by=by, part=part)
    publish_round(part, now=now, by=by)
    return sealed


def _decided_already(part: Part) -> bool:
    """Whether awards of the part have their decision: then the list stands as it is (and the seal knows open ties)."""
    own = own_scopes(part)
    rows = part.contest.awards.filter(state__in=Award.LIVE).exclude(state=Award.PROPOSED)
    return any(board in own for board in rows.values_list("prize__standing__key", "scope"))


def _decided_at(contest: Contest) -> Iterable[datetime]:
    """Moments of decisions and revocations, which may have been pressed after the seal yet were first at the lock."""
    for at, revoked_at in TieDecision.objects.filter(standing__contest=contest).values_list("at", "revoked_at"):
        yield revoked_at or at


def _same_but_for_time(one: dict[str, object], other: dict[str, object]) -> bool:
    return {**one, "sealed_at": ""} == {**other, "sealed_at": ""}
