"""Báo cáo tuần, tháng, kết quả."""

from __future__ import annotations

from hoithi.core.text import number
from hoithi.documents.rules.paper import Block, Heading, Items, Paper, Paragraph, Table
from hoithi.papers.rules.common import count, dong, grouped, paper_of, plan_basis, winners_table
from hoithi.papers.rules.facts import Facts

MOST_UNITS = 60
"""Rows of a table in a report; the rest is counted."""


def weekly(facts: Facts) -> Paper:
    """Báo cáo tuần."""
    return _progress(facts, "tuần", f"Trong 07 ngày gần nhất có {number(facts.week_entries)} lượt, tác phẩm dự thi.")


def monthly(facts: Facts) -> Paper:
    """Báo cáo tháng."""
    return _progress(facts, "tháng", "")


def _progress(facts: Facts, every: str, lately: str) -> Paper:
    day = facts.today
    blocks: list[Block] = [
        Paragraph(
            f"Thực hiện {plan_basis(facts)}, {facts.bureau} báo cáo tình hình thực hiện"
            f" {every} (số liệu đến ngày {day.day:02}/{day.month:02}/{day.year}) như sau:"
        ),
        Heading("I. KẾT QUẢ THỰC HIỆN"),
        *_counted(facts, lately),
        Heading("II. KHÓ KHĂN, VƯỚNG MẮC"),
        Paragraph("…"),
        Heading("III. NHIỆM VỤ THỜI GIAN TỚI"),
        Items(
            (
                "Tiếp tục tuyên truyền, đôn đốc các đơn vị có tỷ lệ tham gia thấp;",
                "Theo dõi, giải đáp vướng mắc của người dự thi và các đơn vị.",
            )
        ),
        Paragraph(f"Trên đây là báo cáo {every} về {facts.name}"),
    ]
    return _report(facts, f"Tình hình thực hiện {facts.name} ({every})", blocks)


def final(facts: Facts) -> Paper:
    """Báo cáo kết quả."""
    blocks: list[Block] = [
        Paragraph(f"Thực hiện {plan_basis(facts)}, {facts.bureau} báo cáo kết quả tổ chức như sau:"),
        Heading("I. KẾT QUẢ THỰC HIỆN"),
        *_counted(facts, ""),
        Heading("II. KẾT QUẢ GIẢI THƯỞNG"),
    ]
    for title, winners in grouped(facts.winners):
        if title:
            blocks.append(Paragraph(title, look="bold"))
        blocks.append(winners_table(winners))
    blocks += [Paragraph(f"Giải chưa trao: {text}.") for text in facts.vacant]
    spent = [(line.title, line.settled if line.settled is not None else line.approved) for line in facts.budget]
    told = tuple(f"{title}: {dong(amount)};" for title, amount in spent if amount is not None)
    blocks += [
        Heading("III. KINH PHÍ"),
        Items(told) if told else Paragraph("Kinh phí thực hiện theo dự toán được phê duyệt."),
        Heading("IV. ĐÁNH GIÁ, KIẾN NGHỊ"),
        Paragraph("…"),
        *([Paragraph(facts.grading)] if facts.grading else []),
        Paragraph(f"Trên đây là báo cáo kết quả tổ chức {facts.name}"),
    ]
    return _report(facts, f"Kết quả tổ chức {facts.name}", blocks)


def _report(facts: Facts, title: str, blocks: list[Block]) -> Paper:
    recipients = facts.office.recipients or ("Như trên", "Lưu: VT")
    return paper_of(facts, "Báo cáo", "BC", title, blocks, recipients=recipients)


def _counted(facts: Facts, lately: str) -> list[Block]:
    took = [unit for unit in facts.units if unit.people or unit.works]
    blocks: list[Block] = [
        Paragraph(
            f"Tính đến nay có {number(facts.people)} người dự thi, {number(facts.entries)} lượt, tác phẩm dự thi;"
            f" {count(len(took))} trong"
            f" số {count(len(facts.units))} đơn vị đã tham gia. {lately}".strip()
        )
    ]
    parts = tuple((part.title, part.when, number(part.people), number(part.entries)) for part in facts.parts)
    if parts:
        head = ("Phần thi", "Thời gian", "Số người", "Số lượt, tác phẩm")
        blocks.append(Table(head, parts, ("left", "left", "right", "right"), widths=(36, 34, 12, 18)))
    if facts.units:
        shown = sorted(facts.units, key=lambda unit: -unit.people)[:MOST_UNITS]
        rows = tuple(
            (
                str(n),
                unit.name,
                str(unit.people),
                str(unit.headcount or ""),
                _share(unit.people, unit.headcount),
                str(unit.works),
            )
            for n, unit in enumerate(shown, 1)
        )
        blocks += [
            Paragraph("Số liệu theo đơn vị:"),
            Table(
                ("STT", "Đơn vị", "Người dự thi", "Tổng số", "Tỷ lệ", "Tác phẩm"),
                rows,
                ("center", "left", "right", "right", "right", "right"),
                widths=(8, 44, 13, 12, 11, 12),
            ),
        ]
        if len(facts.units) > len(shown):
            blocks.append(Paragraph(f"Còn {len(facts.units) - len(shown)} đơn vị khác trong phụ lục.", look="italic"))
    return blocks


def _share(part: int, whole: int) -> str:
    """Percent to one place, rounded half up, exactly."""
    if not whole:
        return ""
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10},{tenths % 10} %"
