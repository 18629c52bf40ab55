"""Word documents as Word and LibreOffice really write them, from raw XML: split runs, lists, tables, changes."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from hoithi.quiz.formats.archive import zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LIST = '<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
    + LIST.format(level=0, kind="decimal", text="Câu %1.")
    + LIST.format(level=1, kind="upperLetter", text="%2.")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + LIST.format(level=0, kind="decimal", text="%1.")
    + LIST.format(level=1, kind="lowerLetter", text="%2)")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
STYLES = (
    f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>'
    "</w:styles>"
)
LOOKS = {
    "b": "<w:b/><w:bCs/>",
    "u": '<w:u w:val="single"/>',
    "h": '<w:highlight w:val="yellow"/>',
    "c": '<w:color w:val="FF0000"/>',
    "s": '<w:rStyle w:val="Strong"/>',
    "up": '<w:vertAlign w:val="superscript"/>',
}


def run(text: str, *looks: str, extra: str = "") -> str:
    """`looks`: b bold, u underline, h highlight, c red, s the style Strong, up superscript."""
    inner = "".join(LOOKS[look] for look in looks) + extra
    parts = escape(text, quote=False).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    parts = parts.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r><w:rPr>{inner}</w:rPr><w:t xml:space="preserve">{parts}</w:t></w:r>'


def p(*runs: str, style: str = "", listed: tuple[int, int] | None = None) -> str:
    """A paragraph; a plain string is one run; `listed`: (list, level) of an automatic list."""
    inner = f'<w:pStyle w:val="{style}"/>' if style else ""
    if listed:
        inner += f'<w:numPr><w:ilvl w:val="{listed[1]}"/><w:numId w:val="{listed[0]}"/></w:numPr>'
    body = "".join(one if one.startswith("<w:") else run(one) for one in runs)
    return f"<w:p><w:pPr>{inner}</w:pPr>{body}</w:p>"


def table(*rows: Iterable[str]) -> str:
    cells = [[cell if cell.startswith("<w:p>") else p(cell) for cell in row] for row in rows]
    return (
        "<w:tbl>"
        + "".join("<w:tr>" + "".join(f"<w:tc>{c}</w:tc>" for c in row) + "</w:tr>" for row in cells)
        + "</w:tbl>"
    )


def docx(*blocks: str, members: Iterable[tuple[str, bytes]] = ()) -> bytes:
    main = (
        f'<?xml version="1.0"?><w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{"".join(blocks)}</w:body></w:document>'
    )
    parts = [("word/document.xml", main), ("word/numbering.xml", NUMBERING), ("word/styles.xml", STYLES)]
    return zipped([*((name, text.encode()) for name, text in parts), *members])
