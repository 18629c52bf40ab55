"""What a cell of an imported table says: a day, a count, a code, a kind; and a suggestion for a mistyped name.

Source: docs/rules/units.md, "Import".
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal

from hoithi.core.text import fold, nfc

EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = (3000, 80_000)
_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f\u200b\ufeff]+"
)  # control characters, which PostgreSQL refuses, and pasted blanks
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?: 0?0:00(?::00)?)?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")


class BadCell(ValueError):
    """The cell does not hold what its column asks for."""


def text_of(cell: object) -> str:
    """A cell as text in its one form; a number typed for a code keeps no ".0"."""
    if cell is None:
        return ""
    if isinstance(cell, float | Decimal) and cell == int(cell):
        cell = int(cell)
    return nfc(_INVISIBLE.sub(" ", str(cell)))


def day_of(cell: object) -> date | None:
    """None when empty; a date as Excel, "15/3/1990" or "1990-03-15" gives it; raises BadCell."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and EXCEL_DAYS[0] <= cell < EXCEL_DAYS[1]:
        return EXCEL_EPOCH + timedelta(days=int(cell))  # a date whose cell lost its format; smaller numbers are years
    text = text_of(cell)
    if not text:
        return None
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    else:
        raise BadCell(text)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadCell(text) from error


def count_of(cell: object) -> int | None:
    """None when empty; "1.250" and 1250.0 are 1250; raises BadCell when it is not a whole number from zero."""
    text = text_of(cell)
    if not text:
        return None
    if not re.fullmatch(r"\d{1,9}|\d{1,3}(?:[. ]\d{3}){1,2}", text):
        raise BadCell(text)
    return int(re.sub(r"\D", "", text))


def slug_of(cell: object) -> str:
    """ "Trường học" → "truong-hoc"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text_of(cell))).strip("-")


def derived_code(full_name: str, birth: date) -> str:
    """A staff code for offices that have none, the same on every import: name and birth date."""
    return f"{slug_of(full_name)}-{birth:%Y%m%d}"


def nearest(name: str, known: Collection[str]) -> str | None:
    """The known folded name most like `name` (folded), or None when nothing is near."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    return close[0] if close else None
