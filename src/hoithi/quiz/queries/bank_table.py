"""A bank as a table: the columns people fill in, and a file read row by row as questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from hoithi.contests.models import Contest
from hoithi.core.errors import Problem
from hoithi.core.tables import Column, read_table
from hoithi.core.tables.model import Row, place
from hoithi.core.text import fold
from hoithi.quiz.formats.model import excerpt
from hoithi.quiz.formats.words import old_font, old_font_sentence
from hoithi.quiz.queries.bank import difficulties, topics_of
from hoithi.quiz.rules.question import Draft, Flaw, Option, flaws, kept

LETTERS = "ABCDEFGHIJ"
CODE_CHARS = 40
MAX_QUESTIONS = 20_000
TITLES: dict[str, str] = {
    "code": "Mã câu",
    "topic": "Chủ đề",
    "difficulty": "Mức độ",
    "kind": "Loại",
    "text": "Câu hỏi",
    **{f"option_{letter}": f"Phương án {letter}" for letter in LETTERS},
    "right": "Đáp án đúng",
    "fixed": "Cố định thứ tự",
    "explanation": "Giải thích",
    "citation": "Căn cứ",
}
_ALIASES: dict[str, tuple[str, ...]] = {
    "code": ("Mã", "Mã câu hỏi", "Số hiệu câu"),
    "text": ("Nội dung câu hỏi", "Nội dung"),
    "kind": ("Loại câu", "Loại câu hỏi"),
    "difficulty": ("Độ khó", "Mức"),
    "right": ("Đáp án", "Đáp án đúng"),
    "citation": ("Căn cứ pháp lý", "Văn bản căn cứ"),
    **{f"option_{letter}": (letter, f"Đáp án {letter}", f"PA {letter}") for letter in LETTERS},
}
_WORDS = {
    "difficulty": {"easy": ("de", "nhan biet", "nb"), "medium": ("trung binh", "tb", "thong hieu", "th", "vua")}
    | {"hard": ("kho", "van dung", "vd", "van dung cao", "vdc", "difficult")},
    "kind": {"single": ("mot dap an", "mot", "1", "don"), "multiple": ("nhieu dap an", "nhieu")}
    | {"true_false": ("dung sai", "dung/sai", "d/s", "ds")},
}
_YES = frozenset({"x", "co", "1", "dung", "true", "yes", "v"})
_FIELD_OF = {"options": "option_A"}
Sentence = Callable[[Flaw], str]


@dataclass(frozen=True)
class TableQuestion:
    """A good row: its number in the file, its code ("" to be given one), the question, and where people find it."""

    row: int
    code: str
    draft: Draft
    place: str = ""


@dataclass
class BankFile:
    """A file as it was understood. `rows` are good; `bad` are the numbers of the others.

    `texts`: a problem's place → the question's first words. `pictured`: whether the format carries pictures; where it
    does not, those of the bank stay.
    """

    rows: list[TableQuestion] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)
    whole: bool = True
    """False when something is wrong that no single row can be blamed for: then nothing can be taken."""
    texts: dict[str, str] = field(default_factory=dict)
    pictured: bool = False


def columns() -> list[Column]:
    needed = {"text", "right", "topic", "difficulty"}
    return [
        Column(key, title, _ALIASES.get(key, ()), "code" if key == "code" else "text", required=key in needed)
        for key, title in TITLES.items()
    ]


def read_bank(contest: Contest, data: bytes, filename: str, sentence: Sentence) -> BankFile:
    """Every row of an .xlsx or .csv as a question; `sentence(flaw)` says what is wrong with one.

    Raises InvalidInput when there is no such table in the file at all.
    """
    table = read_table(data, filename, columns(), max_rows=MAX_QUESTIONS)
    found = BankFile(problems=list(table.problems), warnings=list(table.warnings))
    numbers = {row.number for row in table.rows}
    for problem in table.problems:
        rows = _rows_named(problem.at) & numbers
        found.bad |= rows
        found.whole = found.whole and bool(rows)
    with override("vi"):  # files are Vietnamese whatever the language of the page
        topics = topics_of(contest)
    by_name = {fold(title): key for key, title in topics.items()} | {key: key for key in topics}
    seen: dict[str, int] = {}
    for row in table.rows:
        _take(found, row, by_name, seen, sentence)
    return found


def _rows_named(at: str) -> set[int]:
    """ "dòng 3–5, cột …" → {3, 4, 5}."""
    match = re.search(r"(\d+)(?:–(\d+))?", at)
    return set(range(int(match[1]), int(match[2] or match[1]) + 1)) if match else set()


def _take(found: BankFile, row: Row, topics: Mapping[str, str], seen: dict[str, int], sentence: Sentence) -> None:
    code = row.values.get("code") or ""
    problems = []
    if not may_be_code(code):
        problems.append(("code", code_sentence()))
    if code and code in seen:
        problems.append(("code", _("Mã câu trùng với dòng {row}.").format(row=seen[code])))
    seen.setdefault(code, row.number)
    draft, wrong = _draft(row.values, topics)
    problems += wrong
    if not wrong:
        problems += [
            (column_of(flaw), sentence(flaw))
            for flaw in flaws(draft, topics=set(topics.values()), difficulties=difficulties())
        ]
    if old := old_font(" ".join([draft.text, *(option.text for option in draft.options)])):
        problems.append(("text", old_font_sentence(old)))
    found.problems += [Problem(place(row.number, TITLES[key]), message) for key, message in problems]
    found.texts |= {place(row.number, TITLES[key]): excerpt(draft.text) for key, _message in problems}
    if problems:
        found.bad.add(row.number)
    elif row.number not in found.bad:
        found.rows.append(TableQuestion(row.number, code, kept(draft), place(row.number)))


def may_be_code(code: str) -> bool:
    return len(code) <= CODE_CHARS and "~" not in code and "/" not in code


def code_sentence() -> str:
    return _("Mã câu dài nhất 40 ký tự, không có dấu “/” và “~”.")


def column_of(flaw: Flaw) -> str:
    """The column a flaw is shown at."""
    if flaw.field == "option":
        return f"option_{LETTERS[min(flaw.option, len(LETTERS)) - 1]}"
    return _FIELD_OF.get(flaw.field, flaw.field)


def _draft(values: Mapping[str, Any], topics: Mapping[str, str]) -> tuple[Draft, list[tuple[str, str]]]:
    given = {key: values.get(key) or "" for key in TITLES}
    texts = [given[f"option_{letter}"] for letter in LETTERS]
    kind = word_of("kind", given["kind"]) if given["kind"] else ""
    right, wrong = _right(given["right"], texts)
    if kind == "true_false" and not any(texts):
        texts, wrong = ["Đúng", "Sai"], []
        right = {"dung": {0}, "d": {0}, "a": {0}, "sai": {1}, "s": {1}, "b": {1}}.get(fold(given["right"]), set())
    while texts and not texts[-1]:
        texts.pop()
    draft = Draft(
        topic=topics.get(given["topic"], "") or topics.get(fold(given["topic"]), given["topic"]),
        difficulty=word_of("difficulty", given["difficulty"]),
        kind=kind or ("multiple" if len(right) > 1 else "single"),
        text=given["text"],
        options=tuple(Option(text, at in right) for at, text in enumerate(texts)),
        shuffle=fold(given["fixed"]) not in _YES,
        explanation=given["explanation"],
        citation=given["citation"],
    )
    return draft, wrong


def word_of(name: str, typed: str) -> str:
    """The key behind what people write ("Dễ", "nhận biết" → easy); what nobody knows stays as it is."""
    plain = " ".join(re.sub(r"[–—-]", " ", fold(typed)).split())
    for key, words in _WORDS[name].items():
        if plain == key or plain in words:
            return key
    return typed


def _right(typed: str, texts: list[str]) -> tuple[set[int], list[tuple[str, str]]]:
    """Places of the right options: "A", "A, C", "AC", or the very words of an option."""
    plain = [fold(text) for text in texts]
    letters = re.sub(r"[\s,;.+&/]", "", typed).upper()
    are_letters = bool(letters) and set(letters) <= set(LETTERS) and len(set(letters)) == len(letters)
    # "Hai" is the words of an option although H, A and I are letters too; what a bank exports is in capitals
    if len(typed) > 1 and fold(typed) in plain and not (are_letters and typed.isupper()):
        places = {plain.index(fold(typed))}
    elif are_letters:
        places = {LETTERS.index(letter) for letter in letters}
    else:
        return set(), [("right", _("Ghi chữ cái của phương án đúng, ví dụ A, hoặc A, C."))]
    missing = [LETTERS[at] for at in sorted(places) if not texts[at]]
    if missing:
        return set(), [("right", _("Không có phương án {letters}.").format(letters=", ".join(missing)))]
    return places, []
