"""How wide the columns of a table stand beside each other, and how each is aligned."""

from __future__ import annotations

from collections.abc import Sequence

from hoithi.documents.rules.paper import Align, Table

NARROW, EASY, WIDE = 6, 18, 36
"""Letters: no column is guessed narrower or wider; beyond `EASY` words may go to the next line."""


def shares(table: Table) -> tuple[int, ...]:
    """One share a column; as given, else by the longest cell of each, and by the longest word of its heading."""
    if table.widths:
        return table.widths
    return tuple(
        max(NARROW, _longest(head.split()), _letters([row[at] for row in table.rows]))
        for at, head in enumerate(table.head)
    )


def _letters(cells: Sequence[str]) -> int:
    longest = _longest(cells)
    eased = longest if longest <= EASY else EASY + (longest - EASY) // 3
    return min(WIDE, max(_longest([word for cell in cells for word in cell.split()]), eased))


def _longest(texts: Sequence[str]) -> int:
    return max(map(len, texts), default=0) + 1


def aligns(table: Table) -> tuple[Align, ...]:
    """As given, and left where nothing is."""
    left: Align = "left"
    return (*table.aligns, *(left for _cell in table.head[len(table.aligns) :]))
