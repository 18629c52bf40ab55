"""Taking an award back (thu hồi giải), seeing first who moves up; the money that has to come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.awards.errors import Missing, WrongAmount, WrongStep
from hoithi.awards.models import Award, Payment, Revocation
from hoithi.awards.operations.decide import check_decision
from hoithi.awards.operations.propose import TiesOpen
from hoithi.awards.operations.reallocate import Reallocated, reallocate
from hoithi.awards.operations.steps import locked_award, take_step
from hoithi.awards.queries.lines import AwardLine, lines_of
from hoithi.awards.queries.tables import allocation_of
from hoithi.awards.registry import registry
from hoithi.contests.models import Contest
from hoithi.core.text import nfc
from hoithi.documents.models import Document
from hoithi.people.models import User


@dataclass(frozen=True)
class RevocationEffect:
    """What a revocation would change: money to recall, who loses and who gets a prize by moving up."""

    due: int
    withdrawn: list[AwardLine]
    added: list[AwardLine]


def preview_revocation(award: Award, *, move_up: bool, now: datetime) -> RevocationEffect:
    """The very operation, inside a transaction that is rolled back. Raises WrongStep, HandedOver, TiesOpen."""
    with transaction.atomic():
        award = locked_award(award)
        due = _due(award)
        stand_in = Revocation(award=award, reason="–", document_id=award.decision_id or 0, due=due, at=now)
        done = _take_back(award, stand_in, move_up=move_up, now=now, by=None, store=False)
        effect = RevocationEffect(due, lines_of(award.contest, done.withdrawn), lines_of(award.contest, done.added))
        transaction.set_rollback(True)
    return effect


@transaction.atomic
def revoke_award(
    award: Award, *, reason: str, document: Document, move_up: bool, now: datetime, by: User | None
) -> Revocation:
    """Take an award back by a decision; those behind move up as proposals, or its prize stays vacant.

    Twice changes nothing. Raises Missing, NotADecision, WrongStep, HandedOver, TiesOpen.
    """
    award = locked_award(award)
    before = Revocation.objects.filter(award=award).first()
    if before is not None:
        return before
    if not reason.strip():
        raise Missing(_("Cần nêu lý do thu hồi giải."), hint=_("Hãy ghi lý do như trong quyết định."))
    check_decision(award.contest, document)
    revocation = Revocation(award=award, reason=nfc(reason.strip()), document=document, due=_due(award), by=by, at=now)
    _take_back(award, revocation, move_up=move_up, now=now, by=by, store=True)
    registry.run(registry.after_revocation, award.contest, now)
    return revocation


def _due(award: Award) -> int:
    payment = Payment.objects.filter(award=award).first()
    return payment.cash if payment else 0


def _take_back(
    award: Award, revocation: Revocation, *, move_up: bool, now: datetime, by: User | None, store: bool
) -> Reallocated:
    contest, ranked = award.contest, award.prize.standing is not None
    revocation.move_up = move_up and ranked
    document = revocation.document if store else None
    take_step([award], "revoked", now=now, by=by, document=document, note=revocation.reason)
    if store:
        revocation.save()
    if not revocation.move_up:
        return Reallocated([], [])
    return _move_up(contest, award, now, by)


def _move_up(contest: Contest, award: Award, now: datetime, by: User | None) -> Reallocated:
    standing = award.prize.standing
    assert standing is not None
    allocation = allocation_of(contest, moving_up=award.pk)
    board = (standing.key, award.scope)
    if any((one.standing, one.scope) == board for one in allocation.undecided):
        raise TiesOpen(
            _("Sau khi thu hồi, còn thứ hạng bằng nhau ở vị trí có giải."),
            hint=_("Hãy xử lý đồng hạng theo biên bản trước, hoặc để trống giải này."),
        )
    return reallocate(contest, allocation, {board}, now=now, by=by)


@transaction.atomic
def recall_money(
    revocation: Revocation, *, returned: int, returned_on: date, voucher: str, now: datetime, by: User | None
) -> Revocation:
    """The money of a revoked award has come back, whole. Raises WrongAmount, Missing, WrongStep."""
    award = locked_award(revocation.award)
    revocation = Revocation.objects.select_for_update().get(pk=revocation.pk)
    if revocation.returned is not None:
        return revocation
    if not revocation.due:
        raise WrongStep(Award.State(award.state).label, _("thu hồi tiền"))
    if returned != revocation.due:
        raise WrongAmount(
            _("Số tiền thu hồi khác số tiền đã chi."), hint=_("Hãy thu đủ số tiền đã chi rồi ghi một lần.")
        )
    if not voucher.strip():
        raise Missing(_("Thu hồi tiền cần số phiếu thu."), hint=_("Hãy nhập số chứng từ."))
    revocation.returned, revocation.returned_on = returned, returned_on
    revocation.voucher = nfc(voucher.strip())[:60]
    revocation.save(update_fields=["returned", "returned_on", "voucher"])
    data = {"cash": returned}
    record("awards:money:recalled", now=now, contest_key=award.contest.slug, actor=by, target=str(award.pk), data=data)
    return revocation
