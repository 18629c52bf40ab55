"""Looking at what seems made (rà soát), setting votes aside with a reason (loại phiếu), and taking that back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from hoithi.audit.operations import record
from hoithi.contests.models import Contest, Part, SealedResult
from hoithi.people.models import User
from hoithi.voting.errors import AlreadyDecided, NothingToDiscount, ReasonMissing
from hoithi.voting.models import Ballot, Discount, Suspicion, TallyChange
from hoithi.voting.queries.evidence import ballots_of

LONGEST = 1000


def _locked(suspicion: Suspicion) -> tuple[Part, Suspicion]:
    """The contest first, as seals and publications do: decisions of one contest follow each other."""
    part = Part.objects.select_related("contest").get(pk=suspicion.part_id)
    Contest.objects.select_for_update(no_key=True).get(pk=part.contest_id)
    return part, Suspicion.objects.select_for_update(of=("self",)).get(pk=suspicion.pk)


def _reason(text: str) -> str:
    if not text.strip():
        raise ReasonMissing
    return text.strip()[:LONGEST]


@transaction.atomic
def clear_suspicion(suspicion: Suspicion, *, reason: str, now: datetime, by: User) -> Suspicion:
    """No problem: everything counts. Raises ReasonMissing, AlreadyDecided."""
    reason = _reason(reason)
    part, suspicion = _locked(suspicion)
    if suspicion.state != Suspicion.OPEN:
        raise AlreadyDecided
    _decide(suspicion, Suspicion.CLEARED, reason, now, by)
    record("voting:suspicion:cleared", now=now, contest_key=part.contest.slug, actor=by, target=str(suspicion.no))
    return suspicion


@transaction.atomic
def discount_votes(suspicion: Suspicion, *, reason: str, now: datetime, by: User) -> Discount:
    """Set every counting vote of the finding aside. Raises ReasonMissing, AlreadyDecided, NothingToDiscount."""
    reason = _reason(reason)
    part, suspicion = _locked(suspicion)
    if suspicion.state != Suspicion.OPEN:
        raise AlreadyDecided
    discount = _set_aside(part, ballots_of(suspicion), reason=reason, now=now, by=by, suspicion=suspicion)
    _decide(suspicion, Suspicion.DISCOUNTED, reason, now, by)
    return discount


def _set_aside(
    part: Part, ballots: QuerySet[Ballot], *, reason: str, now: datetime, by: User, suspicion: Suspicion | None
) -> Discount:
    counting = ballots.filter(withdrawn_at__isnull=True, discount__isnull=True)
    rows = list(counting.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", "entry_id"))
    if not rows:
        raise NothingToDiscount
    no = (Discount.objects.filter(part=part).aggregate(no=Max("no"))["no"] or 0) + 1
    at = after_seal(part.contest, now)
    discount = Discount.objects.create(
        part=part, no=no, suspicion=suspicion, reason=reason, count=len(rows), by=by, at=at
    )
    Ballot.objects.filter(pk__in=[pk for pk, _entry in rows]).update(discount=discount)
    _changes((entry for _pk, entry in rows), sign=1)
    slug, data = part.contest.slug, {"count": len(rows), "works": len({entry for _pk, entry in rows})}
    record("voting:discount:made", now=now, contest_key=slug, actor=by, target=str(no), data=data)
    return discount


@transaction.atomic
def reverse_discount(discount: Discount, *, reason: str, now: datetime, by: User) -> Discount:
    """Count the votes again; doing it twice changes nothing. Raises ReasonMissing."""
    reason = _reason(reason)
    part = Part.objects.select_related("contest").get(pk=discount.part_id)
    Contest.objects.select_for_update(no_key=True).get(pk=part.contest_id)
    discount = Discount.objects.select_for_update(of=("self",)).get(pk=discount.pk)
    if discount.reversed_at is not None:
        return discount
    rows = list(
        discount.ballots.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", "entry_id")
    )
    Ballot.objects.filter(pk__in=[pk for pk, _entry in rows]).update(discount=None)
    _changes((entry for _pk, entry in rows), sign=-1)
    discount.reversed_at, discount.reversed_by, discount.reversed_reason = after_seal(part.contest, now), by, reason
    discount.save(update_fields=["reversed_at", "reversed_by", "reversed_reason"])
    if discount.suspicion_id:
        reopened = {"state": Suspicion.OPEN, "decided_by": None, "decided_at": None, "reason": ""}
        Suspicion.objects.filter(pk=discount.suspicion_id).update(**reopened)
    slug, data = part.contest.slug, {"count": len(rows)}
    record("voting:discount:reversed", now=now, contest_key=slug, actor=by, target=str(discount.no), data=data)
    return discount


def after_seal(contest: Contest, now: datetime) -> datetime:
    """The moment of a decision: never before a seal that does not hold it."""
    last = SealedResult.objects.filter(contest=contest).order_by("at").values_list("at", flat=True).last()
    return now if last is None or last < now else last + timedelta(microseconds=1)


def decided_since(contest: Contest, at: datetime) -> bool:
    """Whether votes were set aside, or counted again, after `at`."""
    rows = Discount.objects.filter(part__contest=contest)
    return rows.filter(at__gt=at).exists() or rows.filter(reversed_at__gt=at).exists()


def _changes(entries: Iterable[int], *, sign: int) -> None:
    TallyChange.objects.bulk_create(
        TallyChange(entry_id=entry, discounted=sign * n) for entry, n in sorted(Counter(entries).items())
    )


def _decide(suspicion: Suspicion, state: str, reason: str, now: datetime, by: User) -> None:
    suspicion.state, suspicion.reason, suspicion.decided_at, suspicion.decided_by = state, reason, now, by
    suspicion.save(update_fields=["state", "reason", "decided_at", "decided_by"])
