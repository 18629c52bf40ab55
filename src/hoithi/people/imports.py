"""What an import reads and what it reports; tables come as rows of cells under the keys of `…_COLUMNS`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import InvalidInput, Problem

Row = tuple[int, Mapping[str, object]]  # the row's number in the file, and its cells by column key
Rows = Sequence[Row]

UNIT_COLUMNS: dict[str, list[str]] = {
    "code": ["Mã đơn vị", "Mã"],
    "name": ["Tên đơn vị", "Đơn vị"],
    "short_name": ["Tên gọi tắt", "Tên viết tắt"],
    "kind": ["Loại", "Loại đơn vị", "Loại hình"],
    "parent_code": ["Mã đơn vị cấp trên", "Mã cấp trên", "Đơn vị cấp trên"],
    "valid_from": ["Từ ngày", "Ngày thành lập"],
    "valid_to": ["Đến ngày", "Ngày kết thúc"],
    "headcount": ["Số người", "Số cán bộ", "Biên chế"],
}
UNIT_REQUIRED = ["name", "kind"]

ROSTER_COLUMNS: dict[str, list[str]] = {
    "staff_code": ["Mã cán bộ", "Mã nhân viên", "Mã CBCCVC", "Số hiệu", "Mã số"],
    "full_name": ["Họ và tên", "Họ tên", "Tên cán bộ"],
    "birth_date": ["Ngày sinh", "Ngày tháng năm sinh", "Năm sinh"],
    "unit_code": ["Mã đơn vị"],
    "unit_name": ["Đơn vị", "Tên đơn vị", "Đơn vị công tác", "Cơ quan"],
    "position": ["Chức vụ", "Chức danh"],
    "phone": ["Điện thoại", "Số điện thoại", "SĐT", "Di động"],
    "email": ["Email", "E-mail", "Thư điện tử", "Hộp thư"],
}
ROSTER_REQUIRED = ["full_name"]


@dataclass(frozen=True)
class RowProblem:
    """One thing wrong with one row: the row's number, the column's title and a sentence."""

    row: int
    column: str
    message: str

    @property
    def at(self) -> str:
        place = _("dòng %(row)s") % {"row": self.row}
        return f"{place}, {self.column}" if self.column else str(place)


@dataclass
class ImportReport:
    """What an import would do, or did. `written` is True only when rows reached the database."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    dry_run: bool = True
    written: bool = False

    @property
    def ok(self) -> bool:
        return not self.problems

    @property
    def bad_rows(self) -> int:
        return len({problem.row for problem in self.problems})

    def add(self, row: int, column: str, message: object) -> None:
        self.problems.append(RowProblem(row, column, str(message)))

    def refuse(self) -> None:
        """Raise InvalidInput with every problem; nothing has been written."""
        raise InvalidInput(
            [Problem(problem.at, problem.message) for problem in self.problems],
            _("Danh sách có %(bad)s dòng chưa hợp lệ nên chưa nhập dòng nào. Hãy sửa rồi nhập lại.")
            % {"bad": self.bad_rows},
        )


def heading(columns: Mapping[str, Sequence[str]], key: str) -> str:
    """The title people know a column by."""
    return columns[key][0]
