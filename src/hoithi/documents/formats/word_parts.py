"""Small pieces of a Word file: a line of words, a grid without lines, a thin rule, a page number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
CENTER, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
TWIPS = 1440 / 25.4
LINE_MM = 22
"""The rule below the agency's name."""


def printable(text: str) -> str:
    """Without the control characters XML cannot hold."""
    return UNPRINTABLE.sub("", text)


def say(
    paragraph: Paragraph,
    text: str,
    *,
    size: float | None = None,
    align: WD_ALIGN_PARAGRAPH | None = None,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    indent: bool = False,
    left_mm: float = 0,
    before: float | None = None,
    after: float | None = None,
) -> None:
    """Words at the end of a paragraph, and how the paragraph stands; points, millimetres."""
    if text:
        run = paragraph.add_run(printable(text))
        run.bold, run.italic, run.underline = bold or None, italic or None, underline or None
        run.font.size = Pt(size) if size else None
    form = paragraph.paragraph_format
    if align is not None:
        paragraph.alignment = align
    elif indent:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if indent:
        form.first_line_indent = Mm(12.7)
    if left_mm:
        form.left_indent = Mm(left_mm)
    if before is not None:
        form.space_before = Pt(before)
    if after is not None:
        form.space_after = Pt(after)


def cell_text(
    cell: _Cell,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    align: WD_ALIGN_PARAGRAPH = CENTER,
) -> None:
    """One more line in a cell; the first takes the empty paragraph every cell is born with."""
    first = cell.paragraphs[0]
    paragraph = first if len(cell.paragraphs) == 1 and not first.runs else cell.add_paragraph()
    say(paragraph, text, size=size, bold=bold, italic=italic, underline=underline, align=align, after=0)
    paragraph.paragraph_format.line_spacing = 1.0


def grid(document: Document, columns: int, widths_mm: Sequence[float], *, lines: bool = False) -> Table:
    """A table of one row with fixed columns, with or without lines."""
    table: Table = document.add_table(rows=1, cols=columns)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    if lines:
        table.style = document.styles["Table Grid"]
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def new_row(table: Table) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    return row


def quick_row(texts: Sequence[str], widths_mm: Sequence[float], sides: Sequence[str], *, bold: bool) -> Any:
    """A row of a long table as XML at once: looking cells up one by one takes longer than all the rest."""
    weight = "<w:b/>" if bold else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{round(width * TWIPS)}" w:type="dxa"/></w:tcPr><w:p><w:pPr>'
        f'<w:spacing w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r><w:rPr>{weight}<w:sz w:val="24"/></w:rPr><w:t xml:space="preserve">{escape(printable(text))}</w:t></w:r>'
        "</w:p></w:tc>"
        for text, width, side in zip(texts, widths_mm, sides, strict=True)
    )
    return parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")


def together(row: _Row) -> None:
    """A row that never breaks across pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def rule_below(paragraph: Paragraph, width_mm: float, *, room_mm: float = 0) -> None:
    """A short thin line in the middle: a tiny paragraph tabbed in from both sides, its lower edge drawn."""
    paragraph.alignment = CENTER
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(4), Pt(3)
    side = ((room_mm or (62 if width_mm == LINE_MM else 162)) - width_mm) / 2
    form.left_indent = form.right_indent = Mm(side)
    edge = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        edge.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:pBdr")
    borders.append(edge)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def field(paragraph: Paragraph, name: str, size: float) -> None:
    """A field Word fills in by itself (PAGE)."""
    run = paragraph.add_run()
    run.font.size = Pt(size)
    for kind in ("begin", "", "end"):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = name
        run._r.append(mark)
