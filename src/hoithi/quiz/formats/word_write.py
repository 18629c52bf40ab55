"""Items → a Word document people can go on working with: "Câu 1.", options, the right ones in bold, labelled lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from hoithi.quiz.formats.archive import zipped
from hoithi.quiz.formats.model import Image, Item
from hoithi.quiz.formats.tags import KIND_WORDS
from hoithi.quiz.formats.word_draft import likely_kind
from hoithi.quiz.formats.word_labels import LETTERS

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_EMU_PER_PIXEL, _WIDEST_EMU = 9525, 5_400_000
_MIME = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write_word(items: Iterable[Item], title: str = "") -> bytes:
    """The document; `title` stands on top. Topics are headings in the order they come."""
    pictures: list[Image] = []
    body = "".join(_body(items, title, pictures))
    members = [
        ("[Content_Types].xml", _types(pictures)),
        ("_rels/.rels", _relations([("officeDocument", "word/document.xml")])),
        ("word/document.xml", _document(body)),
        ("word/styles.xml", _STYLES),
        ("word/_rels/document.xml.rels", _relations([("styles", "styles.xml"), *_media(pictures)])),
    ]
    media = [(f"word/media/{_file(at, image)}", image.data) for at, image in enumerate(pictures, 1)]
    return zipped([*((name, (_HEAD + text).encode()) for name, text in members), *media])


def _body(items: Iterable[Item], title: str, pictures: list[Image]) -> Iterator[str]:
    topic = ""
    if title:
        yield _paragraph([_run(title)], "Title")
    for number, item in enumerate(items, 1):
        if item.topic != topic:
            topic = item.topic
            yield _paragraph([_run(f"Chủ đề: {topic}")], "Heading1")
        yield _paragraph([_run(f"Câu {number}. ", bold=True), _run(item.text)], "Question")
        for image in item.images:
            yield _paragraph([_picture(image, pictures)])
        for at, choice in enumerate(item.options):
            runs = [_run(f"{LETTERS[at]}. ", bold=choice.correct), _run(choice.text, bold=choice.correct)]
            yield _paragraph(runs + ([_picture(choice.image, pictures)] if choice.image else []), "Choice")
        for label, value in _labelled(item):
            yield _paragraph([_run(f"{label}: ", italic=True), _run(value)], "Remark")


def _labelled(item: Item) -> Iterator[tuple[str, str]]:
    right = [LETTERS[at] for at, choice in enumerate(item.options) if choice.correct]
    if right:
        yield "Đáp án", ", ".join(right)
    if item.kind != likely_kind(list(item.options)):
        yield "Loại", KIND_WORDS[item.kind]
    for label, value in (("Mức độ", item.difficulty), ("Mã câu", item.code)):
        if value:
            yield label, value
    if not item.shuffle:
        yield "Giữ thứ tự", "có"
    for label, value in (("Giải thích", item.explanation), ("Căn cứ", item.citation)):
        if value:
            yield label, value


def _paragraph(runs: list[str], style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{''.join(runs)}</w:p>\n"


def _run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    look = ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "")
    look = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def _picture(image: Image, pictures: list[Image]) -> str:
    pictures.append(image)
    at = len(pictures)
    width, height = _extent(image)
    name, alt = escape(_file(at, image)), escape(image.alt)
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{at}" name="{name}" descr="{alt}"/><a:graphic xmlns:a="{_DRAWING}/main">'
        f'<a:graphicData uri="{_DRAWING}/picture"><pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr>'
        f'<pic:cNvPr id="{at}" name="{name}" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="rIdP{at}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _extent(image: Image) -> tuple[int, int]:
    """Size on paper in EMU, no wider than the page; a picture of unknown size gets a third of it."""
    width, height = (image.width or 400) * _EMU_PER_PIXEL, (image.height or 300) * _EMU_PER_PIXEL
    if width > _WIDEST_EMU:
        width, height = _WIDEST_EMU, max(1, height * _WIDEST_EMU // width)
    return width, height


def _file(at: int, image: Image) -> str:
    ending = image.name.rpartition(".")[2].lower()
    return f"hinh-{at}.{ending if ending in _MIME else 'png'}"


def _media(pictures: list[Image]) -> list[tuple[str, str]]:
    return [("image", f"media/{_file(at, image)}") for at, image in enumerate(pictures, 1)]


def _relations(links: list[tuple[str, str]]) -> str:
    found, pictures = [], 0
    for at, (kind, target) in enumerate(links, 1):
        pictures += kind == "image"
        key = f"rIdP{pictures}" if kind == "image" else f"rId{at}"
        found.append(f'<Relationship Id="{key}" Type="{_R}/{kind}" Target="{target}"/>')
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(found)}</Relationships>'


def _types(pictures: list[Image]) -> str:
    endings = sorted({_file(1, image).rpartition(".")[2] for image in pictures})
    media = "".join(f'<Default Extension="{ending}" ContentType="{_MIME[ending]}"/>' for ending in endings)
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{media}'
        f'<Override PartName="/word/document.xml" ContentType="{word}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{word}.styles+xml"/></Types>'
    )


def _document(body: str) -> str:
    margins = '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701"/>'
    page = f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>{margins}</w:sectPr>'
    return (
        f'<w:document xmlns:w="{_W}" xmlns:r="{_R}" xmlns:wp="{_DRAWING}/wordprocessingDrawing">'
        f"<w:body>\n{body}{page}</w:body></w:document>"
    )


def _style(key: str, name: str, spacing: str, look: str = "", level: str = "", default: str = "") -> str:
    base = "" if default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{name}"/>{base}<w:qFormat/>'
        f"<w:pPr>{spacing}{level}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


_STYLES = (
    f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="26"/>'
    '<w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    + _style("Normal", "Normal", '<w:spacing w:after="60"/>', default=' w:default="1"')
    + _style("Title", "Title", '<w:spacing w:after="240"/><w:jc w:val="center"/>', "<w:b/>")
    + _style(
        "Heading1",
        "heading 1",
        '<w:keepNext/><w:spacing w:before="360" w:after="120"/>',
        "<w:b/>",
        '<w:outlineLvl w:val="0"/>',
    )
    + _style("Question", "Câu hỏi", '<w:keepNext/><w:spacing w:before="240" w:after="60"/>')
    + _style("Choice", "Phương án", '<w:ind w:left="567"/>')
    + _style("Remark", "Ghi chú câu hỏi", '<w:ind w:left="567"/>', '<w:sz w:val="24"/>')
    + "</w:styles>"
)
