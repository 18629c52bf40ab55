"""What one cell says, by the kind of its column."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from hoithi.core.tables.model import Column
from hoithi.core.text import nfc

EXCEL_EPOCH = date(1899, 12, 30)
EXACT_DIGITS = 15  # Excel keeps no more in a number
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"))


class BadCell(Exception):
    """The cell does not hold what its column asks for; the sentence says what was found and what is wanted."""


def is_empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def was_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def read(cell: Any, column: Column) -> Any:
    """The cell as the column's kind; None when empty. Raises BadCell."""
    if is_empty(cell):
        return None
    if column.kind == "any":
        return cell
    return _READERS[column.kind](cell, column)


def _text(cell: Any, column: Column) -> str | None:
    if isinstance(cell, bool):
        return _("đúng") if cell else _("sai")
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime) and cell.time() == time(0):
        cell = cell.date()
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return nfc(str(cell).translate(_INVISIBLE)) or None


def _code(cell: Any, column: Column) -> str | None:
    """A code that Excel took for a number gets its leading zeros back where the width is known."""
    text = _text(cell, column)
    if text is not None and was_number(cell):
        if len(text.lstrip("-")) > EXACT_DIGITS or not text.isdigit():
            raise BadCell(_("Excel đã làm tròn “%(found)s”; hãy định dạng cột là Văn bản và gõ lại.") % {"found": text})
        if column.width:
            return text.zfill(column.width)
    return text


def _phone(cell: Any, column: Column) -> str | None:
    """A number of nine digits is a Vietnamese telephone that lost its first zero."""
    text = _code(cell, column)
    if text is None:
        return None
    digits = re.sub(r"[\s.\-()]", "", text)
    if was_number(cell) and len(digits) in (9, 10) and not digits.startswith("0"):
        return f"+{digits}" if digits.startswith("84") and len(digits) == 11 else f"0{digits}"
    if was_number(cell) and len(digits) == 11 and digits.startswith("84"):
        return f"+{digits}"
    return digits


def _int(cell: Any, column: Column) -> int:
    number = _decimal(cell, column)
    if number != number.to_integral_value():
        raise BadCell(_("“%(found)s” phải là số nguyên.") % {"found": cell})
    return int(number)


def _decimal(cell: Any, column: Column) -> Decimal:
    if isinstance(cell, bool | date):
        raise BadCell(_("“%(found)s” phải là số.") % {"found": _text(cell, column)})
    if was_number(cell):
        return Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)
    text = nfc(str(cell).translate(_INVISIBLE)).replace(" ", "")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", text) or re.fullmatch(r"-?\d+,\d+", text):
        text = text.replace(".", "").replace(",", ".")  # as written in Vietnam: 1.234,5
    elif re.fullmatch(r"-?\d{1,3}(,\d{3}){2,}(\.\d+)?", text):
        text = text.replace(",", "")
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise BadCell(_("“%(found)s” phải là số.") % {"found": cell})
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise BadCell(_("“%(found)s” phải là số.") % {"found": cell}) from error


def _date(cell: Any, column: Column) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _text(cell, column) or ""
    if was_number(cell) and 3000 <= cell < 80000:  # a date whose cell lost its format; smaller numbers are years
        return EXCEL_EPOCH + timedelta(days=int(cell))
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    else:
        raise BadCell(_("“%(found)s” không phải ngày; hãy viết như 15/3/1990.") % {"found": text})
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadCell(_("“%(found)s” không có trong lịch; hãy viết ngày/tháng/năm.") % {"found": text}) from error


_READERS = {"text": _text, "code": _code, "phone": _phone, "int": _int, "decimal": _decimal, "date": _date}
