"""Workbooks of the awards room: the payment list with its signature column, the budget, units toward grading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from hoithi.awards.models import BudgetFigure
from hoithi.awards.queries.budget import Budget
from hoithi.awards.queries.grading import UnitGrade
from hoithi.awards.queries.payments import PaymentList
from hoithi.contests.models import Contest
from hoithi.core.spoken import moment, percent
from hoithi.core.tables import OutColumn, Sheet


def payment_sheet(contest: Contest, found: PaymentList, now: datetime) -> Sheet:
    """Columns of the signed list; the last row is the sum, left out while an amount is unset."""
    rows: list[Sequence[object]] = [
        (
            n,
            row.line.name,
            row.line.work_title or row.line.position,
            row.line.unit,
            row.line.prize_title,
            row.line.cash,
            row.receiver if row.receiver != row.line.name else "",
            row.payment.voucher if row.payment else "",
            "",
        )
        for n, row in enumerate(found.rows, start=1)
    ]
    if found.cash is not None and rows:
        rows.append(("", _("Cộng"), "", "", "", found.cash, "", "", ""))
    return Sheet(
        title=_("Danh sách chi thưởng"),
        columns=[
            _("STT"),
            OutColumn(_("Người, đơn vị nhận"), 36),
            OutColumn(_("Tác phẩm, chức vụ"), 32),
            OutColumn(_("Đơn vị"), 36),
            OutColumn(_("Giải"), 28),
            OutColumn(_("Số tiền (đồng)"), 18),
            OutColumn(_("Người nhận thay"), 26),
            OutColumn(_("Số chứng từ"), 16),
            OutColumn(_("Ký nhận"), 24),
        ],
        rows=rows,
        notes=[contest.title, _("Lập lúc {at}").format(at=moment(now))],
    )


def budget_sheet(contest: Contest, budget: Budget, now: datetime) -> Sheet:
    """Lines by stage; an amount nobody stated stays empty."""
    stages = [(stage.value, str(stage.label)) for stage in BudgetFigure.Stage]
    rows: list[Sequence[object]] = [
        (one.spec.title, *(one.amount(key) for key, _label in stages)) for one in budget.lines
    ]
    rows.append((_("Cộng"), *(budget.totals[key] for key, _label in stages)))
    return Sheet(
        title=_("Kinh phí"),
        columns=[OutColumn(_("Khoản mục"), 60), *(OutColumn(label, 18) for _key, label in stages)],
        rows=rows,
        notes=[contest.title, _("Lập lúc {at}").format(at=moment(now))],
    )


def grading_sheet(contest: Contest, rows: Sequence[UnitGrade], now: datetime) -> Sheet:
    """Every unit with what counts toward grading."""
    return Sheet(
        title=_("Kết quả theo đơn vị"),
        columns=[
            _("STT"),
            OutColumn(_("Đơn vị"), 44),
            OutColumn(_("Mã"), 12),
            _("Số cán bộ"),
            _("Cán bộ dự thi"),
            _("Tỷ lệ"),
            _("Tất cả người dự thi"),
            _("Tác phẩm"),
            OutColumn(_("Giải của đơn vị"), 40),
            _("Giải của cá nhân"),
            _("Điểm cộng đề nghị"),
            OutColumn(_("Nội dung điểm cộng"), 40),
        ],
        rows=[
            (
                n,
                one.unit.name,
                one.unit.code,
                one.headcount,
                one.staff,
                percent(one.share) if one.share is not None else "",
                one.people,
                one.works,
                "; ".join(one.prizes),
                one.personal,
                one.bonus,
                "; ".join(one.bonus_words),
            )
            for n, one in enumerate(rows, start=1)
        ],
        notes=list(filter(None, [contest.title, contest.plan.texts.grading, _("Lập lúc {at}").format(at=moment(now))])),
    )
