"""Word files open in LibreOffice and nothing of them is lost on the way to PDF."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hoithi.documents.formats.office import NotConverted, can_convert, docx_to_pdf
from hoithi.documents.formats.word import to_docx
from hoithi.documents.formats.word_sample import sample_template
from hoithi.documents.formats.word_template import render_paper
from hoithi.documents.rules.paper import words_of
from tests.documents import papers
from tests.documents.texts import pdf_pages, pdf_words

SOFFICE = shutil.which("soffice") or ""
needs_libreoffice = pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice (libreoffice-writer-nogui)")


@needs_libreoffice
@pytest.mark.parametrize(("name", "pages"), [("quyet-dinh", 2), ("ke-hoach", 2), ("bien-ban", 1)])
def test_a_word_file_opens_and_loses_nothing(name: str, pages: int) -> None:
    pdf = docx_to_pdf(to_docx(papers.ALL[name]), program=SOFFICE)
    assert pdf_words(pdf) == list(words_of(papers.ALL[name]))
    assert 1 <= len(pdf_pages(pdf)) <= pages


@needs_libreoffice
def test_an_offices_own_template_opens_too() -> None:
    pdf = docx_to_pdf(render_paper(sample_template(), papers.decision()), program=SOFFICE)
    assert sorted(pdf_words(pdf)) == sorted(words_of(papers.decision()))


@pytest.mark.parametrize("program", ["/bin/false", "/khong/co", "/bin/true"])
def test_without_a_pdf_a_person_is_told(program: str) -> None:
    with pytest.raises(NotConverted, match="tải tệp Word về"):
        docx_to_pdf(b"", program=program)


def test_nothing_is_converted_where_no_program_is_named(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.SOFFICE_BIN = ""  # type: ignore[attr-defined]
    assert not can_convert()
    with pytest.raises(NotConverted):
        docx_to_pdf(b"")
