"""Amounts of the budget by stage (dự trù, thẩm định, phê duyệt, quyết toán), each on its paper, none overwritten."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.awards.errors import Missing, WrongAmount
from hoithi.awards.models import BudgetFigure
from hoithi.awards.operations.steps import locked_contest
from hoithi.contests.models import Contest
from hoithi.contests.schema.base import MOST_DONG
from hoithi.core.text import nfc
from hoithi.documents.models import Document
from hoithi.people.models import User


@transaction.atomic
def record_amount(
    contest: Contest,
    line: str,
    stage: str,
    amount: int,
    *,
    now: datetime,
    by: User | None,
    document: Document | None = None,
    note: str = "",
) -> BudgetFigure:
    """Write an amount (đồng) of a line at a stage; the earlier one stays in the history. The same twice is one.

    Raises Missing (no such line or stage), WrongAmount.
    """
    contest = locked_contest(contest)
    if line not in {one.key for one in contest.plan.budget.lines} or stage not in BudgetFigure.Stage.values:
        raise Missing(_("Kế hoạch không có khoản mục hoặc bước này."), hint=_("Hãy tải lại trang kinh phí."))
    if not 0 <= amount <= MOST_DONG:
        raise WrongAmount(_("Số tiền không hợp lệ."), hint=_("Hãy nhập số đồng, không âm."))
    last = contest.budget_figures.filter(line=line, stage=stage).last()
    note = nfc(note).strip()[:500]
    if last is not None and (last.amount, last.document_id, last.note) == (
        amount,
        document.pk if document else None,
        note,
    ):
        return last
    figure = BudgetFigure.objects.create(
        contest=contest, line=line, stage=stage, amount=amount, document=document, note=note, by=by, at=now
    )
    data = {"line": line, "stage": stage, "amount": amount, "document": document.pk if document else None}
    record("awards:budget:amount", now=now, contest_key=contest.slug, actor=by, target=line, data=data)
    return figure
