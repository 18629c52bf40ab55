"""What a file says, read back by readers that know nothing of our writers."""

from __future__ import annotations

import io
from collections.abc import Iterator

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader


def docx_words(data: bytes) -> list[str]:
    """Every word of a Word file's body in reading order, tables row by row."""
    return [word for text in _texts(Document(io.BytesIO(data)).iter_inner_content()) for word in text.split()]


def _texts(content: object) -> Iterator[str]:
    for one in content:  # type: ignore[attr-defined]
        if isinstance(one, Paragraph):
            yield one.text
        elif isinstance(one, Table):
            for row in one.rows:
                for cell in row.cells:
                    yield from _texts(cell.iter_inner_content())


def pdf_pages(data: bytes) -> list[list[str]]:
    """The words of each page of a PDF, the page's number on top (from the second on) left out."""
    pages = [page.extract_text().split() for page in PdfReader(io.BytesIO(data)).pages]
    for at, words in enumerate(pages[1:], 2):
        if words[:1] == [str(at)]:
            words.pop(0)
    return pages


def pdf_words(data: bytes, repeated: tuple[str, ...] = ()) -> list[str]:
    """Every word of a PDF; `repeated` is a table's head, left out where a page begins with it again."""
    head = [word for cell in repeated for word in cell.split()]
    found: list[str] = []
    for at, words in enumerate(pdf_pages(data)):
        again = at > 0 and bool(head) and words[: len(head)] == head and found[-len(head) :] != head
        found += words[len(head) :] if again else words
    return found
