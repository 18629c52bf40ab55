"""Thông báo, Tờ trình, Giấy mời: what is told to others."""

from __future__ import annotations

from hoithi.core.text import number
from hoithi.documents.rules.paper import Block, Items, Paper, Paragraph, Signature
from hoithi.papers.rules.common import count, dong, grouped, paper_of, plan_basis, winners_table
from hoithi.papers.rules.facts import Facts


def amendment(facts: Facts) -> Paper:
    """Thông báo sửa đổi, bổ sung."""
    changed = tuple(
        f"{what}: “{before or '(chưa có)'}” nay là “{after or '(bỏ)'}”;" for what, before, after in facts.changes
    )
    blocks: list[Block] = [
        Paragraph(
            f"Căn cứ {plan_basis(facts)}; {_committee(facts)} thông báo sửa đổi, bổ sung một số nội dung như sau:"
        ),
        Items(changed) if changed else Paragraph("(Chưa có nội dung sửa đổi nào trên phần mềm.)", look="italic"),
        Paragraph("Các nội dung khác giữ nguyên. Đề nghị các cơ quan, đơn vị và người dự thi biết, thực hiện."),
    ]
    return paper_of(
        facts,
        "Thông báo",
        "TB",
        f"Về việc sửa đổi, bổ sung một số nội dung {facts.name}",
        blocks,
        recipients=facts.office.recipients or ("Các đơn vị tham gia", "Lưu: VT"),
        committee=True,
    )


def results(facts: Facts) -> Paper:
    """Thông báo kết quả; names only of those who agreed to be named."""
    blocks: list[Block] = [
        Paragraph(f"{_committee(facts)} thông báo kết quả {facts.name} như sau:"),
        Paragraph(_took_part(facts)),
    ]
    for title, winners in grouped(facts.winners):
        if title:
            blocks.append(Paragraph(title, look="bold"))
        blocks.append(winners_table(winners, public=True, money=False))
    if not facts.winners:
        blocks.append(Paragraph("(Chưa có kết quả được công bố.)", look="italic"))
    blocks.append(
        Paragraph(
            f"Mọi thắc mắc về kết quả gửi về {facts.contact or facts.bureau}."
            " Thời gian, địa điểm trao giải sẽ được thông báo sau."
        )
    )
    return paper_of(
        facts,
        "Thông báo",
        "TB",
        f"Kết quả {facts.name}",
        blocks,
        recipients=facts.office.recipients or ("Các đơn vị tham gia", "Lưu: VT"),
        committee=True,
    )


def _committee(facts: Facts) -> str:
    body = facts.body("organising")
    return body.title if body else facts.office.name


def _took_part(facts: Facts) -> str:
    units = sum(1 for unit in facts.units if unit.people or unit.works)
    told = [
        f"{number(facts.people)} người dự thi" if facts.people else "",
        f"{number(facts.entries)} lượt, tác phẩm dự thi",
    ]
    return f"Đã có {', '.join(text for text in told if text)} từ {count(units)} đơn vị."


def proposal(facts: Facts) -> Paper:
    """Tờ trình đề nghị công nhận kết quả, khen thưởng."""
    total = facts.won_cash
    blocks: list[Block] = [
        Paragraph(f"Thực hiện {plan_basis(facts)}, {facts.bureau} đã tổng hợp kết quả. " + _took_part(facts)),
        Paragraph(
            f"Căn cứ kết quả và biên bản họp xét, {facts.bureau} kính trình"
            f" {facts.office.head_of} xem xét, quyết định công nhận kết quả và khen thưởng"
            f" {count(len(facts.winners))} tập"
            f" thể, cá nhân{f', tổng số tiền thưởng {dong(total)}' if facts.winners and total else ''}, như sau:"
        ),
    ]
    for title, winners in grouped(facts.winners):
        if title:
            blocks.append(Paragraph(title, look="bold"))
        blocks.append(winners_table(winners))
    blocks.append(Paragraph(f"Kính trình {facts.office.head_of} xem xét, quyết định"))
    return paper_of(
        facts,
        "Tờ trình",
        "TTr",
        f"Về việc đề nghị công nhận kết quả và khen thưởng {facts.name}",
        blocks,
        to=(facts.office.head_of,),
        recipients=("Như trên", "Lưu: VT"),
        signature=Signature("", "", f"Thủ trưởng {facts.bureau}", ""),
    )


def invitation(facts: Facts) -> Paper:
    """Giấy mời dự tổng kết, trao giải."""
    blocks: list[Block] = [
        Paragraph(
            f"{_committee(facts)} trân trọng kính mời Quý cơ quan, đơn vị, Ông (Bà) tới dự Lễ tổng kết, trao giải"
            f" {facts.name}."
        ),
        Items(
            (
                "Thời gian: … giờ … ngày … tháng … năm " + str(facts.today.year) + ";",
                f"Địa điểm: …, {facts.office.place};",
                f"Chủ trì: {facts.office.head_of};",
                "Thành phần: đại diện lãnh đạo các cơ quan, đơn vị và các tập thể, cá nhân đạt giải.",
            )
        ),
        Paragraph(
            f"Rất mong Quý cơ quan, đơn vị, Ông (Bà) đến dự đầy đủ, đúng giờ."
            f"{f' Liên hệ: {facts.contact}.' if facts.contact else ''}"
        ),
    ]
    return paper_of(
        facts,
        "Giấy mời",
        "GM",
        f"Dự Lễ tổng kết, trao giải {facts.name}",
        blocks,
        to=("Quý cơ quan, đơn vị", "Các tập thể, cá nhân đạt giải"),
        recipients=("Như trên", "Lưu: VT"),
        committee=True,
    )
