"""Moodle XML → items: multiple choice (single, several) and true–false, with embedded pictures."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from urllib.parse import unquote

from django.utils.translation import gettext as _

from hoithi.quiz.formats.gift_read import split_category
from hoithi.quiz.formats.markup import Flow, html_flow
from hoithi.quiz.formats.model import FALSE, TRUE, Choice, Item, Reading
from hoithi.quiz.formats.tags import read_tags
from hoithi.quiz.formats.words import clean, split_notes
from hoithi.quiz.formats.xml import Node

_PLAIN = {"plain_text", "plain", "markdown"}
_FULL = 99.9


def read_moodle(root: Node) -> Reading:
    """Every question of a `<quiz>`; kinds a contest's bank does not hold are faults with their line."""
    reading, names, number = Reading(), tuple[str, ...](), 0
    for node in root.nodes("question"):
        if node.get("type") == "category":
            names = split_category(_words(node.first("category")))
            continue
        number += 1
        place = _("câu {n} (dòng {line})").format(n=number, line=node.line)
        wrong = _not_held(node.get("type"))
        if wrong:
            reading.fault(number, place, wrong, _flow(node.first("questiontext")).whole or _words(node.first("name")))
            continue
        _Question(node, names, number, place, reading).read()
    return reading


def _not_held(kind: str) -> str:
    if kind in ("multichoice", "multichoiceset", "truefalse"):
        return ""
    named = {
        "essay": _("Câu tự luận"),
        "shortanswer": _("Câu điền từ"),
        "numerical": _("Câu trả lời bằng số"),
        "matching": _("Câu ghép cặp"),
        "description": _("Đoạn giới thiệu"),
    }
    return _("{kind}: ngân hàng chỉ nhận câu trắc nghiệm.").format(
        kind=named.get(kind) or _("Loại câu “{kind}”").format(kind=kind)
    )


class _Question:
    """One `<question>` on its way into the reading."""

    def __init__(self, node: Node, names: tuple[str, ...], number: int, place: str, reading: Reading) -> None:
        self.node, self.names, self.number, self.place, self.reading = node, names, number, place, reading
        self.lost: set[str] = set()

    def read(self) -> None:
        stem = self._flow(self.node.first("questiontext"))
        tags = read_tags(_words(tag) for tag in self.node.walk("tag"))
        truth = self.node.get("type") == "truefalse"
        single = not truth and _yes(self.node.first("single"), default=self.node.get("type") == "multichoice")
        options = self._truths() if truth else self._choices(single)
        told = self._flow(self.node.first("generalfeedback")).lines or self._told()
        explanation, citation = split_notes(told)
        if options is None or self._objects(stem.whole):
            return
        item = Item(
            stem.whole,
            tuple(options),
            kind=tags.get("kind") or ("true_false" if truth else "single" if single else "multiple"),
            code=clean(_words(self.node.first("idnumber"))),
            topic=self.names[-1] if self.names else tags.get("topic", ""),
            broader=self.names[:-1],
            difficulty=tags.get("difficulty", ""),
            shuffle=_yes(self.node.first("shuffleanswers"), default=True) and "fixed" not in tags,
            explanation=explanation,
            citation=citation,
            images=tuple(stem.images),
            number=self.number,
            place=self.place,
        )
        self.reading.items.append(item)

    def _flow(self, node: Node | None) -> _Words:
        flow = _flow(node)
        self.lost |= set(flow.lost)
        return flow

    def _objects(self, text: str) -> bool:
        """Whether something of the question would be lost, which makes it another question."""
        named = {"img": _("hình không kèm trong tệp"), "math": _("công thức"), "svg": _("hình vẽ SVG")}
        for tag in sorted(self.lost):
            what = named.get(tag) or _("âm thanh, video hoặc khung nhúng")
            self.reading.fault(
                self.number, self.place, _("Câu có {what} nên không nhập được nguyên vẹn.").format(what=what), text
            )
        return bool(self.lost)

    def _truths(self) -> list[Choice]:
        right = [clean(_words(answer)).casefold() for answer in self.node.nodes("answer") if _fraction(answer) >= _FULL]
        return [Choice(TRUE, "true" in right), Choice(FALSE, "false" in right)]

    def _choices(self, single: bool) -> list[Choice] | None:
        found: list[Choice] = []
        for answer in self.node.nodes("answer"):
            flow, fraction = self._flow(answer), _fraction(answer)
            text = flow.whole
            if single and 0 < fraction < _FULL:
                message = _("Phương án “{text}” được một phần điểm ({n} %): câu một đáp án chỉ có đúng hoặc sai.")
                self.reading.fault(self.number, self.place, message.format(text=text, n=f"{fraction:g}"), self._text())
                return None
            if len(flow.images) > 1:
                message = _("Một phương án có {n} hình; mỗi phương án nhiều nhất một hình.").format(n=len(flow.images))
                self.reading.fault(self.number, self.place, message, self._text())
                return None
            found.append(Choice(text, fraction > 0, flow.images[0] if flow.images else None))
        return found

    def _told(self) -> list[str]:
        """Without general feedback: what the right options say."""
        right = [answer for answer in self.node.nodes("answer") if _fraction(answer) > 0]
        return [line for answer in right for line in _flow(answer.first("feedback")).lines]

    def _text(self) -> str:
        return _flow(self.node.first("questiontext")).whole


class _Words(Flow):
    """A flow read as one text."""

    @property
    def whole(self) -> str:
        return " ".join(self.lines)


def _flow(node: Node | None) -> _Words:
    """`<questiontext format="html"><text>…</text><file …>` as text and pictures."""
    flow = _Words(_pictures(node) if node is not None else None)
    if node is None:
        return flow
    source = _words(node)
    if node.get("format") in _PLAIN:
        for line in source.split("\n"):
            flow.data(line)
            flow.start("br", {})
    else:
        html_flow(source, into=flow)
    return flow


def _pictures(node: Node) -> Callable[[str], bytes | None]:
    files = {file.get("name"): file for file in node.nodes("file")}

    def picture(src: str) -> bytes | None:
        name = unquote(src.rpartition("/")[2])
        file = files.get(name)
        try:
            return base64.b64decode(file.text()) if file is not None else None
        except (binascii.Error, ValueError):
            return None

    return picture


def _words(node: Node | None) -> str:
    if node is None:
        return ""
    inner = node.first("text")
    return (inner if inner is not None else node).text()


def _fraction(answer: Node) -> float:
    try:
        return float(answer.get("fraction", "0") or 0)
    except ValueError:
        return 0.0


def _yes(node: Node | None, *, default: bool) -> bool:
    return default if node is None else node.text().strip().lower() in ("1", "true")
