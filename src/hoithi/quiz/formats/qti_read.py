"""QTI 2.1, 2.2 and 3.0 items with one choice interaction → items; QTI 1.2 in `qti12`. Files alone or in a package."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from django.utils.translation import gettext as _

from hoithi.core.errors import InvalidInput
from hoithi.quiz.formats.archive import Archive
from hoithi.quiz.formats.markup import Flow, Picture, feed
from hoithi.quiz.formats.model import Choice, Item, Reading, unreadable
from hoithi.quiz.formats.qti12 import read_qti12
from hoithi.quiz.formats.tags import read_tags
from hoithi.quiz.formats.words import clean, split_notes
from hoithi.quiz.formats.xml import Node, parse_xml

MANIFEST = "imsmanifest.xml"
_MEDIA = {"mediainteraction"}


def plain_names(node: Node) -> Node:
    """Names of all versions as one: `qti-simple-choice` and `simpleChoice` are `simplechoice`."""
    for one in node.walk():
        one.tag = one.tag.removeprefix("qti-").replace("-", "").lower()
        one.attrs = {name.replace("-", "").lower(): value for name, value in one.attrs.items()}
    return node


def read_qti(data: bytes) -> Reading:
    """A single XML file: one item of 2.x or 3.0, or everything of a 1.2 file."""
    reading = Reading()
    _take(reading, parse_xml(data), "", None, [])
    if not reading.items and not reading.faults:
        raise unreadable(_("Tệp QTI không có câu hỏi nào."))
    return reading


def read_package(archive: Archive) -> Reading:
    """A content package: items in the order of its manifest. A file of it that cannot be read is a fault."""
    reading = Reading()
    for name, tags in _resources(archive):
        try:
            root = parse_xml(archive.read(name), name)
        except InvalidInput as refusal:
            reading.count += 1
            for problem in refusal.problems:
                reading.fault(reading.count, problem.at or name, str(problem.message))
            continue
        _take(reading, root, name, _pictures(archive, posixpath.dirname(name)), tags)
    if not reading.items and not reading.faults:
        raise unreadable(
            _("Tệp nén này không có câu hỏi QTI nào. Cần tệp gói QTI (có imsmanifest.xml) xuất từ phần mềm khác.")
        )
    return reading


def _resources(archive: Archive) -> Iterator[tuple[str, list[str]]]:
    """(member, keywords of its metadata), then XML files no manifest names."""
    named: list[str] = []
    if archive.has(MANIFEST):
        for resource in plain_names(parse_xml(archive.read(MANIFEST), MANIFEST)).walk("resource"):
            href = posixpath.normpath(
                unquote(resource.get("href") or next((f.get("href") for f in resource.nodes("file")), ""))
            )
            if href.lower().endswith(".xml") and archive.has(href) and href not in named:
                named.append(href)
                yield href, [clean(word.text()) for word in resource.walk("keyword")]
    for name in sorted(archive.names):
        if name.lower().endswith(".xml") and name not in (*named, MANIFEST) and not name.startswith("__MACOSX"):
            yield name, []


def _pictures(archive: Archive, folder: str) -> Picture:
    def picture(src: str) -> bytes | None:
        path = unquote(src).replace("$IMS-CC-FILEBASE$/", "")
        for name in (posixpath.normpath(posixpath.join(folder, path)), posixpath.normpath(path)):
            if archive.has(name):
                return archive.read(name)
        return None

    return picture


def _take(reading: Reading, root: Node, file: str, picture: Picture | None, tags: list[str]) -> None:
    plain_names(root)
    if root.tag in ("questestinterop", "item"):
        read_qti12(reading, root, file, picture)
    elif root.tag == "assessmentitem":
        reading.count += 1
        _item(reading, root, reading.count, _place(file, reading.count), picture, tags)
    elif not file:
        raise unreadable(_("Tệp XML này không phải câu hỏi Moodle hay QTI."))


def _place(file: str, number: int) -> str:
    return _("câu {n} ({file})").format(n=number, file=file) if file else _("câu {n}").format(n=number)


def _item(reading: Reading, root: Node, number: int, place: str, picture: Picture | None, tags: list[str]) -> None:
    body = root.first("itembody")
    asked = [node for node in root.walk() if node.tag.endswith("interaction") and node.tag not in _MEDIA]
    stem = Flow(picture)
    if body is not None:
        feed(stem, body, ("choiceinteraction", "rubricblock"))
    choices = [node for node in asked if node.tag == "choiceinteraction"]
    text = " ".join(stem.lines)
    if len(asked) != 1 or len(choices) != 1:
        message = _("Câu có {n} chỗ trả lời; chỉ nhận câu có đúng một danh sách phương án.").format(n=len(asked))
        if len(asked) == 1:
            message = _("Loại câu “{kind}”: ngân hàng chỉ nhận câu trắc nghiệm.").format(kind=asked[0].tag)
        reading.fault(number, place, message, text or root.get("title"))
        return
    interaction = choices[0]
    for prompt in interaction.nodes("prompt"):
        stem.start("p", {})
        feed(stem, prompt)
    found = read_tags(tags)
    declaration = _declaration(root, interaction.get("responseidentifier"))
    options, lost = _options(interaction, _right(declaration), picture)
    if stem.lost or lost:
        message = _("Câu có hình, công thức hoặc âm thanh không kèm trong tệp nên không nhập được nguyên vẹn.")
        reading.fault(number, place, message, " ".join(stem.lines))
        return
    multiple = declaration is not None and declaration.get("cardinality") in ("multiple", "ordered")
    explanation, citation = split_notes(_told(root))
    reading.items.append(
        Item(
            " ".join(stem.lines),
            options,
            kind=found.get("kind") or ("multiple" if multiple else "single"),
            code=found.get("code", ""),
            topic=found.get("topic", ""),
            difficulty=found.get("difficulty", ""),
            shuffle=interaction.get("shuffle").lower() in ("true", "1") and "fixed" not in found,
            explanation=explanation,
            citation=citation,
            images=tuple(stem.images),
            number=number,
            place=place,
        )
    )


def _declaration(root: Node, identifier: str) -> Node | None:
    found = root.nodes("responsedeclaration")
    return next((node for node in found if node.get("identifier") == identifier), found[0] if len(found) == 1 else None)


def _right(declaration: Node | None) -> set[str]:
    """Identifiers of the right options: the correct response, else what a mapping gives points for."""
    if declaration is None:
        return set()
    correct = declaration.first("correctresponse")
    if correct is not None:
        return {value.text().strip() for value in correct.nodes("value")}
    return {entry.get("mapkey") for entry in declaration.walk("mapentry") if _points(entry.get("mappedvalue")) > 0}


def _points(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _options(interaction: Node, right: set[str], picture: Picture | None) -> tuple[tuple[Choice, ...], bool]:
    found, lost = [], False
    for node in interaction.walk("simplechoice"):
        flow = Flow(picture)
        feed(flow, node, ("feedbackinline", "feedbackblock"))
        lost = lost or bool(flow.lost) or len(flow.images) > 1
        image = flow.images[0] if flow.images else None
        found.append(Choice(" ".join(flow.lines), node.get("identifier") in right, image))
    return tuple(found), lost


def _told(root: Node) -> list[str]:
    lines: list[str] = []
    for node in root.nodes("modalfeedback"):
        flow = Flow()
        feed(flow, node)
        lines += flow.lines
    return lines
