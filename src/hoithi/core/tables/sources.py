"""A file's bytes as grids of cells, whatever Excel or an export made of them."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import python_calamine
from django.utils.translation import gettext as _

from hoithi.core.tables.model import not_a_table

MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_CELLS = 5_000_000  # the reader holds a sheet as a full rectangle, so one cell far away would cost all memory
MAX_FIELD_CHARS = 1_000_000
_CELL = re.compile(rb'<c[^>]*? r="([A-Z]{1,3})(\d{1,7})"')
VISIBLE = python_calamine.SheetVisibleEnum.Visible
_DELIMITERS = (",", ";", "\t")


@dataclass
class Grid:
    """Rows of cells from row 1 on; `merged` holds ranges (top, left, bottom, right), counted from 0, ends included."""

    name: str
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    encoding: str = ""


def grids(data: bytes) -> Iterator[Grid]:
    """Every reading of the file worth trying: sheets of a workbook, or delimiters of a text. Raises InvalidInput."""
    if not data.strip():
        raise not_a_table(_("Tệp rỗng."))
    if data.startswith(b"PK"):
        yield from _workbook(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise not_a_table(
            _("Tệp Excel đời cũ (.xls) hoặc có mật khẩu. Hãy mở bằng Excel và lưu lại dạng .xlsx, không đặt mật khẩu.")
        )
    else:
        yield from _text(data)


def _workbook(data: bytes) -> Iterator[Grid]:
    try:
        _refuse_giants(data)
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == VISIBLE]
            for name in shown:
                sheet = book.get_sheet_by_name(name)
                merged = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []]
                yield Grid(name, sheet.to_python(skip_empty_area=False), merged)
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, RuntimeError) as error:
        raise not_a_table(
            _("Không mở được tệp Excel; tệp hỏng hoặc không phải .xlsx. Hãy lưu lại rồi gửi lại.")
        ) from error


def _refuse_giants(data: bytes) -> None:
    """A small file may unpack to gigabytes, or hold one cell a million rows down."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise not_a_table(_("Tệp Excel quá lớn khi mở ra. Hãy bỏ bớt hình ảnh, trang tính rồi thử lại."))
        for name in archive.namelist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                continue
            rows, columns = 0, 0
            for letters, digits in _CELL.findall(archive.read(name)):
                rows = max(rows, int(digits))
                columns = max(columns, _column_number(letters))
            if rows * columns > MAX_CELLS:
                raise not_a_table(
                    _("Trang tính trải tới dòng %(row)s, cột %(column)s. Hãy xóa các dòng, cột trống ở xa rồi thử lại.")
                    % {"row": rows, "column": columns}
                )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(data: bytes) -> Iterator[Grid]:
    text, encoding = decode(data)
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text[:200], re.IGNORECASE):
        raise not_a_table(_("Tệp là trang web đổi tên, không phải bảng. Hãy mở bằng Excel và lưu lại dạng .xlsx."))
    delimiters = list(_DELIMITERS)
    if declared := re.match(r"sep=(.)\r?\n", text):
        text, delimiters = text[declared.end() :], [declared.group(1)]
    csv.field_size_limit(MAX_FIELD_CHARS)
    for delimiter in sorted(delimiters, key=text[:4000].count, reverse=True):
        try:
            rows: list[list[Any]] = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error as error:
            raise not_a_table(_("Không đọc được tệp CSV: dấu ngoặc kép không khép.")) from error
        yield Grid("", rows, encoding=encoding)


def decode(data: bytes) -> tuple[str, str]:
    """The text and the encoding it was in: UTF-8, UTF-16, else the Vietnamese or Western code page of old Windows."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strict(data, encoding), "utf-8" if encoding == "utf-8-sig" else "utf-16"
    if data[1:200:2].count(0) > len(data[1:200:2]) // 3:
        return _strict(data, "utf-16-le"), "utf-16"
    if b"\x00" in data:
        raise _undecodable()
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
        if not any(unicodedata.combining(char) for char in text):
            return text, "windows-1258"
    except UnicodeDecodeError:
        pass
    return _strict(data, "cp1252"), "windows-1252"


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable() from error


def _undecodable() -> Exception:
    return not_a_table(
        _("Không đọc được chữ trong tệp (bảng mã lạ). Hãy lưu lại dạng .xlsx, hoặc “CSV UTF-8” trong Excel.")
    )
