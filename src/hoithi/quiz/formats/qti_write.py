"""Items → a QTI content package (2.1 or 3.0): one file an item, pictures beside them, keywords in the manifest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from hoithi.quiz.formats.archive import zipped
from hoithi.quiz.formats.model import Image, Item
from hoithi.quiz.formats.qti_read import MANIFEST
from hoithi.quiz.formats.tags import tags_of
from hoithi.quiz.formats.words import notes_of

_ITEM = {
    "2.1": 'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"',
    "3.0": 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"',
}
_KIND = {"2.1": "imsqti_item_xmlv2p1", "3.0": "imsqti_item_xmlv3p0"}
_RULE = {
    "2.1": "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct",
    "3.0": "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml",
}
_SCHEMA = {"2.1": ("IMS QTI", "2.1"), "3.0": ("QTI Package", "3.0.0")}
_HTML = {"p", "img"}
LETTERS = "ABCDEFGHIJ"


def write_qti(items: Iterable[Item], version: str = "2.1") -> bytes:
    """The package; `version` is "2.1" or "3.0"."""
    members: list[tuple[str, bytes]] = []
    resources = []
    for number, item in enumerate(items, 1):
        name = f"items/cau-{number:05}.xml"
        pictures = _named(item, number)
        members.append((name, _item(item, number, pictures, version).encode()))
        members += [(f"items/{path}", image.data) for path, image in pictures if image is not None]
        resources.append(_resource(item, number, name, [path for path, image in pictures if image], version))
    return zipped([(MANIFEST, _manifest(resources, version).encode()), *members])


def _named(item: Item, number: int) -> list[tuple[str, Image | None]]:
    """Pictures of the question, then one place for each option."""
    images = [*item.images, *(choice.image for choice in item.options)]
    stem = f"hinh/cau-{number:05}"
    return [(f"{stem}-{at}.{_ending(image.name)}" if image else "", image) for at, image in enumerate(images, 1)]


def _ending(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.rpartition(".")[2].lower()) or "png"


def _item(item: Item, number: int, pictures: Sequence[tuple[str, Image | None]], version: str) -> str:
    own, others = pictures[: len(item.images)], pictures[len(item.images) :]
    right = "".join(f"<value>{LETTERS[at]}</value>" for at, choice in enumerate(item.options) if choice.correct)
    several = item.kind == "multiple"
    choices = "".join(
        f'<simpleChoice identifier="{LETTERS[at]}">{escape(choice.text)}{_picture(*others[at])}</simpleChoice>'
        for at, choice in enumerate(item.options)
    )
    notes = "".join(f"<p>{escape(note)}</p>" for note in notes_of(item.explanation, item.citation))
    told = (
        f'<modalFeedback outcomeIdentifier="FEEDBACK" identifier="GIAI_THICH" showHide="hide">{notes}</modalFeedback>'
    )
    body = (
        f'<assessmentItem {_ITEM[version]} identifier="CAU-{number:05}" title="{escape(item.code or str(number))}"'
        ' adaptive="false" timeDependent="false">\n'
        f'<responseDeclaration identifier="RESPONSE" cardinality="{"multiple" if several else "single"}"'
        f' baseType="identifier"><correctResponse>{right}</correctResponse></responseDeclaration>\n'
        '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>\n'
        '<outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>\n'
        f"<itemBody>{''.join(f'<p>{_picture(*one)}</p>' for one in own)}"
        f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="{"true" if item.shuffle else "false"}"'
        f' maxChoices="{0 if several else 1}"><prompt>{escape(item.text)}</prompt>{choices}'
        "</choiceInteraction></itemBody>\n"
        f'<responseProcessing template="{_RULE[version]}"/>\n{told if notes else ""}</assessmentItem>\n'
    )
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + (body if version == "2.1" else _renamed(body))


def _picture(path: str, image: Image | None) -> str:
    return f'<img src="{escape(path)}" alt="{escape(image.alt)}"/>' if image else ""


def _renamed(source: str) -> str:
    """Names of 2.x as 3.0 writes them: `simpleChoice` → `qti-simple-choice`. Text holds no "<", so only tags change."""

    def kebab(name: str) -> str:
        return re.sub(r"[A-Z]", lambda match: f"-{match[0].lower()}", name)

    def tag(match: re.Match[str]) -> str:
        inside = re.sub(r'(\s)([a-z]+[A-Z]\w*)(?==")', lambda found: found[1] + kebab(found[2]), match[3])
        name = match[2] if match[2] in _HTML else f"qti-{kebab(match[2])}"
        return f"{match[1]}{name}{inside}"

    return re.sub(r"(</?)([A-Za-z]+)([^<>]*>)", tag, source)


def _resource(item: Item, number: int, name: str, pictures: list[str], version: str) -> str:
    tags = tags_of(item, "code", "topic", "difficulty", "kind")
    words = "".join(f'<lom:keyword><lom:string language="vi">{escape(tag)}</lom:string></lom:keyword>' for tag in tags)
    files = "".join(f'<file href="items/{escape(path)}"/>' for path in pictures)
    return (
        f'<resource identifier="RES-{number:05}" type="{_KIND[version]}" href="{name}">'
        f"<metadata><lom:lom><lom:general>{words}</lom:general></lom:lom></metadata>"
        f'<file href="{name}"/>{files}</resource>'
    )


def _manifest(resources: list[str], version: str) -> str:
    schema, number = _SCHEMA[version]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"'
        ' xmlns:lom="http://ltsc.ieee.org/xsd/LOM" identifier="MANIFEST">\n'
        f"<metadata><schema>{schema}</schema><schemaversion>{number}</schemaversion></metadata><organizations/>\n"
        f"<resources>\n{chr(10).join(resources)}\n</resources></manifest>\n"
    )
