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


def pdf_says(data: bytes, words: list[str], heads: list[tuple[str, ...]]) -> bool:
    """Whether a PDF says exactly these words in this order, a table's head repeated on top of a page aside.

    Letters are compared without spaces: a line may be broken after a slash.
    """
    expected, at = "".join(words), 0
    repeats = ["", *{"".join("".join(cell.split()) for cell in head) for head in heads}]
    for page in ("".join(words) for words in pdf_pages(data)):
        skip = next(
            (one for one in repeats if page.startswith(one) and expected.startswith(page[len(one) :], at)), None
        )
        if skip is None:
            return False
        at += len(page) - len(skip)
    return at == len(expected)
