"""Aiken: one question a block, options on lines "A. …", then "ANSWER: B". One right answer, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from hoithi.core.tables.sources import decode
from hoithi.quiz.formats.model import Choice, Item, Reading, has_images
from hoithi.quiz.formats.words import clean

LETTERS = "ABCDEFGHIJ"
_OPTION = re.compile(r"\s*([A-Z])\s*[.)]\s*(.*)", re.DOTALL)
_ANSWER = re.compile(r"\s*(?:ANSWER|ĐÁP ÁN)\s*:\s*(.*?)\s*", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"\r\n|\r|\n")


class _Block:
    """The lines of one question, as far as they have been read."""

    def __init__(self, line: int, text: str) -> None:
        self.line, self.text = line, [text]
        self.options: list[list[str]] = []
        self.letters: list[str] = []
        self.answer, self.answer_line = "", 0

    def take(self, line: int, text: str) -> None:
        """One more line: an option, the answer, or more of what came before."""
        if answer := _ANSWER.fullmatch(text):
            self.answer, self.answer_line = answer[1], line
        elif option := _OPTION.fullmatch(text):
            self.letters.append(option[1])
            self.options.append([option[2]])
        else:
            (self.options[-1] if self.options else self.text).append(text)


def read_aiken(data: bytes) -> Reading:
    """Every question with its faults, by line. The first line of a block is always the question itself."""
    reading, block, number = Reading(), None, 0
    for line, text in enumerate(_BREAK.split(decode(data)[0]), 1):
        if not text.strip():
            continue
        if block is None:
            block = _Block(line, text)
            continue
        block.take(line, text)
        if block.answer_line:
            number += 1
            _finish(reading, block, number)
            block = None
    if block is not None:
        _finish(reading, block, number + 1)
    return reading


def _finish(reading: Reading, block: _Block, number: int) -> None:
    place, text = _("dòng {line}").format(line=block.line), clean("\n".join(block.text))
    wrong = _wrong(block)
    if wrong:
        where = _("dòng {line}").format(line=block.answer_line) if block.answer_line else place
        reading.fault(number, where, wrong, text)
        return
    right = block.answer.upper().rstrip(".)")
    options = tuple(
        Choice(clean("\n".join(lines)), letter == right)
        for letter, lines in zip(block.letters, block.options, strict=True)
    )
    reading.items.append(Item(text, options, number=number, place=place))


def _wrong(block: _Block) -> str:
    right = block.answer.upper().rstrip(".)")
    if not block.answer_line:
        return _("Thiếu dòng “ANSWER: …” ở cuối câu; các câu sau có thể bị đọc dính vào câu này.")
    if block.letters != list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(block.letters)]):
        return _("Chữ cái của phương án phải lần lượt là A, B, C…; ở đây là {letters}.").format(
            letters=", ".join(block.letters)
        )
    if len(right) != 1:
        return _("Sau “ANSWER:” phải là đúng một chữ cái; câu nhiều đáp án hãy dùng GIFT, Word hoặc Excel.")
    if right not in block.letters:
        return _("Đáp án {letter} không có trong các phương án.").format(letter=right)
    return ""


def not_carried(item: Item) -> str:
    """Why Aiken cannot hold a question, in words; "" when it can."""
    if item.kind != "single":
        return _("Aiken chỉ ghi được câu một đáp án.")
    if has_images(item):
        return _("Aiken không ghi được hình ảnh.")
    if any(not option.text for option in item.options) or _ANSWER.fullmatch(item.text):
        return _("Aiken không có cách ghi câu này.")
    return ""


def write_aiken(items: Iterable[Item]) -> bytes:
    """Text, options and the right answer; explanation, document, topic have no place in this format."""
    blocks = []
    for item in items:
        lines = [item.text, *(f"{LETTERS[at]}. {option.text}" for at, option in enumerate(item.options))]
        right = next(LETTERS[at] for at, option in enumerate(item.options) if option.correct)
        blocks.append("\n".join([*lines, f"ANSWER: {right}"]))
    return ("\n\n".join(blocks) + "\n").encode()
