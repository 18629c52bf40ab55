"""The typesetter takes our sources, our typefaces and nothing else."""

from __future__ import annotations

import io
import threading
from datetime import UTC, datetime

import pytest
from PIL import Image
from pypdf import PdfReader

from hoithi.documents.formats.typesetting import TypesettingFailed, compile_pdf, compile_png

AT = datetime(2024, 6, 20, 1, 0, tzinfo=UTC)
LINE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.words, date: auto)
#set text(font: "Tinos", lang: "vi")
#data.words
"""
WORDS = "Nguyễn Thị Hường, xã Thạnh Điền: ắ ằ ẳ ẵ ặ ế ề ể ễ ệ ố ồ ổ ỗ ộ ứ ừ ử ữ ự"


def test_equal_input_gives_equal_bytes_of_an_archive_file() -> None:
    first = compile_pdf(LINE, {"words": WORDS}, at=AT)
    assert first == compile_pdf(LINE, {"words": WORDS}, at=AT)
    assert first != compile_pdf(LINE, {"words": WORDS}, at=AT.replace(day=21))
    reader = PdfReader(io.BytesIO(first))
    assert " ".join(reader.pages[0].extract_text().split()) == WORDS
    assert b"pdfaid" in first
    assert b"pdfaid" not in compile_pdf(LINE, {"words": WORDS}, at=AT, pdfa=False)


def test_words_of_people_are_data_not_source() -> None:
    words = '#read("/etc/passwd") $x$ *a* // \\ "'
    text = PdfReader(io.BytesIO(compile_pdf(LINE, {"words": words}, at=AT))).pages[0].extract_text()
    assert "passwd" in text


def test_pictures_come_along() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(picture, "PNG")
    pages = compile_png('#image("dau.png")\n#pagebreak()\n2', {}, at=AT, files={"dau.png": picture.getvalue()}, ppi=30)
    assert len(pages) == 2
    assert Image.open(io.BytesIO(pages[0])).convert("RGB").getpixel((33, 33)) == (255, 0, 0)


@pytest.mark.parametrize(
    "source",
    [
        '#import "@preview/tablex:0.0.8": *',
        '#read("/etc/passwd")',
        '#read("../models.py")',
        '#image("missing.png")',
        "#unknown",
    ],
)
def test_nothing_else_is_reached(source: str) -> None:
    with pytest.raises(TypesettingFailed) as error:
        compile_pdf(source, {}, at=AT)
    assert error.value.diagnostic
    assert compile_pdf(LINE, {"words": "còn chạy"}, at=AT)


def test_each_thread_has_a_compiler() -> None:
    made: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: made.append(compile_pdf(LINE, {"words": WORDS}, at=AT))) for _number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1
