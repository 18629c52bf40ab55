from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from hoithi.core.errors import InvalidInput
from hoithi.core.tables import Column, Table, read_table

NAME = Column("name", "Họ và tên", ("Họ tên",), required=True)
CODE = Column("code", "Mã cán bộ", ("Mã",), kind="code")
BORN = Column("born", "Ngày sinh", kind="date")
PHONE = Column("phone", "Điện thoại", ("SĐT",), kind="phone")
COLUMNS = [NAME, CODE, BORN, PHONE]


def book(rows: list[list[Any]], merges: Sequence[tuple[int, int, int, int, str]] = ()) -> bytes:
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target)
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    page = workbook.add_worksheet()
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(r, c, datetime(cell.year, cell.month, cell.day), day)
            elif cell is not None:
                page.write(r, c, cell)
    for merge in merges:
        page.merge_range(*merge)
    workbook.close()
    return target.getvalue()


def read(data: bytes, columns: list[Column] = COLUMNS) -> Table:
    return read_table(data, "danh-sach.xlsx", columns)


def problems(table: Table) -> list[str]:
    return [str(problem) for problem in table.problems]


def test_a_plain_sheet_is_read_by_kind() -> None:
    table = read(
        book(
            [["Họ và tên", "Mã cán bộ", "Ngày sinh", "SĐT"], ["Đặng Thị Ơn", "CB01", date(1990, 3, 15), "0912 345 678"]]
        )
    )
    assert table.problems == []
    assert table.rows[0].number == 2
    assert table.rows[0].values == {
        "name": "Đặng Thị Ơn",
        "code": "CB01",
        "born": date(1990, 3, 15),
        "phone": "0912345678",
    }


def test_titles_above_and_merged_header_cells_are_tolerated() -> None:
    rows = [
        ["UBND HUYỆN", None, None, None, None],
        ["DANH SÁCH CÁN BỘ", None, None, None, None],
        [],
        ["STT", None, "Cán bộ", None, "Ngày sinh (dd/mm/yyyy)"],
        [None, "HỌ VÀ TÊN (*)", None, "Mã cán bộ", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [1, "Nguyễn Văn A", None, "CB01", "15/3/1990"],
    ]
    merges = [(1, 0, 1, 4, "DANH SÁCH CÁN BỘ"), (3, 0, 4, 0, "STT"), (3, 4, 4, 4, "Ngày sinh (dd/mm/yyyy)")]
    table = read(book(rows, merges))
    assert table.problems == []
    assert table.header_row == 5
    assert [(row.number, row.values["name"], row.values["born"]) for row in table.rows] == [
        (7, "Nguyễn Văn A", date(1990, 3, 15))
    ]


def test_merged_data_cells_are_reported_with_their_place() -> None:
    rows = [["Họ và tên", "Mã cán bộ"], ["A B", "1"], ["C D", None], ["E F", "3"]]
    table = read(book(rows, [(1, 1, 2, 1, "1")]))
    assert problems(table) == ["dòng 2–3, cột Mã cán bộ: Ô bị gộp. Hãy bỏ gộp ô và điền đủ từng dòng."]


def test_numbers_that_were_codes_get_their_zeros_back_and_a_warning() -> None:
    rows = [["Họ và tên", "Mã cán bộ", "Điện thoại"], ["A B", "00123", 912345678], ["C D", 124, 84912345678]]
    table = read(book(rows))
    assert [row.values["code"] for row in table.rows] == ["00123", "00124"]
    assert [row.values["phone"] for row in table.rows] == ["0912345678", "+84912345678"]
    assert sorted(problem.at for problem in table.warnings) == ["cột Mã cán bộ", "cột Điện thoại"]


def test_a_code_of_known_width_gets_its_zeros_and_a_rounded_one_is_a_problem() -> None:
    columns = [NAME, Column("cccd", "CCCD", kind="code", width=12)]
    table = read(book([["Họ và tên", "CCCD"], ["A B", 1090012345], ["C D", 12345678901234567890]]), columns)
    assert table.rows[0].values["cccd"] == "001090012345"
    assert table.rows[1].values["cccd"] is None
    assert "làm tròn" in problems(table)[0]


def test_integers_typed_as_text_cells_keep_no_decimal_point() -> None:
    assert read(book([["Họ và tên", "Mã"], [7, 12]])).rows[0].values == {"name": "7", "code": "12"}


@pytest.mark.parametrize("cell", ["15/3/1990", "15-03-1990", "15.3.1990", "1990-03-15", "15/3/1990 00:00:00", 32947])
def test_dates_in_every_usual_form(cell: object) -> None:
    assert read(book([["Họ và tên", "Ngày sinh"], ["A B", cell]])).rows[0].values["born"] == date(1990, 3, 15)


@pytest.mark.parametrize("cell", ["31/2/1990", "1990", 1990, "tháng 3", "15/3/90"])
def test_a_date_that_is_none_is_a_problem_of_its_cell(cell: object) -> None:
    table = read(book([["Họ và tên", "Ngày sinh"], ["A B", cell], ["C D", "1/1/1990"]]))
    assert table.problems[0].at == "dòng 2, cột Ngày sinh"
    assert table.rows[1].values["born"] == date(1990, 1, 1)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1.250", 1250), ("1,5", Decimal("1.5")), ("1.234,5", Decimal("1234.5")), (0.1, Decimal("0.1"))],
)
def test_numbers_as_written_in_vietnam(cell: object, number: object) -> None:
    columns = [NAME, Column("n", "Điểm", kind="decimal")]
    assert read(book([["Họ và tên", "Điểm"], ["A B", cell]]), columns).rows[0].values["n"] == number


@pytest.mark.parametrize("cell", ["mười", "1.5.2", "12-5", 1.5])
def test_what_is_no_whole_number_is_a_problem(cell: object) -> None:
    columns = [NAME, Column("n", "Số người", kind="int")]
    assert len(read(book([["Họ và tên", "Số người"], ["A B", cell]]), columns).problems) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_usual_encodings_and_delimiters(encoding: str, delimiter: str) -> None:
    text = f"Họ và tên{delimiter}Ngày sinh\r\nĐặng Thị Ơn{delimiter}15/3/1990\r\n"
    data = _cp1258(text) if encoding == "cp1258" else text.encode(encoding)
    table = read_table(data, "a.csv", COLUMNS)
    assert table.rows[0].values["name"] == "Đặng Thị Ơn"
    assert table.rows[0].values["born"] == date(1990, 3, 15)
    assert bool(table.warnings) == (encoding == "cp1258")


def _cp1258(text: str) -> bytes:
    """Old Windows kept the tone apart from its vowel."""
    import unicodedata

    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = []
    for char in text:
        flat = unicodedata.normalize("NFD", char)
        tone = "".join(c for c in flat if c in tones)
        parts.append(unicodedata.normalize("NFC", "".join(c for c in flat if c not in tones)) + tone)
    return "".join(parts).encode("cp1258")


def test_excel_says_its_delimiter_on_the_first_line() -> None:
    assert read_table("sep=|\r\nHọ tên|Mã\r\nA B|1\r\n".encode(), "a.csv", COLUMNS).rows[0].values["code"] == "1"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "rỗng"),
        (b"\x00\x01\x02\x03" * 50, "bảng mã"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), ".xls"),
        (b"PK\x03\x04 torn", "Không mở được"),
        (b"<html><table></table>", "trang web"),
        ("Hä vµ tªn;Ngµy sinh\r\nA;1".encode("cp1252"), "TCVN3"),
        (b"just,some\nother,file", "tiêu đề"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        read_table(data, "a.csv", COLUMNS)


def test_a_missing_column_is_named() -> None:
    columns = [NAME, CODE, Column("unit", "Đơn vị", required=True)]
    with pytest.raises(InvalidInput, match="Thiếu cột “Đơn vị”"):
        read(book([["Họ và tên", "Mã"], ["A B", "1"]]), columns)


def test_a_column_twice_is_a_problem() -> None:
    table = read(book([["Họ và tên", "Mã", "Mã cán bộ"], ["A B", "1", "2"]]))
    assert problems(table) == ["dòng 1, cột C: Có hai cột “Mã cán bộ”; chỉ giữ một."]


def test_notes_after_the_table_are_left_out_and_said() -> None:
    rows = [
        ["Họ và tên", "Mã"],
        ["A B", "1"],
        [None, "2"],
        ["C D", "3"],
        [],
        [None, "Ngày 1 tháng 6"],
        [None, "NGƯỜI LẬP"],
    ]
    table = read(book(rows))
    assert [row.number for row in table.rows] == [2, 3, 4]
    assert [problem.at for problem in table.warnings] == ["dòng 6–7"]


def test_a_last_row_without_its_name_is_still_a_row() -> None:
    assert len(read(book([["Họ và tên", "Mã"], ["A B", "1"], [None, "2"]])).rows) == 2


def test_units_named_by_one_letter_are_no_numbering() -> None:
    columns = [Column("unit", "unit"), Column("n", "headcount", kind="int")]
    assert len(read_table(b"unit,headcount\nE,30\nA,1\n", "facts.csv", columns).rows) == 2


def test_too_many_rows_are_refused() -> None:
    data = ("Họ tên,Mã\n" + "A B,1\n" * 11).encode()
    with pytest.raises(InvalidInput, match="11 dòng"):
        read_table(data, "a.csv", COLUMNS, max_rows=10)


def test_one_cell_far_away_does_not_cost_all_memory() -> None:
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target)
    page = workbook.add_worksheet()
    page.write(0, 0, "Họ và tên")
    page.write(1048575, 16383, "x")
    workbook.close()
    with pytest.raises(InvalidInput, match="trải tới dòng 1048576"):
        read(target.getvalue())


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(InvalidInput, match="Không mở được"):
        read(target.getvalue())


def test_fifty_thousand_rows_with_three_bad_ones() -> None:
    rows: list[list[Any]] = [["Họ và tên", "Mã cán bộ", "Ngày sinh", "SĐT"]]
    rows += [[f"Người {i}", f"CB{i:05}", "15/3/1990", "0912345678"] for i in range(50_000)]
    for bad in (10, 20_000, 49_999):
        rows[bad][2] = "30/2/1990"
    data = book(rows)
    start = time.perf_counter()
    table = read(data)
    assert time.perf_counter() - start < 10
    assert len(table.rows) == 50_000
    assert [problem.at for problem in table.problems] == [f"dòng {n}, cột Ngày sinh" for n in (11, 20_001, 50_000)]


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail_otherwise_than_by_a_sentence(data: bytes) -> None:
    with suppress(InvalidInput):
        read_table(data, "a.csv", COLUMNS)
