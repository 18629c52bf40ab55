"""Awards become real by a numbered decision (quyết định công nhận, khen thưởng), and public by publication."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.awards.errors import DecidedOtherwise, NotADecision, NotDecided, WrongAmount
from hoithi.awards.models import Award, Fulfilment
from hoithi.awards.operations.letters import tell_winners
from hoithi.awards.operations.steps import chosen_awards, locked_contest, take_step
from hoithi.awards.queries.published import is_public
from hoithi.awards.registry import registry
from hoithi.awards.rules.steps import reached
from hoithi.contests.models import Contest, Part
from hoithi.contests.queries.rounds import own_scopes, published_scopes
from hoithi.documents.kinds import kinds
from hoithi.documents.models import Document
from hoithi.people.models import User


@transaction.atomic
def decide_awards(
    contest: Contest,
    ids: Collection[int] | None = None,
    *,
    document: Document,
    now: datetime,
    by: User | None = None,
    amounts: Mapping[str, int] | None = None,
) -> int:
    """Decide awards (all that are proposed, unless `ids` name some) by an issued decision; returns how many now are.

    `amounts`: đồng of prizes the plan leaves unset, by prize key. The same decision twice changes nothing. Awards of
    results already public are announced at once. Raises NotADecision, DecidedOtherwise, WrongAmount.
    """
    contest = locked_contest(contest)
    check_decision(contest, document)
    awards = list(chosen_awards(contest, ids).select_for_update(of=("self",)))
    fresh = [one for one in awards if one.state == Award.PROPOSED]
    if ids is not None:
        for one in awards:
            if one.state != Award.PROPOSED and not (
                reached(one.state, "decided") and one.decision_id == document.pk  # type: ignore[arg-type]
            ):
                raise DecidedOtherwise(one.prize.title)
    _set_amounts(fresh, amounts or {})
    Award.objects.filter(pk__in=[one.pk for one in fresh]).update(decision=document)
    for one in fresh:
        one.decision = document
    take_step(fresh, "decided", now=now, by=by, document=document)
    _note_consequences(fresh)
    registry.run(registry.after_decision, contest, now)
    public = set(published_scopes(contest))
    _announce(contest, [one for one in fresh if is_public(contest, one, public)], now, by)
    return len(fresh)


def check_decision(contest: Contest, document: Document) -> None:
    """Raises NotADecision unless the document is an issued decision of this contest."""
    of_kind = {one.key for one in kinds() if one.abbreviation == "QĐ"}
    if document.state != Document.State.ISSUED or document.kind not in of_kind or document.contest_key != contest.slug:
        raise NotADecision


def _set_amounts(awards: Collection[Award], amounts: Mapping[str, int]) -> None:
    for award in awards:
        amount = amounts.get(award.prize.key)
        if amount is None:
            continue
        if award.cash is not None and award.cash != amount:
            raise WrongAmount(
                _("Kế hoạch đã ghi mức thưởng của “%(title)s”, quyết định không ghi mức khác được.")
                % {"title": award.prize.title},
                hint=_("Hãy sửa mức thưởng trong kế hoạch bằng văn bản trước."),
            )
        if award.cash is None:
            award.cash = amount
            award.save(update_fields=["cash"])


def _note_consequences(awards: Collection[Award]) -> None:
    """What each award brings besides money, as the plan says, to be fulfilled one by one."""
    Fulfilment.objects.bulk_create(
        Fulfilment(award=award, position=n, kind=one.kind, title=one.title, amount=one.amount)
        for award in awards
        for n, one in enumerate(award.prize.spec.consequences)
    )


def announce_awards(contest: Contest, part: Part | None, now: datetime, by: User | None) -> None:
    """Follows publication of the contest's results, or of one part's: what is decided is announced, winners are told.

    Registered as a hook of publication: the caller holds the contest's lock and its transaction.
    """
    rows = contest.awards.filter(state=Award.DECIDED).select_related("prize__standing", "contest")
    awards = list(rows.select_for_update(of=("self",)))
    if part is not None:
        own = own_scopes(part)
        awards = [one for one in awards if one.prize.standing and (one.prize.standing.key, one.scope) in own]
    _announce(contest, awards, now, by)
    registry.run(registry.after_publication, contest, now)


def _announce(contest: Contest, awards: list[Award], now: datetime, by: User | None) -> None:
    take_step(awards, "announced", now=now, by=by)
    tell_winners(contest, awards, now=now)


def check_decided(contest: Contest, part: Part | None) -> None:
    """Where the plan asks for it, nothing is published before every award is decided. Raises NotDecided."""
    if contest.plan.awards.decision != "required":
        return
    rows = contest.awards.filter(state=Award.PROPOSED).values_list("prize__standing__key", "scope")
    own = own_scopes(part) if part is not None else None
    waiting = [one for one in rows if own is None or one in own]
    given = contest.awards.filter(state__in=Award.LIVE)
    if waiting or not given.exists():
        raise NotDecided(max(1, len(waiting)))
