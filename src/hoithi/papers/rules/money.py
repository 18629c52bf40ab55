"""Dự trù kinh phí and Danh sách chi."""

from __future__ import annotations

from hoithi.documents.rules.paper import Block, Paper, Paragraph, Signature, Signers, Table
from hoithi.papers.rules.common import UNSET, dong, figure, grouped, paper_of, plan_basis
from hoithi.papers.rules.facts import Facts


def estimate(facts: Facts) -> Paper:
    """Dự trù kinh phí: lines of the budget, prizes one by one, sums only of what is set."""
    blocks: list[Block] = [Paragraph(f"Thực hiện {plan_basis(facts)}, dự trù kinh phí tổ chức như sau:")]
    if facts.prizes:
        rows = [
            (
                str(n),
                f"{prize.title}{f' ({prize.recurring})' if prize.recurring else ''}",
                str(prize.quantity),
                figure(prize.cash) or UNSET,
                figure(prize.cash * prize.quantity) if prize.cash is not None else UNSET,
            )
            for n, prize in enumerate(facts.prizes, 1)
        ]
        total = facts.prize_total
        rows.append(("", "Cộng tiền thưởng", "", "", figure(total) or UNSET))
        blocks += [
            Paragraph("1. Tiền thưởng", look="bold"),
            Table(
                ("STT", "Nội dung", "Số lượng", "Đơn giá (đồng)", "Thành tiền (đồng)"),
                tuple(rows),
                ("center", "left", "center", "right", "right"),
                widths=(8, 42, 12, 18, 20),
                total=1,
            ),
        ]
    if facts.budget:
        lines = [
            (str(n), line.title, figure(line.estimated), figure(line.examined))
            for n, line in enumerate(facts.budget, 1)
        ]
        known = [line.estimated for line in facts.budget]
        whole = UNSET if None in known else figure(sum(amount or 0 for amount in known))
        lines.append(("", "Cộng các khoản", whole, ""))
        blocks += [
            Paragraph("2. Các khoản mục", look="bold"),
            Table(
                ("STT", "Nội dung chi", "Dự trù (đồng)", "Thẩm định (đồng)"),
                tuple(lines),
                ("center", "left", "right", "right"),
                widths=(8, 48, 22, 22),
                total=1,
            ),
        ]
    if facts.fund:
        blocks.append(Paragraph(f"Nguồn kinh phí: {facts.fund.rstrip('.')}."))
    blocks.append(
        Paragraph(
            f"{facts.estimate_by or 'Cơ quan lập dự trù'} trình {facts.examine_by or 'cơ quan tài chính'} thẩm định,"
            f" {facts.approve_by or facts.office.name} phê duyệt"
        )
    )
    blocks.append(
        Signers(
            (
                (f"{facts.estimate_by or 'Người lập'}", ""),
                (f"{facts.examine_by or 'Cơ quan thẩm định'}", ""),
                (f"{facts.approve_by or 'Phê duyệt'}", ""),
            )
        )
    )
    return paper_of(facts, "Dự trù kinh phí", "DT", f"Tổ chức {facts.name}", blocks, signature=Signature())


def payments(facts: Facts) -> Paper:
    """Danh sách chi tiền thưởng with a column for signatures."""
    blocks: list[Block] = []
    for title, winners in grouped(facts.winners):
        if title:
            blocks.append(Paragraph(title, look="bold"))
        rows = [
            (str(n), one.name, one.unit, one.prize, figure(one.cash) or UNSET, "") for n, one in enumerate(winners, 1)
        ]
        blocks.append(
            Table(
                ("STT", "Người nhận", "Đơn vị", "Giải", "Số tiền (đồng)", "Ký nhận"),
                tuple(rows),
                ("center", "left", "left", "left", "right", "left"),
                widths=(7, 25, 25, 16, 14, 13),
            )
        )
    if not facts.winners:
        blocks.append(Paragraph("(Chưa có giải được quyết định.)", look="italic"))
    blocks += [
        Paragraph(f"Tổng cộng: {dong(facts.won_cash) if facts.winners else '0 đồng'}", look="bold"),
        Signers((("Người lập", ""), ("Kế toán", ""), ("Thủ trưởng đơn vị", ""))),
    ]
    return paper_of(facts, "Danh sách chi", "DS", f"Chi tiền thưởng {facts.name}", blocks, signature=Signature())
