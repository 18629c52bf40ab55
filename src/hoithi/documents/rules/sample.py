"""A paper of a made-up office with everything a paper can hold: templates are tried with it."""

from __future__ import annotations

from datetime import date

from hoithi.documents.rules.paper import Annex, Heading, Items, Paper, Paragraph, Signature, Table, article

SAMPLE = Paper(
    "Quyết định",
    "Về việc khen thưởng (văn bản mẫu)",
    agency="Ủy ban nhân dân xã A",
    superior="Tỉnh B",
    number=1,
    symbol="QĐ-UBND",
    place="A",
    date=date(2026, 1, 2),
    authority="Chủ tịch Ủy ban nhân dân xã A",
    bases=("Căn cứ thứ nhất", "Căn cứ thứ hai"),
    resolve="QUYẾT ĐỊNH:",
    to=("Nơi được gửi",),
    blocks=(
        article(1, "Khen thưởng các cá nhân có tên trong danh sách kèm theo."),
        Heading("1. Mức thưởng", 2),
        Items(("Giải Nhất;", "Giải Nhì.")),
        Paragraph("Ghi chú.", look="italic"),
        Annex("Danh sách", "(Kèm theo Quyết định)"),
        Table(("STT", "Họ và tên"), (("1", "Nguyễn Thị A & con"), ("2", "Trần <B>"))),
    ),
    recipients=("Như Điều 1", "Lưu: VT"),
    signature=Signature("TM.", "Ủy ban nhân dân", "Chủ tịch", "Lê Thị C"),
)
