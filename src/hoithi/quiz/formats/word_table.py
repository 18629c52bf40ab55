"""Questions laid out in columns of a Word table: question, options, answer, explanation."""

from __future__ import annotations

import re

from hoithi.core.text import fold
from hoithi.quiz.formats.docx_lines import Grid, Line
from hoithi.quiz.formats.word_draft import Draft
from hoithi.quiz.formats.word_marks import Option

_TITLES = {
    "text": {"cau hoi", "noi dung", "noi dung cau hoi"},
    "right": {"dap an", "dap an dung", "da"},
    "explanation": {"giai thich", "loi giai"},
    "citation": {"can cu", "can cu phap ly", "van ban", "nguon"},
    "topic": {"chu de", "linh vuc"},
    "difficulty": {"muc do", "do kho"},
    "code": {"ma cau", "ma", "ma cau hoi"},
    "kind": {"loai", "loai cau", "loai cau hoi"},
    "number": {"stt", "tt", "cau", "so", "cau so"},
}
_OPTION = re.compile(r"(?:phuong an|dap an|pa|lua chon)?\s*([a-j])")


def questions_in(grid: Grid) -> list[Draft]:
    """A draft for each row below a header that names a question and at least two options; else nothing."""
    places = _header(grid.rows[0]) if grid.rows else {}
    if "text" not in places or sum(name.startswith("option_") for name in places) < 2:
        return []
    found = []
    for row in grid.rows[1:]:
        cells = {name: row[at] for name, at in places.items() if at < len(row)}
        if any(line.text.strip() for line in cells.get("text", [])):
            found.append(_draft(cells))
    return found


def _header(row: list[list[Line]]) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, cell in enumerate(row):
        title = fold(" ".join(line.text for line in cell)).rstrip(" .:")
        name = next((name for name, titles in _TITLES.items() if title in titles), "")
        if not name and (match := _OPTION.fullmatch(title)):
            name = f"option_{match[1]}"
        if name:
            places.setdefault(name, at)
    return places


def _draft(cells: dict[str, list[Line]]) -> Draft:
    first = next(iter(cells["text"]))
    draft = Draft(first.paragraph)
    for line in cells["text"]:
        draft.go_on(line)
    for name in sorted(name for name in cells if name.startswith("option_")):
        lines = cells[name]
        if not any(line.text.strip() or line.images for line in lines):
            continue
        draft.options.append(Option(images=[image for line in lines for image in line.images]))
        draft.options[-1].spans = [span for line in lines for span in line.spans]
        draft.odd |= {odd for line in lines for odd in line.odd}
    for name in ("right", "explanation", "citation", "topic", "difficulty", "code", "kind"):
        text = "\n".join(line.text for line in cells.get(name, []))
        if text.strip():
            draft.fields[name] = [text]
    draft.label = re.sub(r"\D", "", " ".join(line.text for line in cells.get("number", [])))
    return draft
