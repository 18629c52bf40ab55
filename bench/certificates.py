"""Papers in bulk: each a file of its own with its QR code, beside the typesetter alone; the book; allocation apart."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from bench.figure import Figure, s
from bench.scratch import database

AT = datetime(2026, 7, 1, tzinfo=UTC)


def measure(*, papers: int) -> list[Figure]:
    with database():
        from hoithi.certificates.formats import typeset
        from hoithi.documents.formats.typesetting import compile_pdf

        sheets = [_sheet(n) for n in range(papers)]
        inputs, files = typeset._given(sheets[:1], "x", True, b"", b"")
        source = typeset._source()
        typeset.set_sheets(sheets[:1], at=AT, title="x")
        bare = _timed(lambda: [compile_pdf(source, inputs, at=AT, files=files) for _ in sheets])
        single = _timed(lambda: [typeset.set_sheets([sheet], at=AT, title="x") for sheet in sheets])
        book = _timed(lambda: typeset.set_sheets(sheets, at=AT, title="x"))
    return [
        Figure(
            "Certificates",
            f"{papers:,} papers, a PDF/A each with its own QR code",
            f"the typesetter alone on one same paper ({papers / bare:,.0f} a second)",
            single / bare,
            f"{papers / single:,.0f} a second",
        ),
        Figure(
            "Certificates",
            f"one file of {papers:,} pages for the printer",
            f"the same papers one by one ({s(single)})",
            book / single,
            s(book),
        ),
    ]


def _timed(work) -> float:  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _sheet(n: int):  # type: ignore[no-untyped-def]
    from hoithi.certificates.rules.sheet import Sheet

    return Sheet(
        over="Ủy ban nhân dân xã Ví Dụ",
        issuer="Ban Tổ chức",
        heading="GIẤY CHỨNG NHẬN",
        opening="Ban Tổ chức chứng nhận",
        name=f"Nguyễn Thị Ví Dụ {n}",
        body="Phòng Thử nghiệm, đạt",
        prize="Giải khuyến khích",
        closing="Hội thi thử về cải cách hành chính",
        place_date="Ví Dụ, ngày 01 tháng 7 năm 2026",
        prefix="TM. Ban Tổ chức",
        signer_title="Trưởng ban",
        signer="Trần Văn Ký Mẫu",
        number=f"{n + 1:02}/GCN-BTC",
        code=f"VD26-2345-6789-ABCD-EFGH-{n:04}",
        address=f"https://hoithi.example/giay/{n:020}/",
    )
