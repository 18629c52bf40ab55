"""GIFT, character by character: where blocks begin, what is escaped, which line and column a place is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

ESCAPED = "~=#{}:"
BREAK = re.compile(r"\r\n|\r|\n")
_CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*?)\s*", re.IGNORECASE)
_FIELD = re.compile(r"\[(id|tag):((?:\\.|[^\]\\])*)\]")
_AHEAD = 50


@dataclass
class Block:
    """The source of one question: its lines (number, text), what comments said before it, the category above it."""

    category: str
    comments: list[tuple[str, str]]
    lines: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts: list[int] = []

    @property
    def source(self) -> str:
        self._starts, at = [], 0
        for _number, text in self.lines:
            self._starts.append(at)
            at += len(text) + 1
        return "\n".join(text for _number, text in self.lines)

    def place(self, offset: int) -> tuple[int, int]:
        """(line, column) of a character of the source, both from 1."""
        row = max(0, bisect_right(self._starts, offset) - 1)
        return self.lines[row][0], offset - self._starts[row] + 1


def marks(text: str, wanted: str, start: int = 0) -> Iterator[int]:
    """Places of unescaped characters out of `wanted`."""
    at = start
    while at < len(text):
        if text[at] == "\\":
            at += 2
            continue
        if text[at] in wanted:
            yield at
        at += 1


def find(text: str, wanted: str, start: int = 0) -> int:
    """The first place where `wanted` stands with its first character unescaped, or -1."""
    return next((at for at in marks(text, wanted[0], start) if text.startswith(wanted, at)), -1)


def unescaped(text: str) -> str:
    """What was meant: "\\=" is "=", "\\n" a line break; a backslash before anything else stays."""
    return re.sub(r"\\([~=#{}:\\n])", lambda match: "\n" if match[1] == "n" else match[1], text)


def escaped(text: str) -> str:
    return re.sub(r"[\\~=#{}:]", r"\\\g<0>", text)


def blocks(text: str) -> Iterator[Block]:
    """Questions, divided by blank lines or by the next title; a brace left open ends with its question."""
    lines = BREAK.split(text)
    category, comments, block, depth = "", list[tuple[str, str]](), Block("", []), 0
    for at, line in enumerate(lines):
        stripped = line.strip()
        if stripped.startswith("//"):
            comments += [(kind, re.sub(r"\\(.)", r"\1", value)) for kind, value in _FIELD.findall(line)]
            continue
        new_category = _CATEGORY.fullmatch(line)
        ends = not stripped and (depth <= 0 or not _closes_soon(lines, at))
        begins = stripped.startswith("::") and (depth > 0 or _has_body(block))
        if block.lines and (ends or begins or new_category):
            yield block
            block, depth = Block(category, []), 0
        if new_category:
            category, block = new_category[1], Block(new_category[1], [])
        elif stripped or (block.lines and depth > 0):
            if not block.lines:
                block, comments = Block(category, comments), []
            block.lines.append((at + 1, line))
            depth += sum(1 if line[place] == "{" else -1 for place in marks(line, "{}"))
    if block.lines:
        yield block


def _has_body(block: Block) -> bool:
    return any(find(text, "}") >= 0 for _number, text in block.lines)


def _closes_soon(lines: list[str], at: int) -> bool:
    """Whether a blank line stands inside braces: they close before anything new begins."""
    for line in lines[at + 1 : at + _AHEAD]:
        if line.strip().startswith(("::", "$CATEGORY")):
            return False
        first = next(marks(line, "{}"), -1)
        if first >= 0:
            return line[first] == "}"
    return False
