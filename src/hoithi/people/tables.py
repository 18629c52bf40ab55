"""An uploaded file as rows of cells under column keys, found by their titles whatever the case or diacritics."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from hoithi.core.errors import Refusal
from hoithi.core.text import fold
from hoithi.people.imports import Row, heading

TITLES_WITHIN = 20  # rows above the titles: the name of the office, the name of the list


class TableUnreadable(Refusal):
    """The file is no table, or its columns are not recognised."""

    status = 400


def _cells(data: bytes, filename: str) -> list[list[object]]:
    if filename.lower().endswith((".csv", ".txt")):
        wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1258"):
            try:
                text = data.decode(encoding)
            except UnicodeError:
                continue
            delimiter = max(",;\t", key=text[:2000].count)
            return [list(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [list(row) for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]
    except (CalamineError, IndexError, ValueError, OSError) as error:
        raise TableUnreadable(_("Không đọc được tệp này. Hãy dùng tệp Excel (.xlsx) hoặc CSV (UTF-8).")) from error


def _titles(cells: list[list[object]], columns: Mapping[str, Sequence[str]]) -> tuple[int, dict[str, int]]:
    known = {fold(title): key for key, titles in columns.items() for title in titles}
    best: tuple[int, dict[str, int]] = (0, {})
    for index, row in enumerate(cells[:TITLES_WITHIN]):
        found: dict[str, int] = {}
        for place, cell in enumerate(row):
            key = known.get(fold(str(cell)).rstrip(" *:"))
            if key:
                found.setdefault(key, place)
        if len(found) > len(best[1]):
            best = index, found
    return best


def read_rows(data: bytes, filename: str, columns: Mapping[str, Sequence[str]], required: Sequence[str]) -> list[Row]:
    """The rows below the titles, numbered as in the file. Raises TableUnreadable, naming the columns not found."""
    cells = _cells(data, filename)
    at, places = _titles(cells, columns)
    missing = [heading(columns, key) for key in required if key not in places]
    if missing:
        raise TableUnreadable(
            _("Không thấy cột %(missing)s. Hãy dùng tệp mẫu hoặc đặt lại tên cột.")
            % {"missing": ", ".join(f"“{title}”" for title in missing)}
        )
    return [
        (index + 1, {key: row[place] if place < len(row) else None for key, place in places.items()})
        for index, row in enumerate(cells)
        if index > at
    ]
