"""What a reader asks for and what it gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from django.utils.translation import gettext as _

from hoithi.core.errors import InvalidInput, Problem, Text

Kind = Literal["any", "text", "code", "phone", "int", "decimal", "date"]


@dataclass(frozen=True)
class Column:
    """One column an import knows.

    `title` is what people are told; the header may also be any of `aliases` (compared without diacritics, case and
    remarks in brackets). `required`: the column must be there. `kind` decides what `Row.values` holds, None when empty:
    any → the cell as it is; text, code, phone → str; int → int; decimal → Decimal; date → date. `width`: a code of so
    many digits, whose leading zeros Excel may have dropped (12 for CCCD).
    """

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    kind: Kind = "text"
    required: bool = False
    width: int | None = None


class Row(NamedTuple):
    """`number` is the row's number as Excel shows it; a cell that could not be read is None and has its problem."""

    number: int
    values: Mapping[str, Any]


@dataclass
class Table:
    """The rows below the header. `problems` are wrong cells, `warnings` what was mended or left out."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    header_row: int = 0

    def refuse(self) -> None:
        """Raise InvalidInput with every problem, when there is one."""
        if self.problems:
            raise InvalidInput(self.problems)


def place(row: int, title: Text = "") -> str:
    """ "dòng 7, cột Ngày sinh"."""
    if title:
        return _("dòng %(row)s, cột %(column)s") % {"row": row, "column": title}
    return _("dòng %(row)s") % {"row": row}


def not_a_table(message: str) -> InvalidInput:
    """The whole file cannot be used."""
    return InvalidInput([Problem("", message)])
