"""A Word document as lines of marked text: split runs joined, tabs and breaks kept, tables as cells, pictures."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hoithi.core.errors import InvalidInput, Problem
from hoithi.quiz.formats.archive import Archive
from hoithi.quiz.formats.docx_style import Look, Numbering, Styles, look_of
from hoithi.quiz.formats.model import Image, excerpt, unreadable
from hoithi.quiz.formats.words import clean, lowered, raised
from hoithi.quiz.formats.xml import Node, parse_xml

MARKS = ("bold", "underline", "highlight", "colour")
_TRACKED = {"ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "cellIns", "cellDel"}
_SHOWN_TRACKED = 20


@dataclass(frozen=True)
class Span:
    """Text of one look: mark → value ("x", a colour), only those switched on."""

    text: str
    marks: frozenset[tuple[str, str]] = frozenset()


@dataclass
class Line:
    """A line of a paragraph. `count` is how its automatic number counts ("decimal", "upperLetter", "" without),
    `listed` which list and level that is; `label` the marks of the number itself."""

    paragraph: int
    spans: list[Span] = field(default_factory=list)
    count: str = ""
    count_text: str = ""
    listed: tuple[str, str] = ("", "")
    label: frozenset[tuple[str, str]] = frozenset()
    heading: bool = False
    images: list[Image] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    fonts: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass
class Grid:
    """A table: rows of cells, a cell is its lines."""

    rows: list[list[list[Line]]]


def read_docx(data: bytes) -> list[Line | Grid]:
    """Lines and tables in order. Raises InvalidInput: no Word file, broken, or with changes nobody has decided on."""
    with Archive(data) as archive:
        return _Document(archive).read()


class _Document:
    def __init__(self, archive: Archive) -> None:
        self.archive, self.paragraph = archive, 0
        self.main = _main_part(archive)
        self.links = _links(archive, self.main)
        folder = posixpath.dirname(self.main)
        self.styles = Styles(self._part(f"{folder}/styles.xml"))
        self.numbering = Numbering(self._part(f"{folder}/numbering.xml"), self.styles)
        self.tracked: dict[int, str] = {}

    def _part(self, name: str) -> Node | None:
        data = self.archive.read(name.lstrip("/"))
        return parse_xml(data, name) if data else None

    def read(self) -> list[Line | Grid]:
        root = self._part(self.main)
        body = root.first("body") if root is not None else None
        if body is None:
            raise unreadable(_("Tệp Word không có nội dung."))
        found = list(self._blocks(body))
        if self.tracked:
            self._refuse_tracked()
        return found

    def _refuse_tracked(self) -> None:
        message = _(
            "Tệp Word còn thay đổi chưa duyệt (Track Changes) ở {n} đoạn, đầu tiên là đoạn {first}, "
            "nên chưa nhập câu nào. Hãy mở Word, chọn Review (Xem lại) rồi Accept All hoặc Reject All, "
            "lưu lại và tải lên lần nữa."
        )
        said = message.format(n=len(self.tracked), first=next(iter(self.tracked)))
        places = list(self.tracked.items())[:_SHOWN_TRACKED]
        problems = [Problem(_("đoạn {n}").format(n=at), _("“{text}”").format(text=text)) for at, text in places]
        raise InvalidInput([Problem("", said), *problems], said)

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _blocks(self, node: Node) -> Iterator[Line | Grid]:
        for child in node.nodes():
            if child.tag == "p":
                yield from self._paragraph(child)
            elif child.tag == "tbl":
                yield Grid([[list(self._cell(cell)) for cell in _own(row, "tc")] for row in self._rows(child)])
            elif child.tag in ("Fallback", "sectPr", "tblPr", "tcPr"):
                continue
            else:
                yield from self._blocks(child)

    def _rows(self, table: Node) -> Iterator[Node]:
        for row in _own(table, "tr"):
            properties = row.first("trPr")
            if properties is not None and (properties.nodes("ins") or properties.nodes("del")):
                self.tracked.setdefault(self.paragraph + 1, excerpt(row.text()))
            yield row

    def _cell(self, cell: Node) -> Iterator[Line]:
        for block in self._blocks(cell):
            if isinstance(block, Line):
                yield block
            else:
                yield from (line for row in block.rows for inner in row for line in inner)

    def _paragraph(self, node: Node) -> Iterator[Line]:
        """The paragraph's lines: a line break begins another one, which is not numbered."""
        self.paragraph += 1
        if any(True for _one in node.walk(*_TRACKED)):
            self.tracked[self.paragraph] = excerpt("".join(one.text() for one in node.walk("t", "delText")))
        properties = node.first("pPr")
        style = properties.first("pStyle") if properties is not None else None
        name = style.get("val") if style is not None else self.styles.normal
        look = self.styles.base | self.styles.look(name)
        line = Line(self.paragraph, heading=self.styles.is_heading(name))
        self._number(line, properties, name, look)
        lines = [line]
        self._runs(node, look, lines)
        yield from lines

    def _number(self, line: Line, properties: Node | None, style: str, look: Look) -> None:
        num, level = self.styles.numbering(style)
        own = properties.first("numPr") if properties is not None else None
        if own is not None:
            named, at = own.first("numId"), own.first("ilvl")
            num, level = named.get("val") if named is not None else num, at.get("val") if at is not None else level
        if not num or num == "0":
            return
        line.count, line.count_text = self.numbering.at(num, level)
        line.listed = (num, level)
        line.label = _marks(look | look_of(properties.first("rPr") if properties is not None else None))

    # --- runs --------------------------------------------------------------------------------------------------------

    def _runs(self, node: Node, look: Look, lines: list[Line]) -> None:
        for child in node.nodes():
            if child.tag == "r":
                self._run(child, look, lines)
            elif child.tag in ("oMath", "oMathPara"):
                lines[-1].odd.append("math")
            elif child.tag not in ("pPr", "rPr", "del", "moveFrom", "Fallback", "sdtPr"):
                self._runs(child, look, lines)

    def _run(self, node: Node, base: Look, lines: list[Line]) -> None:
        properties = node.first("rPr")
        named = properties.first("rStyle") if properties is not None else None
        look = base | (self.styles.look(named.get("val")) if named is not None else {}) | look_of(properties)
        if look.get("hidden"):
            return
        for child in node.nodes():
            if child.tag in ("br", "cr"):
                if child.get("type") not in ("page", "column"):
                    lines.append(Line(lines[-1].paragraph, heading=lines[-1].heading))
            elif child.tag in ("drawing", "pict", "object", "AlternateContent"):
                self._object(child, lines[-1])
            elif text := _text_of(child):
                if look.get("raised"):
                    text = raised(text) if look["raised"] == "superscript" else lowered(text)
                lines[-1].spans.append(Span(text, _marks(look)))
                if look.get("font"):
                    lines[-1].fonts.add(look["font"])

    def _object(self, node: Node, line: Line) -> None:
        """Pictures of a drawing; other things (boxes of text, formulas, charts) are named as such."""
        chosen = node.first("Choice") if node.tag == "AlternateContent" else None
        node = node if chosen is None else chosen
        if any(True for _one in node.walk("txbxContent")):
            line.odd.append("box")
        if any(True for _one in node.walk("OLEObject", "chart", "oMath")):
            line.odd.append("object")
            return
        names = next(node.walk("docPr"), None)
        seen: set[str] = set()
        for one in node.walk("blip", "imagedata"):
            link = one.get("embed") or one.get("id") or one.get("link")
            target = self.links.get(link, "")
            if not target or link in seen:
                continue
            seen.add(link)
            data = self.archive.read(target)
            alt = (names.get("descr") or "") if names is not None else one.get("title")
            if data:
                line.images.append(Image(posixpath.basename(target), data, clean(alt)))
            else:
                line.odd.append("image")


def _main_part(archive: Archive) -> str:
    """Usually word/document.xml; what the package's first relation says otherwise."""
    if archive.has("_rels/.rels"):
        for link in parse_xml(archive.read("_rels/.rels")).nodes("Relationship"):
            if link.get("Type").endswith("/officeDocument"):
                return link.get("Target").lstrip("/")
    return "word/document.xml"


def _links(archive: Archive, main: str) -> dict[str, str]:
    """Relation id → member of the package; links to elsewhere are left out."""
    folder, name = posixpath.split(main)
    data = archive.read(f"{folder}/_rels/{name}.rels")
    nodes = parse_xml(data).nodes("Relationship") if data else []
    return {
        node.get("Id"): posixpath.normpath(
            posixpath.join("" if node.get("Target").startswith("/") else folder, node.get("Target").lstrip("/"))
        )
        for node in nodes
        if node.get("TargetMode") != "External"
    }


def _own(node: Node, tag: str) -> list[Node]:
    """A table's own rows or a row's own cells, also behind content controls; never those of a table inside."""
    found: list[Node] = []
    for child in node.nodes():
        if child.tag == tag:
            found.append(child)
        elif child.tag in ("sdt", "sdtContent", "customXml", "smartTag"):
            found += _own(child, tag)
    return found


def _marks(look: Look) -> frozenset[tuple[str, str]]:
    return frozenset((mark, look[mark]) for mark in MARKS if look.get(mark))


def _text_of(node: Node) -> str:
    if node.tag == "t":
        return node.text()
    return {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}.get(node.tag, "")
