"""Official papers: Word and PDF of one decision with a list, beside the typesetter alone on the same data."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime

from bench.figure import Figure
from bench.scratch import database

AT = datetime(2026, 7, 1, tzinfo=UTC)
ROWS = 50


def measure(*, documents: int) -> list[Figure]:
    with database():
        from hoithi.documents.formats import pdf
        from hoithi.documents.formats.typesetting import compile_pdf
        from hoithi.documents.formats.word import to_docx
        from hoithi.documents.rules.paper import Table
        from hoithi.documents.rules.sample import SAMPLE

        people = tuple((f"{n}", f"Nguyễn Thị Ví Dụ {n}") for n in range(1, ROWS + 1))
        paper = replace(SAMPLE, blocks=(*SAMPLE.blocks[:-1], Table(("STT", "Họ và tên"), people, ("center",))))
        papers = [replace(paper, number=n + 1) for n in range(documents)]
        source, data = pdf._source(), pdf._data(paper)
        to_docx(paper), pdf.to_pdf(paper)
        bare = _timed(lambda: [compile_pdf(source, data, at=AT) for _ in papers])
        set_ = _timed(lambda: [pdf.to_pdf(one) for one in papers])
        word = _timed(lambda: [to_docx(one) for one in papers])
    told = f"the typesetter alone on one same paper ({documents / bare:,.0f} a second)"
    title = f"{documents:,} decisions with a list of {ROWS}"
    return [
        Figure("Documents", f"{title}, PDF/A", told, set_ / bare, f"{documents / set_:,.0f} a second"),
        Figure("Documents", f"{title}, Word", told, word / bare, f"{documents / word:,.0f} a second"),
    ]


def _timed(work) -> float:  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
