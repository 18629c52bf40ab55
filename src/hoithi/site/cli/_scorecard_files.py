"""Reads the figures and the reports of a scorecard, and says all that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from hoithi.contests.rules.facts import Facts, Value
from hoithi.emulation.rules.reports import Report
from hoithi.site.cli._sheet import NOTHING, Sheet

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class UnitFigures:
    """One unit's line: its group's key and its figures."""

    name: str
    group: str
    figures: Facts


class FiguresReader:
    """`figures`: key → "count" or "yes_no"; `groups`: keys in the plan's order, `scored` those with criteria;
    `shares`: pairs (of, over) of figures where the first cannot be larger."""

    def __init__(
        self,
        figures: Mapping[str, str],
        groups: Sequence[str],
        scored: Collection[str],
        shares: Collection[tuple[str, str]],
    ) -> None:
        self.figures = figures
        self.groups = groups
        self.scored = scored
        self.shares = shares
        self.sheet = Sheet(("unit", "group", *figures), "figures")
        self._line_of: dict[str, int] = {}

    def read(self, raw: bytes) -> list[UnitFigures]:
        """One entry for each unit. Raises InvalidInput with every problem and its line."""
        units = [self._unit(line, cells) for line, cells in self.sheet.records(raw)]
        if not units and not self.sheet.problems:
            self.sheet.problem(0, "Tệp không có đơn vị nào.", "The file lists no unit.")
        self.sheet.finish()
        return units

    def _unit(self, line: int, cells: Mapping[str, str]) -> UnitFigures:
        name = cells["unit"]
        if not name:
            self.sheet.problem(line, "Thiếu tên đơn vị (cột unit).", "The unit has no name (column unit).")
        elif name in self._line_of:
            first = self._line_of[name]
            self.sheet.problem(
                line, f"Đơn vị “{name}” đã có ở dòng {first}.", f"Unit “{name}” is already on line {first}."
            )
        self._line_of.setdefault(name, line)
        figures = {key: self._figure(line, key, cells[key]) for key in self.figures}
        for of, over in sorted(self.shares):
            part, whole = figures[of], figures[over]
            if part is not None and part > (whole or 0):
                self.sheet.problem(
                    line,
                    f"Cột {of} ({part}) lớn hơn cột {over} ({whole or 0}).",
                    f"Column {of} ({part}) is larger than column {over} ({whole or 0}).",
                )
        return UnitFigures(name, self._group(line, cells["group"]), figures)

    def _figure(self, line: int, key: str, cell: str) -> Value | None:
        """None while nothing was reported."""
        if cell in NOTHING:
            return None
        if self.figures[key] == "yes_no":
            return int(self.sheet.yes(line, key, cell))
        if self.figures[key] == "points":
            return self.sheet.points(line, key, cell)
        return self.sheet.count(line, key, cell)

    def _group(self, line: int, cell: str) -> str:
        """A group's key, or its order in the plan: I, II or 1, 2."""
        orders = {name: key for at, key in enumerate(self.groups) for name in (str(at + 1), *ROMAN[at : at + 1])}
        key = cell if cell in self.groups else orders.get(cell.upper(), "")
        if key not in self.scored:
            known = ", ".join(one for one in self.groups if one in self.scored)
            self.sheet.problem(
                line,
                f"Không có bảng điểm cho nhóm “{cell}”; các nhóm được chấm: {known}.",
                f"There is no scorecard for group “{cell}”; groups with one: {known}.",
            )
        return key


class ReportsReader:
    """Reports of known units; each due day of a unit once."""

    def __init__(self, units: Collection[str]) -> None:
        self.units = frozenset(units)
        self.sheet = Sheet(("unit", "due", "submitted", "truthful"), "reports")

    def read(self, raw: bytes) -> dict[str, list[Report]]:
        """unit → its reports by due day. Raises InvalidInput with every problem and its line."""
        reports: dict[str, list[Report]] = {}
        for line, cells in self.sheet.records(raw):
            self._read_row(line, cells, reports)
        self.sheet.finish()
        return {unit: sorted(found, key=lambda report: report.due) for unit, found in reports.items()}

    def _read_row(self, line: int, cells: Mapping[str, str], reports: dict[str, list[Report]]) -> None:
        unit = cells["unit"]
        if unit not in self.units:
            self.sheet.problem(
                line, f"Đơn vị “{unit}” không có trong tệp số liệu.", f"Unit “{unit}” is not in the figures."
            )
        due = self.sheet.day(line, "due", cells["due"])
        none = cells["submitted"] in NOTHING
        submitted = None if none else self.sheet.day(line, "submitted", cells["submitted"])
        truthful = (none and cells["truthful"] in NOTHING) or self.sheet.yes(line, "truthful", cells["truthful"])
        mine = reports.setdefault(unit, [])
        if due is None:
            return
        if any(report.due == due for report in mine):
            self.sheet.problem(
                line,
                f"“{unit}” đã có báo cáo của kỳ {cells['due']}; mỗi kỳ chỉ được một dòng.",
                f"“{unit}” already has a report due {cells['due']}; one line for each.",
            )
        mine.append(Report(due, submitted, truthful))
