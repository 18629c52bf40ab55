"""From a file to rows: the header is found, cells are read by kind, notes around the table are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.tables import cells
from hoithi.core.tables.header import Header, find_header, plain
from hoithi.core.tables.model import Column, Row, Table, not_a_table, place
from hoithi.core.tables.sources import Grid, grids

MAX_ROWS = 100_000
_NUMBERING = re.compile(r"\(?(\d{1,2}|[A-Za-z])\)?(\s*=.*)?")
_CLOSING = ("tong cong", "tong so", "cong", "nguoi lap", "nguoi lap bieu", "ghi chu", "thu truong don vi")


def read_table(data: bytes, filename: str, columns: Sequence[Column], *, max_rows: int = MAX_ROWS) -> Table:
    """The table in an .xlsx or .csv file.

    A wrong cell is a problem of the table, the other rows are still read. Raises InvalidInput when there is no table
    to read at all: not such a file, no header, a required column missing, more than `max_rows` rows.
    """
    grid, header = _best(data, filename, columns)
    missing = [column.title for column in columns if column.required and column.key not in header.places]
    if missing:
        message = _("Thiếu cột %(columns)s.") % {"columns": ", ".join(f"“{title}”" for title in missing)}
        raise InvalidInput([Problem(place(header.row + 1), message)])
    table = Table(header_row=header.row + 1, found=header.titles, unknown=header.unknown)
    for column, position in header.doubles:
        message = _("Có hai cột “%(column)s”; chỉ giữ một.") % {"column": column.title}
        table.problems.append(Problem(place(header.row + 1, letters(position)), message))
    if grid.encoding.startswith("windows"):
        message = _("Tệp dùng bảng mã %(name)s cũ; hãy kiểm tra lại dấu tiếng Việt.") % {"name": grid.encoding}
        table.warnings.append(Problem("", message))
    here = [column for column in columns if column.key in header.places]
    body = _body(grid, header, here, table)
    if len(body) > max_rows:
        raise not_a_table(
            _("Bảng có %(rows)s dòng, nhiều hơn %(limit)s dòng cho một lần nhập. Hãy chia thành nhiều tệp.")
            % {"rows": len(body), "limit": max_rows}
        )
    _report_merged(grid, header, here, body, table)
    _read_rows(body, header, here, table)
    return table


def _best(data: bytes, filename: str, columns: Sequence[Column]) -> tuple[Grid, Header]:
    """The reading whose header names most columns; the first one among equals."""
    candidates = [(grid, header) for grid in grids(data) if (header := find_header(grid, columns)) is not None]
    if not candidates:
        titles = ", ".join(f"“{column.title}”" for column in columns if column.required) or f"“{columns[0].title}”"
        raise not_a_table(
            _(
                "Không tìm thấy dòng tiêu đề trong “%(file)s”: cần các cột %(columns)s ở 40 dòng đầu. "
                "Nếu chữ bị sai dấu (bảng mã TCVN3, VNI), hãy lưu lại dạng .xlsx Unicode."
            )
            % {"file": filename, "columns": titles}
        )
    return max(candidates, key=lambda candidate: len(candidate[1].places))


def letters(position: int) -> str:
    """The name of a column in Excel: 0 → "A", 27 → "AB"."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def _at(row: list[Any], position: int) -> Any:
    return row[position] if position < len(row) else None


def _body(grid: Grid, header: Header, columns: Sequence[Column], table: Table) -> list[tuple[int, list[Any]]]:
    """(row number, cells) of the data: without blank rows, the row of column numbers, and notes after the end."""
    places = [header.places[column.key] for column in columns]
    needed = [header.places[column.key] for column in columns if column.required]
    body: list[tuple[int, list[Any]]] = []
    after_blank: list[bool] = []
    blank = False
    for number, row in enumerate(grid.rows[header.row + 1 :], start=header.row + 2):
        if all(cells.is_empty(cell) for cell in row):
            blank = True
            continue
        if not body and _is_numbering(row):
            continue
        body.append((number, row))
        after_blank.append(blank)
        blank = False
    end = len(body)
    while end and needed and any(cells.is_empty(_at(body[end - 1][1], position)) for position in needed):
        end -= 1
    for index in range(end, len(body)):  # only what clearly is no row of the table is left out
        if after_blank[index] or _is_closing(body[index][1]):
            left = f"{body[index][0]}–{body[-1][0]}" if index < len(body) - 1 else str(body[index][0])
            table.warnings.append(Problem(_("dòng %(row)s") % {"row": left}, _("Ghi chú sau bảng, không đọc.")))
            return body[:index]
    return [(number, row) for number, row in body if any(not cells.is_empty(_at(row, at)) for at in places)]


def _is_numbering(row: list[Any]) -> bool:
    """The row "(1) (2) (3)" under many official headers."""
    texts = [str(int(cell) if isinstance(cell, float) else cell).strip() for cell in row if not cells.is_empty(cell)]
    found = [match.group(1) for text in texts if (match := _NUMBERING.fullmatch(text))]
    numbers = [int(part) for part in found if part.isdigit()]
    return len(found) == len(texts) >= 2 and numbers == list(range(1, len(numbers) + 1))


def _is_closing(row: list[Any]) -> bool:
    first = next((str(cell) for cell in row if not cells.is_empty(cell)), "")
    return plain(first).startswith(_CLOSING)


def _report_merged(
    grid: Grid, header: Header, columns: Sequence[Column], body: Sequence[tuple[int, list[Any]]], table: Table
) -> None:
    """A merged cell has one value for several rows: which of them it is meant for, only the sender knows."""
    if not body:
        return
    first, last = body[0][0] - 1, body[-1][0] - 1
    for top, left, bottom, right in grid.merged:
        hit = [column.title for column in columns if left <= header.places[column.key] <= right]
        if hit and bottom > header.row and first <= bottom and top <= last:
            rows = f"{top + 1}–{bottom + 1}" if bottom > top else str(top + 1)
            where = _("dòng %(row)s, cột %(column)s") % {"row": rows, "column": ", ".join(hit)}
            table.problems.append(Problem(where, _("Ô bị gộp. Hãy bỏ gộp ô và điền đủ từng dòng.")))


def _read_rows(body: Sequence[tuple[int, list[Any]]], header: Header, columns: Sequence[Column], table: Table) -> None:
    mended: dict[str, list[int]] = {}
    for number, row in body:
        values: dict[str, Any] = {}
        for column in columns:
            cell = _at(row, header.places[column.key])
            try:
                values[column.key] = cells.read(cell, column)
            except cells.BadCell as bad:
                values[column.key] = None
                table.problems.append(Problem(place(number, column.title), str(bad)))
                continue
            if column.kind in ("code", "phone") and cells.was_number(cell):
                mended.setdefault(column.key, []).append(number)
        table.rows.append(Row(number, values))
    for column in columns:
        if rows := mended.get(column.key):
            _restore_zeros(table, column, set(rows))
            message = _(
                "Excel đã lưu %(count)s ô của cột này thành số; số 0 ở đầu được thêm lại khi biết chắc. Hãy kiểm tra."
            ) % {"count": len(rows)}
            table.warnings.append(Problem(_("cột %(column)s") % {"column": column.title}, message))


def _restore_zeros(table: Table, column: Column, rows: set[int]) -> None:
    """Codes that stayed text show the width: "00123" beside a number 124 makes it "00124"."""
    if column.kind != "code" or column.width:
        return
    kept = [row.values[column.key] or "" for row in table.rows if row.number not in rows]
    widths = {len(code) for code in kept if code.isdigit()}
    if len(widths) != 1 or not any(code.startswith("0") for code in kept):
        return
    width = widths.pop()
    table.rows = [
        Row(row.number, {**row.values, column.key: row.values[column.key].zfill(width)})
        if row.number in rows and row.values[column.key]
        else row
        for row in table.rows
    ]
