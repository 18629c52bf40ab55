"""What an import reads and what it reports; tables come as rows of cells under the keys of `…_COLUMNS`.

`core.tables.read_table(data, filename, list(UNIT_COLUMNS.values())).rows` are such rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.tables import Column

Row = tuple[int, Mapping[str, object]]  # the row's number in the file, and its cells by column key
Rows = Sequence[Row]


def _by_key(*columns: Column) -> dict[str, Column]:
    return {column.key: column for column in columns}


# Days and counts are read here (kind "any"), so that a bad one belongs to its row and not to the file.
UNIT_COLUMNS = _by_key(
    Column("code", "Mã đơn vị", ("Mã",), kind="code"),
    Column("name", "Tên đơn vị", ("Đơn vị",), required=True),
    Column("short_name", "Tên gọi tắt", ("Tên viết tắt",)),
    Column("kind", "Loại", ("Loại đơn vị", "Loại hình"), required=True),
    Column("parent_code", "Mã đơn vị cấp trên", ("Mã cấp trên", "Đơn vị cấp trên"), kind="code"),
    Column("valid_from", "Từ ngày", ("Ngày thành lập",), kind="any"),
    Column("valid_to", "Đến ngày", ("Ngày kết thúc",), kind="any"),
    Column("headcount", "Số người", ("Số cán bộ", "Biên chế"), kind="any"),
)
ROSTER_COLUMNS = _by_key(
    Column("staff_code", "Mã cán bộ", ("Mã nhân viên", "Mã CBCCVC", "Số hiệu", "Mã số"), kind="code"),
    Column("full_name", "Họ và tên", ("Họ tên", "Tên cán bộ"), required=True),
    Column("birth_date", "Ngày sinh", ("Ngày tháng năm sinh", "Năm sinh"), kind="any"),
    Column("unit_code", "Mã đơn vị", kind="code"),
    Column("unit_name", "Đơn vị", ("Tên đơn vị", "Đơn vị công tác", "Cơ quan")),
    Column("position", "Chức vụ", ("Chức danh",)),
    Column("phone", "Điện thoại", ("Số điện thoại", "SĐT", "Di động"), kind="phone"),
    Column("email", "Email", ("E-mail", "Thư điện tử", "Hộp thư")),
)


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


def heading(columns: Mapping[str, Column], key: str) -> str:
    """The title people know a column by."""
    return columns[key].title
