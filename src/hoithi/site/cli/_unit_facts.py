"""Reads FACTS.csv (unit,headcount,participants,all_correct,mean_s) and says all that is wrong with it at once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from fractions import Fraction

from hoithi.contests.rules.facts import Row, Value, exact
from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.text import nfc
from hoithi.site.cli._support import words

COLUMNS = ("unit", "headcount", "participants", "all_correct", "mean_s")
NOTHING = ("", "-", "–", "—")


class FactsReader:
    """One reading of one file: `rows` for the engine, `warnings` to tell, `problems` that refuse it."""

    def __init__(self, *, by_rate: bool) -> None:
        self.by_rate = by_rate
        self.rows: list[Row] = []
        self.warnings: list[Problem] = []
        self.problems: list[Problem] = []
        self._line_of: dict[str, int] = {}

    def read(self, raw: bytes) -> list[Row]:
        """The rows of the file. Raises InvalidInput with every problem and its line."""
        for line, cells in self._records(_text(raw)):
            self._read_row(line, cells)
        if not self.rows and not self.problems:
            self._problem(0, "Tệp không có đơn vị nào.", "The file lists no unit.")
        if self.problems:
            raise InvalidInput(self.problems)
        return self.rows

    def _records(self, text: str) -> Iterator[tuple[int, dict[str, str]]]:
        """(line number, cells by column) of each line that is not blank."""
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        header: list[str] | None = None
        try:
            for record in reader:
                cells = [nfc(cell) for cell in record]
                if not any(cells):
                    continue
                if header is None:
                    header = [cell.lower() for cell in cells]
                    if not self._header_is_right(header, reader.line_num):
                        return
                elif len(cells) > len(header) and any(cells[len(header) :]):
                    self._problem(
                        reader.line_num,
                        f"Dòng có {len(cells)} ô, tiêu đề có {len(header)} cột; đặt tên có dấu phẩy trong ngoặc kép.",
                        f"The line has {len(cells)} cells, the header {len(header)}; put names with commas in quotes.",
                    )
                else:
                    cells += [""] * (len(header) - len(cells))
                    yield reader.line_num, dict(zip(header, cells, strict=False))
        except csv.Error as error:
            self._problem(reader.line_num, f"Không đọc được dòng này ({error}).", f"Unreadable line ({error}).")

    def _header_is_right(self, header: list[str], line: int) -> bool:
        missing = [column for column in COLUMNS if column not in header]
        double = sorted({column for column in COLUMNS if header.count(column) > 1})
        if missing:
            names = ", ".join(missing)
            self._problem(line, f"Tiêu đề thiếu cột: {names}.", f"The header lacks: {names}.")
        if double:
            names = ", ".join(double)
            self._problem(line, f"Tiêu đề có cột lặp lại: {names}.", f"The header repeats: {names}.")
        return not missing and not double

    def _read_row(self, line: int, cells: dict[str, str]) -> None:
        before = len(self.problems)
        unit = cells["unit"]
        if not unit:
            self._problem(line, "Thiếu tên đơn vị (cột unit).", "The unit has no name (column unit).")
        elif unit in self._line_of:
            first = self._line_of[unit]
            self._problem(
                line,
                f"Đơn vị “{unit}” đã có ở dòng {first}; mỗi đơn vị chỉ được một dòng.",
                f"Unit “{unit}” is already on line {first}; one line for each unit.",
            )
        self._line_of.setdefault(unit, line)
        counts = {name: self._count(line, name, cells[name]) for name in ("headcount", "participants", "all_correct")}
        mean_s = self._seconds(line, cells["mean_s"])
        if len(self.problems) == before:
            self._check(line, unit, counts, mean_s)
        if len(self.problems) == before:
            took_part = counts["participants"] > 0
            self.rows.append(Row(unit, {**counts, "mean_s": mean_s if took_part else None}))

    def _check(self, line: int, unit: str, counts: dict[str, int], mean_s: Value | None) -> None:
        headcount, participants, right = counts["headcount"], counts["participants"], counts["all_correct"]
        if right > participants:
            self._problem(
                line,
                f"Số người đúng hết ({right}) lớn hơn số người dự thi ({participants}).",
                f"More people with everything right ({right}) than participants ({participants}).",
            )
        if participants and mean_s is None:
            self._problem(
                line,
                "Có người dự thi nhưng thiếu thời gian trung bình (cột mean_s).",
                "There are participants but no mean time (column mean_s).",
            )
        if not participants and mean_s:
            self._problem(
                line,
                "Không có người dự thi thì cột mean_s phải để trống.",
                "Without participants, column mean_s must be empty.",
            )
        if participants and not headcount and self.by_rate:
            self._problem(
                line,
                "Không tính được tỉ lệ: tổng số người (headcount) bằng 0; nhập số người hoặc dùng --by number.",
                "No rate can be computed: headcount is 0; give the headcount or use --by number.",
            )
        elif participants > headcount:
            warning = words(
                f"“{unit}” có {participants} người dự thi, nhiều hơn tổng số {headcount} người; vẫn tính như đã ghi.",
                f"“{unit}” has {participants} participants, more than its {headcount} people; counted as written.",
            )
            self.warnings.append(Problem(_at(line), warning))

    def _count(self, line: int, column: str, cell: str) -> int:
        if re.fullmatch(r"[0-9]{1,12}", cell):
            return int(cell)
        self._problem(
            line,
            f"Cột {column} phải là số nguyên không âm, đang là “{cell}”.",
            f"Column {column} must be a whole number, not negative; found “{cell}”.",
        )
        return 0

    def _seconds(self, line: int, cell: str) -> Value | None:
        if cell in NOTHING:
            return None
        if re.fullmatch(r"[0-9]{1,12}([.,][0-9]{1,30})?", cell):
            return exact(Fraction(cell.replace(",", ".")))
        self._problem(
            line,
            f"Cột mean_s phải là số giây không âm (ví dụ 305,5) hoặc để trống, đang là “{cell}”.",
            f"Column mean_s must be seconds, not negative (such as 305.5), or empty; found “{cell}”.",
        )
        return None

    def _problem(self, line: int, vietnamese: str, english: str) -> None:
        self.problems.append(Problem(_at(line) if line else "", words(vietnamese, english)))


def _at(line: int) -> str:
    return words(f"dòng {line}", f"line {line}")


def _text(raw: bytes) -> str:
    """Raises InvalidInput when the bytes are no text in UTF-8 (or UTF-16 with its mark)."""
    try:
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            return raw.decode("utf-16").removeprefix("\ufeff")
        if b"\0" not in raw:
            return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    raise InvalidInput(
        [
            Problem(
                "",
                words(
                    "Tệp không phải CSV mã UTF-8; trong Excel hãy chọn Lưu thành → CSV UTF-8.",
                    "The file is no CSV in UTF-8; in Excel choose Save as → CSV UTF-8.",
                ),
            )
        ]
    )


def _delimiter(text: str) -> str:
    """Excel with Vietnamese settings separates by semicolons: whatever the header uses most."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=header.count)
