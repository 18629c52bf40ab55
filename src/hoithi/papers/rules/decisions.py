"""Quyết định: bodies set up, rules issued, results recognised and rewarded."""

from __future__ import annotations

from hoithi.documents.rules.paper import Annex, Block, Paper, Paragraph, article
from hoithi.papers.rules.common import (
    PRAISE_LAW_SINCE,
    count,
    dong,
    grouped,
    members,
    paper_of,
    plan_basis,
    praise_bases,
    proposal_of,
    winners_table,
)
from hoithi.papers.rules.facts import Facts

DUTIES = {
    "organising": "chỉ đạo, tổ chức {name} theo Kế hoạch; ban hành Thể lệ; quyết định các vấn đề phát sinh;"
    " công nhận kết quả và tổ chức tổng kết, trao giải.",
    "jury": "chấm các tác phẩm, bài thi theo Thể lệ và thang điểm; bảo đảm công bằng, khách quan, bảo mật; chịu trách"
    " nhiệm về kết quả chấm trước Ban Tổ chức.",
    "secretariat": "giúp Ban Tổ chức theo dõi, tổng hợp, chuẩn bị văn bản và điều kiện phục vụ {name}.",
    "helpers": "giúp Ban Tổ chức tiếp nhận, tổng hợp, phục vụ các hoạt động của {name}.",
    "authors": "xây dựng câu hỏi, đáp án; giữ bí mật đề thi và đáp án theo quy định.",
    "reviewers": "thẩm định câu hỏi, đáp án; giữ bí mật đề thi và đáp án theo quy định.",
}


def _setting_up(facts: Facts, kinds: tuple[str, ...], otherwise: str) -> Paper:
    body = facts.body(*kinds)
    title = body.title if body else otherwise
    duty = DUTIES[body.kind if body and body.kind in DUTIES else kinds[0]].format(name=facts.name)
    whole = title if facts.noun.lower() in title.lower() else f"{title} {facts.name}"
    blocks: list[Block] = [
        article(1, f"Thành lập {whole}, gồm các ông, bà có tên trong danh sách kèm theo Quyết định này."),
        article(2, f"{title} có nhiệm vụ {duty}"),
        Paragraph(f"{title} tự giải thể sau khi hoàn thành nhiệm vụ."),
        article(3, "Quyết định này có hiệu lực kể từ ngày ký."),
        article(
            4,
            f"{facts.bureau}, thủ trưởng các cơ quan, đơn vị liên quan và các ông,"
            " bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.",
        ),
        Annex(f"Danh sách {title}", "(Kèm theo Quyết định số        /QĐ-" + f"{facts.office.symbol})"),
        *members(body),
    ]
    return paper_of(
        facts,
        "Quyết định",
        "QĐ",
        f"Về việc thành lập {whole}",
        blocks,
        bases=(plan_basis(facts), proposal_of(facts)),
        recipients=("Như Điều 4", "Lưu: VT"),
        resolves=True,
    )


def organising(facts: Facts) -> Paper:
    """Quyết định thành lập Ban Tổ chức."""
    return _setting_up(facts, ("organising", "secretariat"), "Ban Tổ chức")


def jury(facts: Facts) -> Paper:
    """Quyết định thành lập Ban Giám khảo."""
    return _setting_up(facts, ("jury",), "Ban Giám khảo")


def group(facts: Facts) -> Paper:
    """Quyết định thành lập Tổ (thư ký, giúp việc, ra đề, thẩm định)."""
    return _setting_up(facts, ("helpers", "secretariat", "authors", "reviewers"), "Tổ giúp việc")


def rules(facts: Facts) -> Paper:
    """Quyết định ban hành Thể lệ."""
    blocks: list[Block] = [
        article(1, f"Ban hành kèm theo Quyết định này Thể lệ {facts.name}."),
        article(2, "Quyết định này có hiệu lực kể từ ngày ký."),
        article(
            3,
            f"{facts.bureau}, các cơ quan, đơn vị và cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này.",
        ),
    ]
    return paper_of(
        facts,
        "Quyết định",
        "QĐ",
        f"Ban hành Thể lệ {facts.name}",
        blocks,
        bases=(plan_basis(facts), proposal_of(facts)),
        recipients=("Như Điều 3", "Lưu: VT"),
        resolves=True,
    )


def praise(facts: Facts) -> Paper:
    """Quyết định công nhận kết quả và khen thưởng, with the list of winners."""
    n = len(facts.winners)
    total = facts.won_cash
    sum_of = f" Tổng số tiền thưởng: {dong(total)}." if n and total else ""
    fund = facts.fund.rstrip(".")
    blocks: list[Block] = [
        article(
            1,
            f"Công nhận kết quả và khen thưởng {count(n)} tập thể, cá nhân đạt giải {facts.name} (có danh sách kèm"
            " theo).",
        ),
        article(
            2,
            f"Mức thưởng thực hiện theo cơ cấu giải thưởng của Kế hoạch.{sum_of}"
            f"{f' Nguồn kinh phí: {fund}.' if fund else ''}",
        ),
        article(3, "Quyết định này có hiệu lực kể từ ngày ký."),
        article(
            4,
            f"{facts.bureau}, thủ trưởng các cơ quan, đơn vị liên quan và các tập"
            " thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.",
        ),
        Annex(
            "Danh sách tập thể, cá nhân được khen thưởng", f"(Kèm theo Quyết định số        /QĐ-{facts.office.symbol})"
        ),
    ]
    for title, winners in grouped(facts.winners):
        if title:
            blocks.append(Paragraph(title, look="bold"))
        blocks.append(winners_table(winners))
    if not facts.winners:
        blocks.append(Paragraph("(Chưa có kết quả để đưa vào danh sách.)", look="italic"))
    blocks += [Paragraph(f"Giải chưa trao: {text}.", look="italic") for text in facts.vacant]
    since = facts.today >= PRAISE_LAW_SINCE
    return paper_of(
        facts,
        "Quyết định",
        "QĐ",
        f"Về việc công nhận kết quả và {'khen thưởng' if since else 'trao giải'} {facts.name}",
        blocks,
        bases=praise_bases(facts),
        recipients=("Như Điều 4", "Lưu: VT"),
        resolves=True,
    )
