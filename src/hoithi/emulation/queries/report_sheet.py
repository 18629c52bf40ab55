"""Figures of one unit out of an Excel or CSV file: a row of the unit among others, or a list "số liệu – giá trị"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from hoithi.contests.models import ContestUnit, Part
from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.tables import Column, read_table
from hoithi.core.text import fold
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.schema import Figure

UNIT = "unit"
UNIT_COLUMNS = (
    Column("unit_code", "Mã đơn vị", ("Mã",), kind="code"),
    Column(UNIT, "Đơn vị", ("Tên đơn vị", "Cơ quan, đơn vị", "Xã, thị trấn")),
)
LIST_COLUMNS = (
    Column("figure", "Số liệu", ("Chỉ tiêu", "Nội dung"), required=True),
    Column("value", "Giá trị", ("Số lượng", "Kết quả", "Thực hiện"), kind="any", required=True),
)


def figure_columns(asked: list[Figure]) -> list[Column]:
    """A column for each figure, by its title or its key."""
    return [Column(one.key, one.title, (one.key,), kind="any") for one in asked]


def figures_in_sheet(part: Part, unit: ContestUnit, data: bytes, filename: str) -> dict[str, str]:
    """Figures by key as written in the file. Raises InvalidInput: no table, no row of this unit, no figure known."""
    asked = settings_of(part).asked
    try:
        table = read_table(data, filename, [*UNIT_COLUMNS, *figure_columns(asked)])
    except InvalidInput:
        table = None
    if table is not None and any(one.key in table.found for one in asked):
        row = _row_of(unit, [row.values for row in table.rows])
        found = {one.key: written_cell(row.get(one.key)) for one in asked}
    else:
        found = _listed(asked, data, filename)
    kept = {key: value for key, value in found.items() if value}
    if not kept:
        titles = ", ".join(f"“{one.title}”" for one in asked)
        raise InvalidInput(
            [Problem("", _("Tệp không có số liệu nào của báo cáo. Cần cột {titles}.").format(titles=titles))]
        )
    return kept


def _row_of(unit: ContestUnit, rows: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The unit's own row; a file with one row and no name belongs to whoever sends it."""
    for row in rows:
        if str(row.get("unit_code") or "") == unit.code or fold(str(row.get(UNIT) or "")) == fold(unit.name):
            return row
    nameless = [row for row in rows if not row.get(UNIT) and not row.get("unit_code")]
    if len(rows) == 1 and nameless:
        return rows[0]
    message = _("Tệp không có dòng nào của {unit}. Hãy kiểm tra tên hoặc mã đơn vị trong tệp.").format(unit=unit.name)
    raise InvalidInput([Problem("", message)])


def _listed(asked: list[Figure], data: bytes, filename: str) -> dict[str, str]:
    table = read_table(data, filename, LIST_COLUMNS)
    titles = {fold(one.title): one.key for one in asked} | {fold(one.key): one.key for one in asked}
    pairs = [(titles.get(fold(str(row.values["figure"] or ""))), row.values["value"]) for row in table.rows]
    return {key: written_cell(value) for key, value in pairs if key is not None}


def written_cell(value: Any) -> str:
    """A cell as somebody would type it: 1750.0 is a whole number, 0.98 shown as 98 % in Excel is not ours to guess."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else str(value).replace(".", ",")
    return str(value).strip()
