"""Pictures and documents people send, told by their bytes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from hoithi.entries.formats.inspect import inspected
from hoithi.entries.schema import FileRules, Media
from tests.entries import clips

ANY = FileRules()


def codes(path: Path, media: Media, rules: FileRules = ANY) -> list[str]:
    return [problem["code"] for problem in inspected(path, rules, media=media)["problems"]]


def pdf(pages: int = 2, change: Callable[[PdfWriter], object] = lambda _writer: None) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    change(writer)
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def _launches(writer: PdfWriter) -> None:
    action = {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def _scripted(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): DictionaryObject()})


def docx(pages: int | None = 3, **parts: bytes) -> bytes:
    content = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": b"<w:document/>",
        **parts,
    }
    if pages is not None:
        content["docProps/app.xml"] = b"<Properties><Pages>%d</Pages></Properties>" % pages
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in content.items():
            archive.writestr(name, body)
    return data.getvalue()


DOCUMENTS: dict[str, tuple[bytes, list[str]]] = {
    "pdf": (pdf(), []),
    "docx": (docx(), []),
    "too many pages": (pdf(11), ["too_many_pages"]),
    "too many pages of Word": (docx(11), ["too_many_pages"]),
    "half a pdf": (pdf()[:-200], ["truncated"]),
    "half a docx": (docx()[:-40], ["wrong_type"]),
    "a macro": (docx(**{"word/vbaProject.bin": b"x"}), ["active"]),
    "a document with macros by type": (docx(**{"[Content_Types].xml": b"macroEnabled.main+xml"}), ["active"]),
    "a script in a pdf": (pdf(1, _scripted), ["active"]),
    "a program started by a pdf": (pdf(1, _launches), ["active"]),
    "a password": (pdf(1, lambda writer: writer.encrypt("bí mật", algorithm="RC4-128")), ["locked"]),
    "any zip": (docx(x=b"x").replace(b"word/document.xml", b"word/documenx.xml"), ["wrong_type"]),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ["wrong_type"]),
    "empty": (b"", ["wrong_type"]),
    "a web page": (b"<html>", ["wrong_type"]),
    "only the head of a pdf": (b"%PDF-1.7\n%%EOF", ["unreadable"]),
}


@pytest.mark.parametrize("sent", DOCUMENTS)
def test_documents(sent: str, tmp_path: Path) -> None:
    data, found = DOCUMENTS[sent]
    path = tmp_path / "bai-viet.pdf"
    path.write_bytes(data)
    assert codes(path, "document", FileRules(max_pages=10)) == found


def test_a_bomb_of_a_document_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bom.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(501):
            part.write(bytes(1_000_000))
    assert path.stat().st_size < 1_000_000
    assert codes(path, "document") == ["unreadable"]


def test_facts_of_a_document_and_a_caution_where_pages_are_not_told(tmp_path: Path) -> None:
    path = tmp_path / "bai.docx"
    path.write_bytes(docx(None))
    report = inspected(path, FileRules(max_pages=5), media="document")
    assert [one["code"] for one in report["warnings"]] == ["pages_unknown"]
    path.write_bytes(docx(4))
    facts: dict[str, Any] = inspected(path, ANY, media="document")["facts"]
    assert (facts["container"], facts["pages"]) == ("docx", 4)


def test_only_the_types_the_plan_names(tmp_path: Path) -> None:
    path = tmp_path / "bai.pdf"
    path.write_bytes(pdf())
    assert codes(path, "document", FileRules(containers=["docx"])) == ["wrong_type"]
    picture = clips.save(tmp_path / "anh.jpg", clips.plain(60, 40))
    assert codes(picture, "image", FileRules(containers=["jpeg", "png"])) == []
    assert codes(picture, "image", FileRules(containers=["png"])) == ["wrong_type"]


def _bomb() -> bytes:
    """A PNG of 20 000 × 20 000 pixels in a few kilobytes: only its head is true."""
    data = io.BytesIO()
    Image.new("1", (16, 16)).save(data, "PNG")
    raw = bytearray(data.getvalue())
    raw[16:24] = (20_000).to_bytes(4, "big") * 2
    raw[29:33] = zlib.crc32(raw[12:29]).to_bytes(4, "big")
    return bytes(raw)


def test_pictures(tmp_path: Path) -> None:
    whole = clips.save(tmp_path / "a.jpg", next(clips.scenes(1, 1)))
    assert codes(whole, "image") == []
    assert inspected(whole, ANY, media="image")["facts"]["width"] == 640
    sent = {
        "half": (whole.read_bytes()[: whole.stat().st_size // 2], ["truncated"]),
        "bomb": (_bomb(), ["unreadable"]),
        "drawing with scripts": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ["wrong_type"]),
        "empty": (b"", ["wrong_type"]),
    }
    for name, (data, found) in sent.items():
        path = tmp_path / f"{name}.jpg"
        path.write_bytes(data)
        assert codes(path, "image") == found, name


def test_a_picture_held_upright_is_told_as_shown(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "doc.jpg"
    Image.fromarray(clips.plain(90, 60)).save(path, exif=exif)
    facts = inspected(path, ANY, media="image")["facts"]
    assert (facts["width"], facts["height"]) == (60, 90)
