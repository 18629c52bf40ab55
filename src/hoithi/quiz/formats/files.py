"""Which format a file is in, by what it holds rather than by its name; and the formats banks are written in."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.core.errors import Text
from hoithi.core.tables.sources import decode
from hoithi.quiz.formats import aiken, gift_write
from hoithi.quiz.formats.aiken import read_aiken, write_aiken
from hoithi.quiz.formats.archive import Archive
from hoithi.quiz.formats.gift_read import read_gift
from hoithi.quiz.formats.gift_scan import marks
from hoithi.quiz.formats.gift_write import write_gift
from hoithi.quiz.formats.model import Item, Reading, unreadable
from hoithi.quiz.formats.moodle_read import read_moodle
from hoithi.quiz.formats.moodle_write import write_moodle
from hoithi.quiz.formats.qti_read import read_package, read_qti
from hoithi.quiz.formats.qti_write import write_qti
from hoithi.quiz.formats.word_read import read_word
from hoithi.quiz.formats.word_write import write_word
from hoithi.quiz.formats.xml import parse_xml

TABLE = "xlsx"
_ANSWER = re.compile(r"^\s*(?:ANSWER|ĐÁP ÁN)\s*:\s*[A-Z]\b", re.IGNORECASE | re.MULTILINE)

_XML = re.compile(
    rb"<(?:\?xml|!--|!doctype (?!html)|(?:\w+:)?(?:quiz|questestinterop|item|(?:qti-)?assessment))", re.IGNORECASE
)


def _nothing(item: Item) -> str:
    return ""


def _untitled(write: Callable[[Sequence[Item]], bytes]) -> Callable[[Sequence[Item], str], bytes]:
    """A format that has no place for the bank's title."""

    def written(items: Sequence[Item], title: str) -> bytes:
        return write(items)

    return written


@dataclass(frozen=True)
class OutFormat:
    """A format a bank is written in; `not_carried` says why it cannot hold a question. Excel writes itself."""

    key: str
    title: Text
    about: Text
    ending: str
    mime: str
    write: Callable[[Sequence[Item], str], bytes] | None = None
    not_carried: Callable[[Item], str] = _nothing


_ZIP = "application/zip"
FORMATS = {
    one.key: one
    for one in (
        OutFormat(
            TABLE,
            gettext_lazy("Excel"),
            gettext_lazy("Đủ mọi cột; tiện nhất để sửa hàng loạt rồi nhập lại. Hình ở lại trong ngân hàng."),
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        OutFormat(
            "docx",
            gettext_lazy("Word"),
            gettext_lazy("Để đọc, góp ý, in và sửa; đáp án đúng in đậm, có hình."),
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            write_word,
        ),
        OutFormat(
            "gift",
            gettext_lazy("GIFT"),
            gettext_lazy("Tệp chữ của Moodle: chủ đề, mức độ, giải thích; không có hình."),
            "gift",
            "text/plain; charset=utf-8",
            _untitled(write_gift),
            gift_write.not_carried,
        ),
        OutFormat(
            "moodle",
            gettext_lazy("Moodle XML"),
            gettext_lazy("Đầy đủ nhất cho Moodle, kèm hình."),
            "xml",
            "application/xml; charset=utf-8",
            _untitled(write_moodle),
        ),
        OutFormat(
            "qti21",
            gettext_lazy("QTI 2.1"),
            gettext_lazy("Gói .zip cho phần mềm học trực tuyến khác, kèm hình."),
            "zip",
            _ZIP,
            _untitled(partial(write_qti, version="2.1")),
        ),
        OutFormat(
            "qti3",
            gettext_lazy("QTI 3.0"),
            gettext_lazy("Gói .zip theo bản QTI mới nhất, kèm hình."),
            "zip",
            _ZIP,
            _untitled(partial(write_qti, version="3.0")),
        ),
        OutFormat(
            "aiken",
            gettext_lazy("Aiken"),
            gettext_lazy("Tệp chữ đơn giản nhất: chỉ câu hỏi một đáp án, không có gì khác."),
            "txt",
            "text/plain; charset=utf-8",
            _untitled(write_aiken),
            aiken.not_carried,
        ),
    )
}


def read_file(data: bytes, filename: str) -> Reading | None:
    """The questions of a file in another program's format; None for a table, which is read elsewhere.

    Raises InvalidInput for a file that cannot be used as a whole.
    """
    if not data.strip():
        raise unreadable(_("Tệp rỗng."))
    if data.startswith(b"PK"):
        return _packed(data)
    ending = filename.lower().rpartition(".")[2]
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if ending in ("doc", "dot"):
            raise unreadable(_("Tệp Word đời cũ (.doc). Hãy mở bằng Word và lưu lại dạng .docx rồi tải lên."))
        if ending == "docx":
            raise unreadable(
                _("Tệp Word có mật khẩu, hoặc là tệp .doc đổi tên. Hãy lưu lại dạng .docx, không đặt mật khẩu.")
            )
        return None
    if data.startswith((b"%PDF", b"{\\rtf")):
        raise unreadable(_("Không đọc được tệp PDF hay RTF. Hãy mở bằng Word và lưu lại dạng .docx rồi tải lên."))
    return _plain(data, ending)


def _packed(data: bytes) -> Reading | None:
    """Word, Excel, or a package of QTI items."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise unreadable(_("Không mở được tệp: tệp hỏng hoặc tải chưa hết. Hãy lưu lại rồi gửi lại.")) from error
    if any(name.startswith("xl/") for name in names):
        return None
    if any(name.startswith("word/") for name in names):
        return read_word(data)
    if "content.xml" in names:
        raise unreadable(_("Tệp OpenDocument (.odt, .ods). Hãy lưu lại dạng .docx hoặc .xlsx rồi tải lên."))
    with Archive(data) as package:
        return read_package(package)


def _plain(data: bytes, ending: str) -> Reading | None:
    """XML by its root, else GIFT by its braces, Aiken by its answers; what is left is a table."""
    if ending == "csv":
        return None
    start = data[:4000].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    if _XML.match(start):
        root = parse_xml(data)
        return read_moodle(root) if root.tag == "quiz" else read_qti(data)
    text = decode(data)[0]
    if ending == "gift":
        return read_gift(data)
    if _ANSWER.search(text):
        return read_aiken(data)
    if any(True for _place in marks(text, "{")):
        return read_gift(data)
    if ending == "txt" and "\t" not in text:
        raise unreadable(
            _("Không thấy câu hỏi Aiken (dòng “ANSWER: A”) hay GIFT (phần đáp án trong { }) trong tệp này.")
        )
    return None
