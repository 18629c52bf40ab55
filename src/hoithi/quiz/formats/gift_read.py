"""GIFT (Moodle's text format) → items. A wrong question is named with line and column; the others are read on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from hoithi.core.tables.sources import decode
from hoithi.quiz.formats.gift_scan import Block, blocks, find, marks, unescaped
from hoithi.quiz.formats.markup import html_text
from hoithi.quiz.formats.model import FALSE, TRUE, Choice, Image, Item, Reading
from hoithi.quiz.formats.tags import read_tags
from hoithi.quiz.formats.words import clean, split_notes

_TRUTH = re.compile(r"(TRUE|FALSE|T|F)\s*(?=#|$)", re.IGNORECASE)
_WEIGHT = re.compile(r"%(-?\d+(?:\.\d+)?)%")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_ROOTS = {"top", "$course$", "$system$", "$module$", "$cat1$"}


class _Wrong(Exception):
    """A question that cannot be read: what is wrong, and at which character of its block."""

    def __init__(self, message: str, at: int | None = None) -> None:
        super().__init__(message)
        self.message, self.at = message, at


@dataclass
class _Answer:
    sign: str
    weight: float | None
    text: str
    feedback: str


def read_gift(data: bytes) -> Reading:
    """Every question of the file. Kinds a contest's bank does not hold are faults with their line."""
    reading = Reading()
    for number, block in enumerate(blocks(decode(data)[0]), 1):
        source = block.source
        try:
            reading.items.append(_item(block, source, number, reading))
        except _Wrong as wrong:
            line, column = block.place(wrong.at or 0)
            place = _("dòng {line}").format(line=line)
            if wrong.at is not None:
                place = _("dòng {line}, cột {column}").format(line=line, column=column)
            reading.fault(number, place, wrong.message, source)
    return reading


def split_category(path: str) -> tuple[str, ...]:
    """Names in a category's path, outermost first, without what only says where Moodle keeps it; "//" is a "/"."""
    names = [clean(name.replace("//", "/")) for name in re.split(r"(?<!/)/(?!/)", path)]
    return tuple(name for name in names if name and name.casefold() not in _ROOTS)


def _item(block: Block, source: str, number: int, reading: Reading) -> Item:
    place = _("dòng {line}").format(line=block.lines[0][0])
    start = _after_title(source)
    opens, closes = _braces(source, start)
    body, told = source[opens + 1 : closes], ""
    if (mark := find(body, "####")) >= 0:
        body, told = body[:mark], body[mark + 4 :]
    stem, tail = source[start:opens], source[closes + 1 :]
    if tail.strip():
        stem = f"{stem.rstrip()} _____ {tail.strip()}"
    text, images, form = _said(stem)
    kind, options, feedback = _options(body, opens + 1, place, reading, form)
    tags = read_tags([value for kind_, value in block.comments if kind_ == "tag"])
    names = split_category(block.category)
    explanation, citation = split_notes((_plain(told, form) or feedback).split("\n"))
    return Item(
        text,
        options,
        kind=tags.get("kind", kind),
        code=next((clean(value) for kind_, value in block.comments if kind_ == "id"), ""),
        topic=names[-1] if names else tags.get("topic", ""),
        broader=names[:-1],
        difficulty=tags.get("difficulty", ""),
        shuffle="fixed" not in tags,
        explanation=explanation,
        citation=citation,
        images=images,
        number=number,
        place=place,
    )


def _after_title(source: str) -> int:
    start = len(source) - len(source.lstrip())
    if not source.startswith("::", start):
        return start
    end = find(source, "::", start + 2)
    if end < 0:
        raise _Wrong(_("Tên câu mở bằng “::” nhưng không có “::” để đóng."), start)
    return end + 2


def _braces(source: str, start: int) -> tuple[int, int]:
    found = list(marks(source, "{}", start))
    if not found:
        raise _Wrong(_("Không có phần đáp án trong ngoặc { }: đoạn giới thiệu không phải là câu hỏi."))
    if source[found[0]] == "}":
        raise _Wrong(_("Dấu “}” không có “{” mở trước nó. Nếu là chữ của câu hỏi, hãy viết \\}."), found[0])
    if len(found) == 1:
        raise _Wrong(_("Ngoặc “{” mở ở đây nhưng không được đóng bằng “}”."), found[0])
    if source[found[1]] == "{":
        raise _Wrong(_("Dấu “{” nằm trong phần đáp án. Nếu là chữ của phương án, hãy viết \\{."), found[1])
    if len(found) > 2:
        raise _Wrong(
            _("Thừa dấu “{sign}” sau phần đáp án; mỗi câu chỉ có một cặp {{ }}, giữa hai câu cần dòng trống.").format(
                sign=source[found[2]]
            ),
            found[2],
        )
    return found[0], found[1]


def _said(stem: str) -> tuple[str, tuple[Image, ...], str]:
    """(text, pictures, format) of the question."""
    form = ""
    if match := _FORMAT.match(stem.lstrip()):
        form, stem = match[1].lower(), stem.lstrip()[match.end() :]
    raw = unescaped(stem)
    if form == "html":
        text, images = html_text(raw)
        return text, images, form
    return clean(raw), (), form


def _plain(text: str, form: str) -> str:
    """An answer's or feedback's words, line breaks kept."""
    text = text.strip()
    if match := _FORMAT.match(text):
        form, text = match[1].lower(), text[match.end() :]
    raw = unescaped(text)
    return html_text(raw, lines=True)[0] if form == "html" else raw.strip()


def _options(body: str, offset: int, place: str, reading: Reading, form: str) -> tuple[str, tuple[Choice, ...], str]:
    """(kind, options, feedback of the right ones)."""
    stripped = body.strip()
    if not stripped:
        raise _Wrong(_("Câu tự luận (không có phương án): ngân hàng chỉ nhận câu trắc nghiệm."), offset - 1)
    if stripped.startswith("#"):
        raise _Wrong(_("Câu trả lời bằng số: ngân hàng chỉ nhận câu trắc nghiệm."), offset - 1)
    if match := _TRUTH.match(stripped):
        true = match[1].upper().startswith("T")
        told = [_plain(part, form) for part in _parts(stripped[match.end() :], "#")[1:]]
        return "true_false", (Choice(TRUE, true), Choice(FALSE, not true)), told[1] if len(told) > 1 else ""
    answers = _answers(body, offset, form)
    signs = {answer.sign for answer in answers}
    if signs == {"="}:
        pairs = all("->" in answer.text for answer in answers)
        raise _Wrong(
            _("Câu ghép cặp: ngân hàng chỉ nhận câu trắc nghiệm.")
            if pairs
            else _("Câu điền từ (không có phương án sai): ngân hàng chỉ nhận câu trắc nghiệm."),
            offset - 1,
        )
    kind = "single" if "=" in signs else "multiple"
    right = [_is_right(answer, kind, offset) for answer in answers]
    if any(answer.feedback for answer, is_right in zip(answers, right, strict=True) if not is_right):
        reading.note(place, _("Phản hồi riêng của phương án sai không được giữ lại."))
    told = [answer.feedback for answer, is_right in zip(answers, right, strict=True) if is_right and answer.feedback]
    options = tuple(Choice(clean(answer.text), is_right) for answer, is_right in zip(answers, right, strict=True))
    return kind, options, "\n".join(told)


def _is_right(answer: _Answer, kind: str, offset: int) -> bool:
    weight = answer.weight if answer.weight is not None else (100.0 if answer.sign == "=" else 0.0)
    if kind == "single" and 0 < weight < 99.9:
        raise _Wrong(
            _("Phương án “{text}” được một phần điểm ({n} %): câu một đáp án chỉ có đúng hoặc sai.").format(
                text=clean(answer.text), n=f"{weight:g}"
            ),
            offset - 1,
        )
    return weight > 0


def _parts(text: str, sign: str) -> list[str]:
    places = [-1, *marks(text, sign), len(text)]
    return [text[one + 1 : other] for one, other in pairwise(places)]


def _answers(body: str, offset: int, form: str) -> list[_Answer]:
    places = list(marks(body, "~="))
    start = places[0] if places else len(body)
    if body[:start].strip():
        first = len(body[:start]) - len(body[:start].lstrip())
        raise _Wrong(_("Thiếu dấu “=” (đúng) hoặc “~” (sai) trước phương án này."), offset + first)
    found = []
    for at, end in zip(places, [*places[1:], len(body)], strict=True):
        text, *feedback = _parts(body[at + 1 : end], "#")
        weight = None
        if match := _WEIGHT.match(text.lstrip()):
            weight, text = float(match[1]), text.lstrip()[match.end() :]
        elif text.lstrip().startswith("%"):
            raise _Wrong(_("Phần trăm điểm viết sai; đúng là %50% hoặc %-100%."), offset + at + 1)
        if not text.strip():
            raise _Wrong(_("Phương án trống sau dấu “{sign}”.").format(sign=body[at]), offset + at)
        found.append(_Answer(body[at], weight, _plain(text, form), _plain(feedback[0], form) if feedback else ""))
    return found
