from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import python_calamine

from hoithi.core.tables import Column, OutColumn, Sheet, read_table, write_xlsx


def rows_of(data: bytes, sheet: int = 0) -> list[list[object]]:
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(sheet).to_python()


def test_values_keep_their_kind() -> None:
    moment = datetime(2024, 9, 1, 1, 0, tzinfo=UTC)
    row = [
        "Đặng Thị Ơn",
        "0912345678",
        15350000,
        Decimal("97.96"),
        Fraction(1, 2),
        date(2024, 6, 1),
        moment,
        None,
        True,
    ]
    data = write_xlsx([Sheet("Kết quả", [str(i) for i in range(9)], [row])])
    assert rows_of(data)[1] == [
        "Đặng Thị Ơn", "0912345678", 15350000.0, 97.96, 0.5, date(2024, 6, 1), datetime(2024, 9, 1, 8, 0), "", "x",
    ]  # fmt: skip


def test_nothing_becomes_a_formula_or_a_link() -> None:
    texts = ["=1+1", "+84912345678", "-5", "@SUM(A1)", "http://example.vn"]
    data = write_xlsx([Sheet("A", ["Ô"], [[text] for text in texts])])
    assert [row[0] for row in rows_of(data)[1:]] == texts
    assert python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).height == 6


def test_a_number_too_long_for_excel_stays_text() -> None:
    assert rows_of(write_xlsx([Sheet("A", ["Số"], [[12345678901234567890]])]))[1] == ["12345678901234567890"]


def test_sheet_names_are_made_acceptable_and_different() -> None:
    data = write_xlsx(
        [
            Sheet("Khối I/II: phòng, ban và các đơn vị", ["A"], []),
            Sheet("khối I/II: phòng, ban và các đơn vị", ["A"], []),
        ]
    )
    names = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names
    assert len(names) == len({name.casefold() for name in names}) == 2
    assert all(len(name) <= 31 for name in names)


def test_what_is_written_reads_back() -> None:
    sheet = Sheet("A", [OutColumn("Họ và tên", 30), "Mã"], [["A B", "007"]], notes=["Danh sách mẫu"])
    table = read_table(write_xlsx([sheet]), "a.xlsx", [Column("name", "Họ và tên"), Column("code", "Mã", kind="code")])
    assert [row.values for row in table.rows] == [{"name": "A B", "code": "007"}]
