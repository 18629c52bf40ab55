"""The payment list (danh sách chi thưởng): who gets what, whether they were seen, paid and have signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hoithi.awards.models import Award, Claim, Payment
from hoithi.awards.queries.lines import AwardLine, award_lines
from hoithi.contests.models import Contest

PAYABLE = (Award.DECIDED, Award.ANNOUNCED, Award.CLAIMED, Award.PAID)


@dataclass(frozen=True)
class PaymentLine:
    """One row with its signature column."""

    line: AwardLine
    claim: Claim | None
    payment: Payment | None

    @property
    def receiver(self) -> str:
        """Who signs: the winner, or whoever came instead."""
        return self.claim.representative if self.claim and self.claim.representative else self.line.name


@dataclass(frozen=True)
class PaymentList:
    """Rows in the plan's order; `cash` None as soon as one amount is unset."""

    rows: list[PaymentLine]
    cash: int | None
    paid: int
    unsigned: int


def payment_list(contest: Contest, *, everything: bool = False) -> PaymentList:
    """Awards with a decision; those that bring no money only with `everything`. A handful of queries."""
    return payments_of(award_lines(contest, PAYABLE), everything=everything)


def payments_of(lines: Sequence[AwardLine], *, everything: bool = False) -> PaymentList:
    shown = [one for one in lines if everything or one.cash is None or one.cash > 0]
    ids = [one.award_id for one in shown]
    claims = {one.award_id: one for one in Claim.objects.filter(award__in=ids).select_related("checked_by")}
    payments = {one.award_id: one for one in Payment.objects.filter(award__in=ids)}
    rows = [PaymentLine(one, claims.get(one.award_id), payments.get(one.award_id)) for one in shown]
    return PaymentList(
        rows,
        _cash(one.cash for one in shown),
        sum(one.cash for one in payments.values()),
        sum(not one.signed for one in payments.values()),
    )


def _cash(amounts: Iterable[int | None]) -> int | None:
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
