"""A paper as a Word file an office can edit, in the layout of Nghị định 30/2020/NĐ-CP, phụ lục I."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from lxml import etree

from hoithi.documents.formats.word_parts import (
    CENTER,
    FONT,
    LINE_MM,
    cell_text,
    field,
    grid,
    new_row,
    printable,
    quick_row,
    rule_below,
    say,
    together,
)
from hoithi.documents.rules.columns import aligns, shares
from hoithi.documents.rules.paper import (
    MOTTO,
    NATION,
    Annex,
    Block,
    Heading,
    Items,
    Paper,
    Paragraph,
    Signers,
    Table,
    addressees_of,
    bases_of,
    parts_of,
    recipients_of,
)

ALIGNS = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
EPOCH = (2000, 1, 1, 0, 0, 0)


def to_docx(paper: Paper) -> bytes:
    """The paper as .docx; equal papers give equal bytes."""
    document = sheet(paper)
    _head(document, paper)
    _opening(document, paper)
    body, annexes = parts_of(paper)
    add_blocks(document, body)
    _foot(document, paper)
    add_blocks(document, annexes)
    return saved(document)


def body_xml(paper: Paper) -> str:
    """Everything between the opening and the foot, with annexes, as the XML of a body: for offices' own templates."""
    document = sheet(paper)
    add_blocks(document, (*parts_of(paper)[0], *parts_of(paper)[1]))
    body = document.element.body
    return "".join(etree.tostring(one, encoding="unicode") for one in body if not one.tag.endswith("}sectPr"))


def saved(document: Document) -> bytes:
    """The file, with nothing of the machine or the hour in it."""
    out, fixed = io.BytesIO(), io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as made, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(zipfile.ZipInfo(name, EPOCH), made.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def add_blocks(document: Document, blocks: Sequence[Block]) -> None:
    for block in blocks:
        if isinstance(block, Heading):
            _heading(document, block)
        elif isinstance(block, Paragraph):
            _paragraph(document, block)
        elif isinstance(block, Items):
            for item in block.items:
                say(document.add_paragraph(), f"{block.mark} {item}", indent=True)
        elif isinstance(block, Table):
            _table(document, block)
        elif isinstance(block, Annex):
            _annex(document, block)
        elif isinstance(block, Signers):
            _signers(document, block)


def sheet(paper: Paper) -> Document:
    """An empty A4 sheet: margins, type, page numbers from the second page on."""
    document = docx.Document()
    properties = document.core_properties
    title = printable(f"{paper.kind_title} {paper.title}")[:255]
    properties.title, properties.author, properties.comments = title, "", ""
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTER
    field(number, "PAGE", 13)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after, style.paragraph_format.space_before = Pt(6), Pt(0)
    style.paragraph_format.line_spacing = 1.1
    for level in (1, 2, 3):
        _plain_heading(document, level)
    return document


def _plain_heading(document: Document, level: int) -> None:
    """Word's own headings, for its navigation, without its colours."""
    style = document.styles[f"Heading {level}"]
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(14), True, level == 3
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(6), Pt(6)
    style.paragraph_format.keep_with_next = True


def _head(document: Document, paper: Paper) -> None:
    table = grid(document, 2, (66, 96))
    left, right = table.rows[0].cells
    if paper.superior:
        cell_text(left, paper.superior.upper(), 12)
    cell_text(left, paper.agency.upper(), 12, bold=True)
    rule_below(left.add_paragraph(), LINE_MM)
    cell_text(right, NATION, 12, bold=True)
    cell_text(right, MOTTO, 13, bold=True, underline=True)
    row = new_row(table).cells
    cell_text(row[0], paper.number_line, 13)
    cell_text(row[1], paper.date_line, 13.5, italic=True)


def _opening(document: Document, paper: Paper) -> None:
    """Kind, subject, authority, bases, addressees, "QUYẾT ĐỊNH:"."""
    say(document.add_paragraph(), paper.kind_title.upper(), align=CENTER, bold=True, before=12, after=0)
    if paper.title:
        say(document.add_paragraph(), paper.title, align=CENTER, bold=True, after=0)
    rule_below(document.add_paragraph(), 58)
    if paper.authority:
        say(document.add_paragraph(), paper.authority.upper(), align=CENTER, bold=True, before=4)
    for basis in bases_of(paper):
        say(document.add_paragraph(), basis, indent=True, italic=True)
    to = addressees_of(paper)
    if len(to) == 1:
        say(document.add_paragraph(), f"Kính gửi: {to[0]}", align=CENTER)
    elif to:
        for line in ("Kính gửi:", *to):
            say(document.add_paragraph(), line, left_mm=35, after=0)
    if paper.resolve:
        say(document.add_paragraph(), paper.resolve, align=CENTER, bold=True, before=6)


def _heading(document: Document, block: Heading) -> None:
    heading = document.add_heading(level=block.level)
    if block.level > 1:
        heading.paragraph_format.left_indent = Mm(12.7)
    heading.add_run(printable(block.text))


def _paragraph(document: Document, block: Paragraph) -> None:
    paragraph = document.add_paragraph()
    look = block.look
    if block.lead:
        paragraph.add_run(f"{block.lead} ").bold = True
    say(
        paragraph,
        block.text,
        align=CENTER if look == "center" else None,
        indent=look not in ("center", "plain"),
        bold=look == "bold",
        italic=look == "italic",
    )


def _table(document: Document, block: Table) -> None:
    parts = shares(block)
    widths = [162 * part / sum(parts) for part in parts]
    table = grid(document, len(block.head), widths, lines=True)
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        cell_text(cell, text, 12, bold=True)
    repeat = table.rows[0]._tr.get_or_add_trPr()
    repeat.append(OxmlElement("w:tblHeader"))
    sides = aligns(block)
    bold_from = len(block.rows) - block.total
    for at, texts in enumerate(block.rows):
        table._tbl.append(quick_row(texts, widths, sides, bold=at >= bold_from))
    say(document.add_paragraph(), "", after=0)


def _annex(document: Document, block: Annex) -> None:
    title = document.add_heading(level=1)
    title.paragraph_format.page_break_before = True
    title.alignment = CENTER
    title.add_run(printable(block.title.upper()))
    if block.under:
        say(document.add_paragraph(), block.under, align=CENTER, italic=True, after=0)
    rule_below(document.add_paragraph(), 58)


def _signers(document: Document, block: Signers) -> None:
    table = grid(document, len(block.columns), [162 / len(block.columns)] * len(block.columns))
    together(table.rows[0])
    for cell, (title, _name) in zip(table.rows[0].cells, block.columns, strict=True):
        cell_text(cell, title.upper(), 14, bold=True)
        cell.paragraphs[-1].paragraph_format.space_after = Mm(20)
    for cell, (_title, name) in zip(new_row(table).cells, block.columns, strict=True):
        cell_text(cell, name, 14, bold=True)


def _foot(document: Document, paper: Paper) -> None:
    """Recipients on the left, signature on the right, never torn apart."""
    recipients, lines = recipients_of(paper), paper.signature.lines
    if not (recipients or lines or paper.signature.name):
        return
    say(document.add_paragraph(), "", after=0)
    table = grid(document, 2, (78, 84))
    together(table.rows[0])
    left, right = table.rows[0].cells
    if recipients:
        cell_text(left, "Nơi nhận:", 12, bold=True, italic=True, align=ALIGNS["left"])
        for line in recipients:
            cell_text(left, line, 11, align=ALIGNS["left"])
    for line in lines:
        cell_text(right, line, 14, bold=True)
    name = right.paragraphs[0] if not lines else right.add_paragraph()
    say(name, paper.signature.name, align=CENTER, bold=True, before=65, after=0)
