"""The words a question paper is laid out with: "Câu 5.", "B)", "Giải thích:", "Đáp án: 1-A 2-C"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from hoithi.core.text import fold
from hoithi.quiz.formats.docx_lines import Grid, Line

LETTERS = "ABCDEFGHIJ"
QUESTION = re.compile(
    r"\s*(?:Câu(?:\s+hỏi)?(?:\s+số)?)\s*(\d{1,4})\s*((?:[(\[][^)\]]{1,30}[)\]]\s*)?)[.:)/–-]?\s*", re.IGNORECASE
)
NUMBERED = re.compile(r"\s*(\d{1,4})\s*((?:[(\[][^)\]]{1,30}[)\]]\s*)?)[.):/](?!\d)\s*")
OPTION = re.compile(r"(?:^|\t|\s{2,})\s*(\*\s*)?([A-Ja-j])\s*(?:[.)/](?=\s*\S|\s*$)|[,:–-](?=\s))\s*")
_FIELD = re.compile(
    r"\s*[(\[]?\s*(giải thích|lời giải|hướng dẫn giải|căn cứ pháp lý|căn cứ|cơ sở pháp lý|nguồn|đáp án đúng|đáp án|"
    r"chọn|chủ đề|mức độ|độ khó|loại câu hỏi|loại câu|loại|mã câu hỏi|mã câu|giữ thứ tự)\s*[:：]\s*",
    re.IGNORECASE,
)
_FIELDS = {
    "giai thich": "explanation",
    "loi giai": "explanation",
    "huong dan giai": "explanation",
    "can cu": "citation",
    "can cu phap ly": "citation",
    "co so phap ly": "citation",
    "nguon": "citation",
    "dap an": "right",
    "dap an dung": "right",
    "chon": "right",
    "chu de": "topic",
    "muc do": "difficulty",
    "do kho": "difficulty",
    "loai": "kind",
    "loai cau": "kind",
    "loai cau hoi": "kind",
    "ma cau": "code",
    "ma cau hoi": "code",
    "giu thu tu": "fixed",
}
_PAIR = re.compile(r"(?:câu\s*)?(\d{1,4})\s*[-–.:)=\s]\s*([A-J](?:\s*[,;&+]\s*[A-J])*)(?!\w)", re.IGNORECASE)
_KEY_TITLE = re.compile(r"(?:bang )?(?:dap an)(?: .{0,60})?[.:]?")
_SAID = re.compile(r"\s*(?:[=-]*[>→⇒]\s*)?[(\[]?\s*(?:đáp án(?: đúng)?(?: là)?|đ/?a|chọn)\s*[:：]?\s*", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"\(.*\b(?:điều|khoản|luật|nghị định|nghị quyết|thông tư|quyết định|chỉ thị)\b.*\)\.?", re.IGNORECASE
)
_ONLY_LETTERS = re.compile(r"[A-J](?:\s*(?:[,;&+]|và)?\s*[A-J])*\.?", re.IGNORECASE)
_LETTER_CELL = re.compile(r"[A-J](?:\s*[,;&+]?\s*[A-J])*", re.IGNORECASE)
_HEADING = re.compile(r"(?:phan|chuong|muc|chu de|chuyen de|bai|linh vuc|[ivx]+\s*[.)/-])\b.*")
_KEY_WORDS = {"", "cau", "cau so", "cau hoi", "stt", "so", "dap an", "dap an dung", "da"}
Key = dict[str, tuple[set[str], int]]
"""Number of the question → (letters, paragraph)."""


@dataclass(frozen=True)
class Field:
    """ "Giải thích: …" as (`explanation`, the rest), and where the rest begins."""

    name: str
    value: str
    start: int


def field_of(text: str) -> Field | None:
    said = _SAID.match(text)
    if said is not None and _ONLY_LETTERS.fullmatch(text[said.end() :].strip(" )]")):
        return Field("right", text[said.end() :], said.end())
    if _DOCUMENT.fullmatch(text.strip()):
        return Field("citation", text, len(text) - len(text.lstrip()))
    match = _FIELD.match(text)
    if match is None:
        return None
    name, value = _FIELDS[fold(match[1])], text[match.end() :]
    if name == "right" and value.strip() and not _ONLY_LETTERS.fullmatch(value.strip()):
        return None
    return Field(name, value, match.end())


def letters_in(text: str) -> set[str]:
    return set(re.findall(r"(?<!\w)[A-J](?!\w)", text.upper().replace("VÀ", " "))) or {
        letter for letter in text.upper() if letter in LETTERS
    }


def is_key_title(text: str) -> bool:
    """ "ĐÁP ÁN", "Bảng đáp án đề số 2": a heading that letters do not follow."""
    plain = fold(text).rstrip(" .:")
    return bool(_KEY_TITLE.fullmatch(plain)) and not re.search(r"\d\s*[-.:)=]?\s*[a-j]\b", plain)


def key_pairs(text: str, *, opened: bool) -> list[tuple[str, set[str]]]:
    """Answers of a line of the key: "1-A 2. C 3: B". Outside the key only a line that says "Đáp án" is one."""
    rest = re.sub(r"^\s*(bảng\s+)?đáp án[^:\d]*:?", "", text, flags=re.IGNORECASE)
    if rest == text and not opened:
        return []
    pairs = _PAIR.findall(rest)
    left = _PAIR.sub("", rest)
    if not pairs or re.search(r"\w{2,}", left):
        return []
    return [(number, letters_in(letters)) for number, letters in pairs]


def key_table(grid: Grid) -> list[tuple[str, set[str], int]]:
    """(number, letters, paragraph) when the table is nothing but answers, else nothing."""
    rows = [
        [(" ".join(line.text for line in cell).strip(), cell[0].paragraph if cell else 0) for cell in row]
        for row in grid.rows
    ]
    plain = [[cell for cell in row if fold(cell[0]).rstrip(" .:") not in _KEY_WORDS] for row in rows]
    cells = [cell for row in plain for cell in row]
    if not cells or any(not _is_key_cell(text) for text, _at in cells):
        return []
    found: list[tuple[str, set[str], int]] = []
    for at, row in enumerate(plain):
        below = plain[at + 1] if at + 1 < len(plain) else []
        if (
            row
            and len(row) == len(below)
            and all(_number(text) for text, _p in row)
            and all(not _number(text) for text, _p in below)
        ):
            found += [(_number(one[0]), letters_in(other[0]), other[1]) for one, other in zip(row, below, strict=True)]
            continue
        for one, other in pairwise(row):
            if _number(one[0]) and _LETTER_CELL.fullmatch(other[0]):
                found.append((_number(one[0]), letters_in(other[0]), other[1]))
        found += [(number, letters_in(letters), p) for text, p in row for number, letters in _PAIR.findall(text)]
    return found


def _is_key_cell(text: str) -> bool:
    return bool(_number(text) or _LETTER_CELL.fullmatch(text) or not _PAIR.sub("", text).strip(" ,;.|"))


def _number(text: str) -> str:
    match = re.fullmatch(r"(?:câu\s*)?(\d{1,4})[.)]?", text.strip(), re.IGNORECASE)
    return match[1] if match else ""


def is_heading(line: Line) -> bool:
    """Whether a line without a label stands above questions rather than in one."""
    text = line.text.strip()
    return (
        line.heading
        or bool(_HEADING.fullmatch(fold(text)))
        or (len(text) > 3 and text == text.upper() and any(c.isalpha() for c in text))
    )
