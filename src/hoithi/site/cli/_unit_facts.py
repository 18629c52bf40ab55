"""Reads FACTS.csv (unit,headcount,participants,all_correct,mean_s) and says all that is wrong with it at once."""

from __future__ import annotations

from hoithi.contests.rules.facts import Row, Value
from hoithi.site.cli._sheet import Sheet

COUNTS = ("headcount", "participants", "all_correct")


class FactsReader:
    """One reading of one file: `rows` for the engine; `sheet.warnings` are to be told."""

    def __init__(self, *, by_rate: bool) -> None:
        self.by_rate = by_rate
        self.rows: list[Row] = []
        self.sheet = Sheet(("unit", *COUNTS, "mean_s"))
        self._line_of: dict[str, int] = {}

    def read(self, raw: bytes) -> list[Row]:
        """The rows of the file. Raises InvalidInput with every problem and its line."""
        for line, cells in self.sheet.records(raw):
            self._read_row(line, cells)
        if not self.rows and not self.sheet.problems:
            self.sheet.problem(0, "Tệp không có đơn vị nào.", "The file lists no unit.")
        self.sheet.finish()
        return self.rows

    def _read_row(self, line: int, cells: dict[str, str]) -> None:
        before = len(self.sheet.problems)
        unit = cells["unit"]
        self._check_name(line, unit)
        counts = {name: self.sheet.count(line, name, cells[name]) for name in COUNTS}
        mean_s = self.sheet.seconds(line, "mean_s", cells["mean_s"])
        if len(self.sheet.problems) == before:
            self._check(line, unit, counts, mean_s)
        if len(self.sheet.problems) == before:
            self.rows.append(Row(unit, {**counts, "mean_s": mean_s if counts["participants"] else None}))

    def _check_name(self, line: int, unit: str) -> None:
        if not unit:
            self.sheet.problem(line, "Thiếu tên đơn vị (cột unit).", "The unit has no name (column unit).")
        elif unit in self._line_of:
            first = self._line_of[unit]
            self.sheet.problem(
                line,
                f"Đơn vị “{unit}” đã có ở dòng {first}; mỗi đơn vị chỉ được một dòng.",
                f"Unit “{unit}” is already on line {first}; one line for each unit.",
            )
        self._line_of.setdefault(unit, line)

    def _check(self, line: int, unit: str, counts: dict[str, int], mean_s: Value | None) -> None:
        headcount, participants, right = (counts[name] for name in COUNTS)
        if right > participants:
            self.sheet.problem(
                line,
                f"Số người đúng hết ({right}) lớn hơn số người dự thi ({participants}).",
                f"More people with everything right ({right}) than participants ({participants}).",
            )
        if participants and mean_s is None:
            self.sheet.problem(
                line,
                "Có người dự thi nhưng thiếu thời gian trung bình (cột mean_s).",
                "There are participants but no mean time (column mean_s).",
            )
        if not participants and mean_s:
            self.sheet.problem(
                line,
                "Không có người dự thi thì cột mean_s phải để trống.",
                "Without participants, column mean_s must be empty.",
            )
        if participants and not headcount and self.by_rate:
            self.sheet.problem(
                line,
                "Không tính được tỉ lệ: tổng số người (headcount) bằng 0; nhập số người hoặc dùng --by number.",
                "No rate can be computed: headcount is 0; give the headcount or use --by number.",
            )
        elif participants > headcount:
            self.sheet.warn(
                line,
                f"“{unit}” có {participants} người dự thi, nhiều hơn tổng số {headcount} người; vẫn tính như đã ghi.",
                f"“{unit}” has {participants} participants, more than its {headcount} people; counted as written.",
            )
