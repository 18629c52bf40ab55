"""Biên bản: review of questions, marking, the meeting on prizes, ties."""

from __future__ import annotations

from collections.abc import Sequence

from hoithi.core.text import number
from hoithi.documents.rules.paper import Align, Block, Heading, Items, Paper, Paragraph, Signature, Signers, Table
from hoithi.papers.rules.common import count, dong, grouped, paper_of, present, winners_table
from hoithi.papers.rules.facts import Body, Facts

RIGHT: tuple[Align, ...] = ("right",)


def _minutes(facts: Facts, title: str, body: Body | None, about: Sequence[Block], kinds: tuple[str, str]) -> Paper:
    blocks: list[Block] = [
        Paragraph(
            f"Hôm nay, vào hồi … giờ … phút, ngày … tháng … năm {facts.today.year}, tại …, {facts.office.place},"
            f" tiến hành {title[:1].lower() + title[1:]} {facts.name}."
        ),
        Heading("I. THÀNH PHẦN"),
        present(body),
        Heading("II. NỘI DUNG"),
        *about,
        Heading("III. KẾT LUẬN"),
        Paragraph(
            "Các thành viên dự họp thống nhất với nội dung trên. Biên bản kết thúc vào hồi … giờ … phút cùng ngày,"
            " được lập thành 02 bản có giá trị như nhau và đã thông qua cho các thành viên cùng nghe"
        ),
        Signers(
            (_signer(body, kinds[0], ("thư ký",)), _signer(body, kinds[1], ("trưởng ban", "tổ trưởng", "chủ tịch")))
        ),
    ]
    return paper_of(facts, "Biên bản", "BB", f"{title} {facts.name}", blocks, committee=True, signature=Signature())


def _signer(body: Body | None, words: str, titles: tuple[str, ...]) -> tuple[str, str]:
    seats = body.members if body else ()
    return words, next((seat.name for seat in seats if seat.title.lower().startswith(titles)), "")


def questions(facts: Facts) -> Paper:
    """Biên bản thẩm định đề: numbers and reasons, no text and no key of any question."""
    about: list[Block] = []
    for one in facts.rounds:
        about += [
            Paragraph(one.title, look="bold"),
            Paragraph(
                f"Đã xem {count(one.seen)} câu hỏi: đạt {count(one.approved)} câu,"
                f" trả lại để sửa {count(one.returned)} câu."
                f"{' Người thẩm định: ' + ', '.join(one.reviewers) + '.' if one.reviewers else ''}"
            ),
        ]
        if one.reasons:
            about.append(Table(("Mã câu hỏi", "Ý kiến"), one.reasons, widths=(20, 80)))
    if not about:
        about.append(Paragraph("(Chưa có đợt thẩm định nào trên phần mềm.)", look="italic"))
    body = facts.body("reviewers", "organising", "secretariat")
    return _minutes(facts, "Thẩm định câu hỏi, đề thi", body, about, ("Thư ký", "Chủ trì"))


def marking(facts: Facts) -> Paper:
    """Biên bản chấm thi: each work with each juror's points, how they become one, what was talked over."""
    about: list[Block] = []
    for one in facts.markings:
        about += [
            Paragraph(one.title, look="bold"),
            Paragraph(
                f"Cách tính điểm chung: {one.method or 'chưa chốt'}."
                f"{f' Mức thống nhất giữa các giám khảo: {one.agreement}.' if one.agreement else ''}"
            ),
            Table(
                ("Hạng", "Tác phẩm", *one.jurors, "Điểm chung"),
                one.rows,
                ("center", "left", *RIGHT * len(one.jurors), "right"),
            ),
        ]
        if one.talks:
            about += [Paragraph("Thảo luận thống nhất điểm:"), Items(one.talks)]
    if not about:
        about.append(Paragraph("(Chưa có kết quả chấm trên phần mềm.)", look="italic"))
    return _minutes(facts, "Chấm thi", facts.body("jury", "organising", "secretariat"), about, ("Thư ký", "Trưởng ban"))


def awarding(facts: Facts) -> Paper:
    """Biên bản họp xét khen thưởng."""
    about: list[Block] = [
        Paragraph(
            f"Thư ký báo cáo kết quả: {number(facts.people)} người dự thi,"
            f" {number(facts.entries)} lượt, tác phẩm dự thi. Đề nghị xét"
            f" {count(len(facts.winners))} giải{f', tổng số tiền {dong(facts.won_cash)}' if facts.won_cash else ''}:"
        )
    ]
    for title, winners in grouped(facts.winners):
        if title:
            about.append(Paragraph(title, look="bold"))
        about.append(winners_table(winners))
        because = [f"{one.prize} - {one.name}: {one.because};" for one in winners if one.because]
        if because:
            about += [Paragraph("Căn cứ xếp giải:"), Items(tuple(because))]
    about += [Paragraph(f"Giải chưa trao: {text}.", look="italic") for text in facts.vacant]
    about.append(Paragraph(f"Kết quả biểu quyết: …/… thành viên nhất trí đề nghị {facts.office.head_of} khen thưởng."))
    body = facts.body("organising", "secretariat")
    return _minutes(facts, "Họp xét kết quả, khen thưởng", body, about, ("Thư ký", "Chủ trì"))


def ties(facts: Facts) -> Paper:
    """Biên bản xử lý đồng hạng."""
    about: list[Block] = []
    for one in facts.ties:
        about += [
            Paragraph(f"{one.where}: hạng {one.place} có {count(len(one.names))} trường hợp bằng nhau.", look="bold"),
            Paragraph(f"Thứ tự sau khi xem xét: {'; '.join(f'{n}. {name}' for n, name in enumerate(one.names, 1))}."),
            Paragraph(f"Lý do: {one.reason.rstrip('.')}."),
        ]
    if not about:
        about.append(Paragraph("(Chưa có trường hợp đồng hạng nào được quyết định.)", look="italic"))
    body = facts.body("organising", "secretariat")
    return _minutes(facts, "Xử lý đồng hạng", body, about, ("Thư ký", "Chủ trì"))
