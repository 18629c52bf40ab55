"""Finding the header row: below titles and the national motto, in one row or two, with merged cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from hoithi.core.tables.model import Column
from hoithi.core.tables.sources import Grid
from hoithi.core.text import fold, nfc

SEARCHED_ROWS = 40


@dataclass
class Header:
    """Where the header is: `row` counted from 0, `places` column key → position, `doubles` what matched twice."""

    row: int
    places: dict[str, int]
    titles: dict[str, str]
    doubles: list[tuple[Column, int]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@lru_cache(maxsize=4096)
def plain(title: str) -> str:
    """A header without diacritics, case, remarks in brackets and signs: "Họ và tên (*)" → "ho va ten"."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(re.sub(r"\([^)]*\)", " ", title))).split())


def find_header(grid: Grid, columns: Sequence[Column]) -> Header | None:
    """The row that names most columns, if it names two of them (or all there are) and every required one."""
    known = {plain(name): column for column in columns for name in (column.title, *column.aliases)}
    best: Header | None = None
    for index in range(min(len(grid.rows), SEARCHED_ROWS)):
        found = _match(grid, index, known)
        if best is None or len(found.places) > len(best.places):
            best = found
    if best is None or len(best.places) < min(2, len(columns)):
        return None
    return best


def _match(grid: Grid, index: int, known: dict[str, Column]) -> Header:
    header = Header(index, {}, {})
    for position in range(len(grid.rows[index])):
        own = _title(grid, index, position)
        if not own:
            continue
        above = _title(grid, index - 1, position) if index else ""
        column = known.get(plain(own)) or known.get(plain(f"{above} {own}"))
        if column is None:
            header.unknown.append(own)
        elif column.key in header.places:
            header.doubles.append((column, position))
        else:
            header.places[column.key] = position
            header.titles[column.key] = own
    return header


def _title(grid: Grid, row: int, column: int) -> str:
    """The text over a column; inside a merged range, the text of the range."""
    cell = _cell(grid, row, column)
    if cell:
        return cell
    for top, left, bottom, right in grid.merged:
        if top <= row <= bottom and left <= column <= right:
            return _cell(grid, top, left)
    return ""


def _cell(grid: Grid, row: int, column: int) -> str:
    cells: list[Any] = grid.rows[row]
    return nfc(str(cells[column])) if column < len(cells) and cells[column] not in (None, "") else ""
