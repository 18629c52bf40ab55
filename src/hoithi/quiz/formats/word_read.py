"""A Word document of questions → items: typed or automatic numbers and letters, marked answers, a key at the end."""

from __future__ import annotations

import re

from hoithi.core.text import fold
from hoithi.quiz.formats.docx_lines import Grid, Line, read_docx
from hoithi.quiz.formats.model import Reading
from hoithi.quiz.formats.word_draft import Draft, cut, finish
from hoithi.quiz.formats.word_labels import (
    LETTERS,
    NUMBERED,
    OPTION,
    QUESTION,
    Key,
    field_of,
    is_heading,
    is_key_title,
    key_pairs,
    key_table,
)
from hoithi.quiz.formats.word_marks import Option
from hoithi.quiz.formats.word_table import questions_in

_LETTERED = {"upperLetter", "lowerLetter", "bullet"}
_COUNTED = {"decimal", "decimalZero", "decimalEnclosedParen", "ordinal"}
_LEVELS = {"de", "trung binh", "kho", "nhan biet", "thong hieu", "van dung", "van dung cao", "nb", "th", "vd"}


def read_word(data: bytes) -> Reading:
    """Every question of the document. Raises InvalidInput for a file that is no Word document, or has open changes."""
    reader = _Reader(read_docx(data))
    reading = Reading()
    finish(reader.read(), reader.key, reading)
    return reading


class _Reader:
    """Goes through the lines once; a question ends where the next one begins."""

    def __init__(self, blocks: list[Line | Grid]) -> None:
        self.key: Key = {}
        self.drafts: list[Draft] = []
        self.current: Draft | None = None
        self.topic, self.difficulty = "", ""
        self.headings: tuple[str, ...] = ()
        self.in_key = False
        self.steps: list[Line | list[Draft]] = []
        for block in blocks:
            self._lay(block)
        self.said_cau = any(isinstance(step, Line) and _says_cau(step) for step in self.steps)

    def _lay(self, block: Line | Grid) -> None:
        """A table is answers, questions in columns, or only a layout whose cells are read one after the other."""
        if isinstance(block, Line):
            if block.text.strip() or block.images or block.odd:
                self.steps.append(block)
        elif pairs := key_table(block):
            for number, letters, paragraph in pairs:
                self._answer(number, letters, paragraph)
        elif drafts := questions_in(block):
            self.steps.append(drafts)
        else:
            for row in block.rows:
                for cell in row:
                    for line in cell:
                        self._lay(line)

    def read(self) -> list[Draft]:
        for at, step in enumerate(self.steps):
            if isinstance(step, list):
                self._close()
                for draft in step:
                    draft.label = draft.label or str(len(self.drafts) + 1)
                    self.drafts.append(draft)
            else:
                self._line(step, at)
        self._close()
        return self.drafts

    def _answer(self, number: str, letters: set[str], paragraph: int) -> None:
        known = self.key.get(number, (set(), paragraph))[0]
        self.key[number] = (known | letters, paragraph)

    def _close(self) -> None:
        self.current = None

    def _open(self, line: Line, label: str, start: int, note: str = "") -> None:
        draft = Draft(line.paragraph, label or str(len(self.drafts) + 1), line.listed, headings=self.headings)
        for name, value in (("topic", self.topic), ("difficulty", self.difficulty)):
            if value:
                draft.fields[name] = [value]
        if fold(note).strip("()[] ") in _LEVELS:
            draft.fields["difficulty"] = [note.strip("()[] ")]
        elif note.strip() and "diem" not in fold(note):
            draft.text.append(note)
        self.current, self.in_key = draft, False
        self.drafts.append(draft)
        self._text(line, start)

    def _text(self, line: Line, start: int) -> None:
        """The rest of a question's first line; options may stand in it already, behind a tab."""
        assert self.current is not None
        found = next((m for m in OPTION.finditer(line.text, start) if m.start() > start and m[2].upper() == "A"), None)
        if found is None:
            self.current.go_on(line, start)
            return
        head = Line(
            line.paragraph, cut(line.spans, 0, found.start()), images=line.images, odd=line.odd, fonts=line.fonts
        )
        self.current.go_on(head, start)
        tail = Line(line.paragraph, cut(line.spans, found.start(), len(line.text)), fonts=line.fonts)
        self._options(tail)

    def _line(self, line: Line, at: int) -> None:
        text = line.text
        if not line.count and self.current is not None and self._field(line):
            return
        pairs = key_pairs(text, opened=self.in_key)
        if pairs or (not line.count and is_key_title(text)):
            self._close()
            self.in_key = True
            for number, letters in pairs:
                self._answer(number, letters, line.paragraph)
            return
        if not line.count and self._field(line):
            return
        if self._begins(line) or self._options(line):
            return
        if self.in_key:
            return
        if (self.current is None or self.current.complete) and self._option_follows(at):
            self._open(line, "", 0)
        elif (self.current is None or self.current.complete) and (self.current is None or is_heading(line)):
            self._close()
            self.headings = (text.strip(),)
            self.difficulty = ""
        elif self.current is not None:
            if self.current.last == "option":
                self.current.joined.append(line.paragraph)
            self.current.go_on(line)

    def _field(self, line: Line) -> bool:
        """A labelled line; a topic stands above the questions that follow."""
        found = field_of(line.text)
        if found is None:
            return False
        if found.name == "topic":
            self._close()
            self.topic, self.difficulty = found.value.strip(), ""
        elif self.current is not None:
            if found.name in ("difficulty", "right", "kind", "code"):
                self.current.fields.pop(found.name, None)
            self.current.add(found.name, line, found.start)
        elif found.name == "difficulty":
            self.difficulty = found.value.strip()
        return True

    # --- where a question begins -------------------------------------------------------------------------------------

    def _begins(self, line: Line) -> bool:
        if line.count in _COUNTED or "câu" in line.count_text.lower():
            if self._counts(line):
                self._open(line, "", 0)
                return True
            return False
        if line.count:
            return False
        if (match := QUESTION.match(line.text)) and self._is_number(line.text, match.end(1), match[1], match[2]):
            self._open(line, match[1], match.end(), match[2])
            return True
        match = NUMBERED.match(line.text)
        if match and not self.said_cau and (self.current is None or self.current.complete):
            self._open(line, match[1], match.end(), match[2])
            return True
        return False

    def _counts(self, line: Line) -> bool:
        """Whether an automatic number counts questions, not options or points of the question."""
        if "câu" in line.count_text.lower():
            return True
        if self.said_cau:
            return False
        if self.current is None:
            return True
        return line.listed == self.current.listed or (self.current.complete and not self._is_option_list(line))

    def _is_option_list(self, line: Line) -> bool:
        return self.current is not None and line.listed == self.current.option_list

    def _is_number(self, text: str, end: int, number: str, note: str) -> bool:
        """ "Câu 5" begins a question when a mark follows, nothing, or a capital in the order of the numbers."""
        rest = text[end:]
        if note or not rest.strip() or rest.lstrip()[:1] in ".:)/–-" or rest.startswith(("\t", "  ")):
            return True
        before = self.drafts[-1].label if self.drafts else "0"
        return rest.lstrip()[:1].isupper() and before.isdigit() and int(number) == int(before) + 1

    # --- options -----------------------------------------------------------------------------------------------------

    def _options(self, line: Line) -> bool:
        """Whether the line is one or more options of the current question; they are taken then."""
        draft = self.current
        if draft is None:
            return False
        if line.count in _LETTERED or (line.count in _COUNTED and (draft.text or draft.images)):
            return self._listed(draft, line)
        found = list(OPTION.finditer(line.text))
        if not found or found[0].start() > 0 or not self._in_order(draft, found[0][2].upper()):
            return False
        found = _ascending(found)
        for match, after in zip(found, [*found[1:], None], strict=True):
            end = after.start() if after is not None else len(line.text)
            label = _label_marks(line, match.start(2), match.end(2))
            option = Option(cut(line.spans, match.end(), end), label, bool(match[1]))
            draft.options.append(option)
            draft.letters.append(match[2].upper())
        self._taken(draft, line)
        return True

    def _listed(self, draft: Draft, line: Line) -> bool:
        draft.options.append(Option(list(line.spans), line.label))
        draft.option_list = line.listed
        self._taken(draft, line)
        return True

    def _taken(self, draft: Draft, line: Line) -> None:
        draft.last = "option"
        draft.options[-1].images += line.images
        draft.odd |= set(line.odd)
        draft.fonts |= line.fonts

    def _in_order(self, draft: Draft, letter: str) -> bool:
        """A letter begins an option when it is A, or options have begun; "B." in a text without A is text."""
        return bool(draft.options) or letter == "A"

    def _option_follows(self, at: int) -> bool:
        after = self.steps[at + 1] if at + 1 < len(self.steps) else None
        if not isinstance(after, Line):
            return False
        if after.count in _LETTERED:
            return self.current is None or after.listed != self.current.option_list or after.count != "bullet"
        match = OPTION.match(after.text)
        return bool(match) and not after.count and match is not None and match[2].upper() == "A"


def _says_cau(line: Line) -> bool:
    match = QUESTION.match(line.text)
    return "câu" in line.count_text.lower() or bool(
        match and (match[2] or line.text[match.end(1) :].lstrip()[:1] in tuple(".:)"))
    )


def _label_marks(line: Line, start: int, end: int) -> frozenset[tuple[str, str]]:
    spans = cut(line.spans, start, end)
    return spans[0].marks if spans else frozenset()


def _ascending(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """Labels on one line count up without a gap; a letter out of order is text of the option before it."""
    kept: list[re.Match[str]] = []
    for match in found:
        if not kept or LETTERS.index(match[2].upper()) == LETTERS.index(kept[-1][2].upper()) + 1:
            kept.append(match)
    return kept
