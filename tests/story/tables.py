"""The Excel files people bring: units, staff, questions; first with a slip or two, then corrected."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from hoithi.core.tables import Sheet, write_xlsx

BANK = Path(settings.BASE_DIR) / "samples" / "banks" / "cchc.toml"


@dataclass(frozen=True)
class Staff:
    """Somebody invented, on the roster of a unit."""

    name: str
    unit: str
    birth: date = date(1988, 5, 20)


NOI_VU, TU_PHAP, TRUONG, MAI_DINH, PHU_LINH = (
    "Phòng Nội vụ",
    "Phòng Tư pháp",
    "Trường Tiểu học Mẫu",
    "UBND xã Mai Đình",
    "UBND xã Phù Linh",
)
UNITS = [
    ("SS", "UBND huyện Sóc Sơn", "UBND huyện", "", None),
    ("SS-PNV", NOI_VU, "Phòng ban", "SS", 3),
    ("SS-PTP", TU_PHAP, "Phòng ban", "SS", 1),
    ("SS-TH1", TRUONG, "Trường học", "SS", 2),
    ("SS-X01", MAI_DINH, "UBND xã", "SS", 4),
    ("SS-X02", PHU_LINH, "UBND xã", "SS", 4),
]
CODE_OF = {name: code for code, name, *_rest in UNITS}

TRAN, MAU = Staff("Trần Thị Ví Dụ", NOI_VU, date(1991, 4, 12)), Staff("Nguyễn Văn Mẫu", TRUONG, date(1985, 11, 3))
ROSTER = [
    TRAN,
    Staff("Phạm Minh Họa", NOI_VU),
    Staff("Lê Văn Chưa Thi", NOI_VU),
    Staff("Vũ Thị Thử", TU_PHAP),
    MAU,
    Staff("Bùi Thị Mẫu Hai", TRUONG),
    *(Staff(f"Đỗ Văn Mẫu {n}", MAI_DINH) for n in ("Một", "Hai", "Ba", "Tư")),
    *(Staff(f"Hồ Thị Thử {n}", PHU_LINH) for n in ("Một", "Hai", "Ba", "Tư")),
]

_UNIT_COLUMNS = ["Mã đơn vị", "Tên đơn vị", "Loại", "Mã đơn vị cấp trên", "Số người"]
_ROSTER_COLUMNS = ["Mã cán bộ", "Họ và tên", "Ngày sinh", "Mã đơn vị", "Chức vụ"]


def _book(title: str, columns: list[str], rows: Iterable[Sequence[Any]]) -> bytes:
    return write_xlsx([Sheet(title, columns, rows)])


def units() -> bytes:
    return _book("Đơn vị", _UNIT_COLUMNS, UNITS)


def units_with_a_slip() -> bytes:
    """One unit stands below a unit nobody has."""
    wrong = [*UNITS[:-1], ("SS-X02", "UBND xã Phù Linh", "UBND xã", "SS-KHONG-CO", 4)]
    return _book("Đơn vị", _UNIT_COLUMNS, wrong)


def roster() -> bytes:
    rows = [
        (f"CB{n:03}", one.name, f"{one.birth:%d/%m/%Y}", CODE_OF[one.unit], "Chuyên viên")
        for n, one in enumerate(ROSTER, 1)
    ]
    return _book("Danh sách", _ROSTER_COLUMNS, rows)


# ---- questions


@dataclass(frozen=True)
class Written:
    """A single-choice question of the sample bank; `topic` and `difficulty` by their keys, `right` is its letter."""

    code: str
    topic: str
    difficulty: str
    text: str
    options: tuple[str, ...]
    right: str
    explanation: str
    citation: str


def sample_questions(bank: str) -> list[Written]:
    """Single-choice questions of the sample bank: "sealed" or "study"."""
    given = tomllib.loads(BANK.read_text(encoding="utf-8"))["question"]
    return [_written(one) for one in given if one["bank"] == bank and one["kind"] == "single"]


def _written(one: dict[str, Any]) -> Written:
    texts = tuple(option["text"] for option in one["options"])
    right = next("ABCDEFGH"[at] for at, option in enumerate(one["options"]) if option.get("correct"))
    names = ("code", "topic", "difficulty", "text", "explanation", "citation")
    return Written(**{name: one[name] for name in names}, options=texts, right=right)


def one_for_each(cells: Iterable[tuple[str, str]]) -> list[Written]:
    """A question of the sealed sample bank for each cell (topic, difficulty) of a blueprint."""
    found: dict[tuple[str, str], Written] = {}
    for question in sample_questions("sealed"):
        found.setdefault((question.topic, question.difficulty), question)
    return [found[cell] for cell in cells]


_LEVELS = {"easy": "Dễ", "medium": "Trung bình", "hard": "Khó"}
_QUESTION_COLUMNS = [
    "Mã câu",
    "Chủ đề",
    "Mức độ",
    "Loại",
    "Câu hỏi",
    *(f"Phương án {letter}" for letter in "ABCD"),
    "Đáp án đúng",
    "Giải thích",
    "Căn cứ",
]


def questions(rows: Iterable[Written], topics: Mapping[str, str], *, slips: bool = False) -> bytes:
    """The bank as a table; with `slips` the first row has no right answer and the second an unknown topic."""
    cells = [_cells(one, topics) for one in rows]
    if slips:
        cells[0][-3] = ""
        cells[1][1] = "Chủ đề không có"
    return _book("Câu hỏi", _QUESTION_COLUMNS, cells)


def _cells(one: Written, topics: Mapping[str, str]) -> list[str]:
    options = [*one.options, "", "", "", ""][:4]
    head = [one.code, topics[one.topic], _LEVELS[one.difficulty], "Một đáp án", one.text]
    return [*head, *options, one.right, one.explanation, one.citation]
