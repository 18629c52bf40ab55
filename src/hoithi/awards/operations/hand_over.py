"""Handing awards over (trao giải): identity checked, money paid against a voucher, the signed list back in the file."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.awards.errors import DecidedOtherwise, Missing, WrongAmount, WrongStep
from hoithi.awards.models import Award, Claim, Payment
from hoithi.awards.operations.steps import locked_award, locked_contest, take_step
from hoithi.contests.models import Contest
from hoithi.core.clock import VIETNAM
from hoithi.core.text import nfc
from hoithi.people.models import User


@transaction.atomic
def claim_award(
    award: Award,
    *,
    how: str,
    now: datetime,
    by: User | None,
    representative: str = "",
    reason: str = "",
    note: str = "",
) -> Claim:
    """Note who was seen and how their identity was checked; the same twice is one.

    Raises WrongStep (before publication), Missing (a representative without a reason), DecidedOtherwise.
    """
    award = locked_award(award)
    given = (how, nfc(representative).strip()[:200], nfc(reason).strip()[:500])
    before = Claim.objects.filter(award=award).first()
    if before is not None:
        if (before.how, before.representative, before.reason) != given:
            raise DecidedOtherwise(award.prize.title)
        return before
    if how not in Claim.How.values:
        raise Missing(_("Cần ghi đã kiểm tra người nhận bằng cách nào."), hint=_("Hãy chọn một cách."))
    if given[1] and not given[2]:
        raise Missing(_("Người nhận thay cần có lý do, căn cứ."), hint=_("Hãy ghi giấy ủy quyền hoặc giấy giới thiệu."))
    claim = Claim.objects.create(
        award=award,
        how=how,
        representative=given[1],
        reason=given[2],
        note=nfc(note).strip()[:500],
        checked_by=by,
        at=now,
    )
    take_step([award], "claimed", now=now, by=by, note=str(Claim.How(how).label))
    return claim


@transaction.atomic
def pay_awards(
    contest: Contest,
    ids: Collection[int],
    *,
    paid_on: date,
    voucher: str,
    signed: bool,
    now: datetime,
    by: User | None,
    amounts: dict[int, int] | None = None,
) -> int:
    """Pay awards on one voucher; returns how many now became paid. The same voucher and day twice changes nothing.

    `amounts`: đồng by award, only for prizes the plan leaves unset. Raises WrongStep (identity not checked yet),
    WrongAmount (unset, or not what was decided), Missing (no voucher for money), DecidedOtherwise. All or none.
    """
    contest = locked_contest(contest)
    rows = contest.awards.filter(pk__in=ids).select_related("prize", "contest", "decision", "payment")
    awards = list(rows.select_for_update(of=("self",)))
    voucher, fresh = nfc(voucher).strip()[:60], []
    for award in awards:
        before = getattr(award, "payment", None)
        if before is not None:
            if (before.paid_on, before.voucher) != (paid_on, voucher):
                raise DecidedOtherwise(award.prize.title)
            continue
        if award.state == Award.ANNOUNCED and contest.plan.awards.check_identity:
            raise WrongStep(Award.State(award.state).label, Award.State.PAID.label)
        fresh.append(award)
    payments = [
        Payment(
            award=one, cash=_amount(one, amounts or {}), paid_on=paid_on, voucher=voucher, signed=signed, by=by, at=now
        )
        for one in fresh
    ]
    _check_voucher(payments, paid_on, voucher, now)
    skipped = [one for one in fresh if one.state == Award.ANNOUNCED]
    take_step(skipped, "claimed", now=now, by=by, note=str(_("kế hoạch không yêu cầu kiểm tra người nhận")))
    Payment.objects.bulk_create(payments)
    take_step(fresh, "paid", now=now, by=by, note=voucher)
    return len(fresh)


def _amount(award: Award, amounts: dict[int, int]) -> int:
    """What is paid: what was decided, or what is given for a prize without an amount. Raises WrongAmount."""
    given = amounts.get(award.pk, award.cash)
    if given is None:
        raise WrongAmount(
            _("“%(title)s” chưa có mức thưởng nên chưa chi được.") % {"title": award.prize.title},
            hint=_("Hãy ghi số tiền theo quyết định."),
        )
    if award.cash is not None and given != award.cash:
        raise WrongAmount(
            _("Số tiền chi cho “%(title)s” khác số tiền trong quyết định.") % {"title": award.prize.title},
            hint=_("Hãy chi đúng số tiền đã quyết định."),
        )
    if award.cash is None:
        award.cash = given
        award.save(update_fields=["cash"])
    return given


def _check_voucher(payments: list[Payment], paid_on: date, voucher: str, now: datetime) -> None:
    if any(one.cash for one in payments) and not voucher:
        raise Missing(_("Chi tiền cần số phiếu chi hoặc ủy nhiệm chi."), hint=_("Hãy nhập số chứng từ."))
    if paid_on > now.astimezone(VIETNAM).date():
        raise Missing(_("Ngày chi không được sau hôm nay."), hint=_("Hãy nhập ngày đã chi."))


@transaction.atomic
def return_signatures(contest: Contest, ids: Collection[int], *, now: datetime, by: User | None) -> int:
    """The signed payment list is back in the file; returns how many payments it newly covers."""
    contest = locked_contest(contest)
    rows = Payment.objects.filter(award__contest=contest, award__in=ids, signed=False)
    n = rows.update(signed=True)
    if n:
        record(
            "awards:payment:signed", now=now, contest_key=contest.slug, actor=by, target=contest.slug, data={"count": n}
        )
    return n
