"""The Word file and the PDF of a paper say the same words in the same order, and the pages look as approved."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from hoithi.documents.formats.pdf import to_pdf, to_png
from hoithi.documents.formats.word import to_docx
from hoithi.documents.rules.paper import Paper, Table, words_of
from tests.documents import papers
from tests.documents.texts import docx_words, pdf_pages, pdf_words
from tests.pictures import PPI, checker

LONG = ("STT", "Họ và tên", "Đơn vị", "Giải", "Tiền thưởng (đồng)")


@pytest.mark.parametrize("paper", papers.ALL.values(), ids=papers.ALL)
def test_word_and_pdf_say_the_same(paper: Paper) -> None:
    said = list(words_of(paper))
    assert docx_words(to_docx(paper)) == said
    assert pdf_words(to_pdf(paper)) == said


def test_a_list_of_many_pages_says_the_same_and_repeats_its_head() -> None:
    paper = papers.decision(120)
    said = list(words_of(paper))
    assert docx_words(to_docx(paper)) == said
    pdf = to_pdf(paper)
    assert len(pdf_pages(pdf)) > 3
    assert pdf_words(pdf, LONG) == said
    assert all(page[0] == "STT" for page in pdf_pages(pdf)[2:])
    repeated = Document(io.BytesIO(to_docx(paper))).tables[2].rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert repeated


def test_hard_texts_stand_on_paper_as_they_are() -> None:
    """A name of seventy letters, a unit of three lines, marks of markup, control characters."""
    name = "Công Tằng Tôn Nữ Thị Hoàng Ngọc Quỳnh Như Ý Phương Thảo Đặng Lê Nguyễn An"
    unit = "Trung tâm Dịch vụ tổng hợp và Chuyển đổi số trực thuộc Ủy ban nhân dân xã Bình An Đông Hưng Tây " * 2
    rows = ((name, unit, "#let x = 1 <b>&amp; \\ {{ so }}"),)
    paper = papers.plan(blocks=(Table(("Tên", "Đơn vị", "Ghi chú"), rows),), title=f"Về {name}")
    said = list(words_of(paper))
    assert docx_words(to_docx(paper)) == said
    assert "".join(pdf_words(to_pdf(paper))) == "".join(said)
    assert to_docx(papers.plan(title="a\x00b\x0bc", blocks=(Table(("x",), (("\x01",),)),)))


def test_equal_papers_are_equal_files() -> None:
    assert to_docx(papers.plan()) == to_docx(papers.plan())
    assert to_pdf(papers.plan()) == to_pdf(papers.plan())


def test_the_sheet_is_the_decrees() -> None:
    document = Document(io.BytesIO(to_docx(papers.decision())))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm) <= 25
    assert 20 <= round(section.bottom_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert 13 <= document.styles["Normal"].font.size.pt <= 14
    assert section.different_first_page_header_footer  # no number on the first page
    assert "PAGE" in section.header._element.xml
    assert not section.first_page_header.paragraphs[0].text


def test_the_pdf_is_for_keeping() -> None:
    pdf = to_pdf(papers.decision(60))
    reader = PdfReader(io.BytesIO(pdf))
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    fonts = {str(font.get_object()["/BaseFont"]) for font in reader.pages[0]["/Resources"]["/Font"].values()}  # type: ignore[index]
    assert all("Tinos" in name for name in fonts)
    first, second = (page.extract_text().split() for page in reader.pages[:2])
    assert first[0] != "1"
    assert second[0] == "2"


@pytest.mark.parametrize(("name", "paper"), papers.ALL.items(), ids=papers.ALL)
def test_pages_look_as_approved(name: str, paper: Paper, request: pytest.FixtureRequest) -> None:
    check = checker(Path(__file__).parents[1] / "approved", approve=request.config.getoption("--approve"))
    check(name, to_png(paper, ppi=PPI))


def test_a_moved_line_is_seen(tmp_path: Path) -> None:
    checker(tmp_path, approve=True)("x", to_png(papers.plan(), ppi=PPI))
    check = checker(tmp_path, approve=False)
    check("x", to_png(papers.plan(), ppi=PPI))
    with pytest.raises(AssertionError, match="looks different"):
        check("x", to_png(papers.plan(title="Khác " * 7), ppi=PPI))
    with pytest.raises(AssertionError, match="pages"):
        check("x", to_png(papers.decision(), ppi=PPI))
