"""Excel files people can go on working with: numbers stay numbers, codes stay text, nothing becomes a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import xlsxwriter

from hoithi.core.clock import VIETNAM

MAX_CELL_CHARS = 32_767
EXACT = 10**15  # a larger number would lose digits in Excel


@dataclass(frozen=True)
class OutColumn:
    """A column of a written sheet; `width` in characters, by default from the title."""

    title: str
    width: int | None = None


@dataclass
class Sheet:
    """`rows` hold str (always text), int, Decimal, Fraction, bool, date, None, aware datetime (in Vietnam's zone).

    `notes` are lines above the header.
    """

    title: str
    columns: Sequence[OutColumn | str]
    rows: Iterable[Sequence[Any]]
    notes: Sequence[str] = field(default_factory=list)


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """The workbook, row by row with constant memory."""
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    formats = {
        "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F0F1EC"},
        "note": {"italic": True},
        "text": {"num_format": "@", "valign": "top"},
        "risky": {"num_format": "@", "valign": "top", "quote_prefix": True},
        "int": {"num_format": "#,##0", "valign": "top"},
        "number": {"num_format": "#,##0.##", "valign": "top"},
        "date": {"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"},
        "moment": {"num_format": "dd/mm/yyyy hh:mm:ss", "align": "left", "valign": "top"},
    }
    ready = {name: book.add_format(properties) for name, properties in formats.items()}
    used: set[str] = set()
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet_name(sheet.title, used)), sheet, ready)
    book.close()
    return target.getvalue()


def sheet_name(title: str, used: set[str]) -> str:
    """A name Excel accepts: 31 characters, none of []:*?/\\, not twice in one book."""
    clean = re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:31] or "Trang"
    name, number = clean, 2
    while name.casefold() in used:
        ending = f" ({number})"
        name, number = clean[: 31 - len(ending)] + ending, number + 1
    used.add(name.casefold())
    return name


def _write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    columns = [OutColumn(column) if isinstance(column, str) else column for column in sheet.columns]
    for position, column in enumerate(columns):
        page.set_column(position, position, column.width or min(max(len(str(column.title)) + 3, 9), 40))
    top = len(sheet.notes)
    for index, note in enumerate(sheet.notes):
        page.write_string(index, 0, str(note), formats["note"])
    for position, column in enumerate(columns):
        page.write_string(top, position, str(column.title), formats["head"])
    page.freeze_panes(top + 1, 0)
    last = top
    for last, row in enumerate(sheet.rows, start=top + 1):
        for position, value in enumerate(row):
            _write_cell(page, last, position, value, formats)
    if columns and last > top:
        page.autofilter(top, 0, last, len(columns) - 1)


def _write_cell(page: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, column, "x" if value else "", formats["text"])
    elif isinstance(value, int) and abs(value) < EXACT:
        page.write_number(row, column, value, formats["int"])
    elif isinstance(value, Decimal | Fraction):
        whole = value == int(value)
        page.write_number(row, column, float(value), formats["int" if whole else "number"])
    elif isinstance(value, datetime):
        page.write_datetime(row, column, value.astimezone(VIETNAM).replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["date"])
    else:
        text = str(value)[:MAX_CELL_CHARS]
        # As text it computes nothing here; the prefix keeps it text when the sheet is saved and opened elsewhere.
        risky = text[:1] in ("=", "+", "-", "@", "\t", "\r")
        page.write_string(row, column, text, formats["risky" if risky else "text"])
