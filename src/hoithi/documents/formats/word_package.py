"""What a Word file of strangers may hold, looked at before anything reads it: a zip of plain document parts."""

from __future__ import annotations

import io
import re
import zipfile

from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import InvalidInput, Problem, Text

MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 5 * 1024 * 1024, 60 * 1024 * 1024, 400
DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)


def refused(message: Text, at: str = "") -> InvalidInput:
    return InvalidInput([Problem(at, message)])


def look_into(data: bytes) -> None:
    """Raises InvalidInput for what is no plain .docx: macros, embedded programs, files from outside, a flood."""
    if len(data) > MOST_BYTES:
        raise refused(_("Mẫu lớn hơn 5 MB. Hãy thu nhỏ hình trong mẫu rồi gửi lại."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _look(package)
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise refused(_("Không mở được tệp Word: tệp hỏng, có mật khẩu hoặc không phải .docx.")) from error


def _look(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise refused(_("Tệp Word quá lớn khi mở ra nên không dùng làm mẫu."))
    names = {part.filename.lower() for part in parts}
    if any("vbaproject" in name or "macrosheets" in name for name in names):
        raise refused(_("Mẫu có macro nên không nhận. Hãy lưu lại ở dạng .docx (không có macro)."))
    if any(part in name for name in names for part in ("word/embeddings/", "word/activex/")):
        raise refused(_("Mẫu có đối tượng nhúng (OLE, ActiveX) nên không nhận. Hãy bỏ đối tượng đó."))
    if "word/document.xml" not in names or DOCUMENT not in package.read("[Content_Types].xml"):
        raise refused(_("Tệp này không phải văn bản Word .docx. Hãy lưu lại ở dạng .docx."))
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            _look_at_part(part.filename, package.read(part))


def _look_at_part(name: str, data: bytes) -> None:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise refused(_("Tệp Word có khai báo lạ (DOCTYPE) nên không nhận."))
    for link in _EXTERNAL.findall(data) if name.lower().endswith(".rels") else ():
        if b"/hyperlink" not in link:
            raise refused(_("Mẫu lấy hình hoặc tệp từ nơi khác nên không nhận. Hãy chèn hình vào chính tệp."))
