"""Reads a table of known columns from CSV (as Excel writes it) or XLSX; collects all that is wrong, line by line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction

from hoithi.contests.rules.facts import Value, exact
from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.text import nfc
from hoithi.site.cli._support import words

NOTHING = ("", "-", "–", "—")
YES = ("1", "yes", "true", "có", "x", "đúng")
NO = ("0", "no", "false", "không")


class Sheet:
    """One file under its `columns`; `problems` refuse it, `warnings` are only told. Columns may come in any order."""

    def __init__(self, columns: Sequence[str], name: str = "") -> None:
        self.columns = tuple(columns)
        self.name = name
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def records(self, raw: bytes) -> Iterator[tuple[int, dict[str, str]]]:
        """(line number, cells by column) of each line that is not blank. Raises InvalidInput for no table at all."""
        header: list[str] | None = None
        for line, record in self._lines(raw):
            cells = [nfc(cell) for cell in record]
            if not any(cells):
                continue
            if header is None:
                header = [cell.lower() for cell in cells]
                if not self._header_is_right(header, line):
                    return
            elif any(cells[len(header) :]):
                self.problem(
                    line,
                    f"Dòng có {len(cells)} ô, tiêu đề có {len(header)} cột; đặt tên có dấu phẩy trong ngoặc kép.",
                    f"The line has {len(cells)} cells, the header {len(header)}; put names with commas in quotes.",
                )
            else:
                cells += [""] * (len(header) - len(cells))
                yield line, dict(zip(header, cells, strict=False))

    def finish(self) -> None:
        """Raises InvalidInput with every problem found."""
        if self.problems:
            raise InvalidInput(self.problems)

    def _lines(self, raw: bytes) -> Iterator[tuple[int, list[str]]]:
        if raw.startswith(b"PK\x03\x04"):
            yield from enumerate(_workbook(raw), start=1)
            return
        text = _text(raw)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        try:
            for record in reader:
                yield reader.line_num, record
        except csv.Error as error:
            self.problem(reader.line_num, f"Không đọc được dòng này ({error}).", f"Unreadable line ({error}).")

    def _header_is_right(self, header: list[str], line: int) -> bool:
        missing = [column for column in self.columns if column not in header]
        double = sorted({column for column in self.columns if header.count(column) > 1})
        if missing:
            names = ", ".join(missing)
            self.problem(line, f"Tiêu đề thiếu cột: {names}.", f"The header lacks: {names}.")
        if double:
            names = ", ".join(double)
            self.problem(line, f"Tiêu đề có cột lặp lại: {names}.", f"The header repeats: {names}.")
        return not missing and not double

    # Cells -----------------------------------------------------------------------------------------------------------

    def count(self, line: int, column: str, cell: str) -> int:
        """A whole number, not negative; 0 after noting a problem."""
        if re.fullmatch(r"[0-9]{1,12}", cell):
            return int(cell)
        self.problem(
            line,
            f"Cột {column} phải là số nguyên không âm, đang là “{cell}”.",
            f"Column {column} must be a whole number, not negative; found “{cell}”.",
        )
        return 0

    def seconds(self, line: int, column: str, cell: str) -> Value | None:
        """Seconds, with decimals after a point or a comma; None for an empty cell or a dash."""
        if cell in NOTHING:
            return None
        if re.fullmatch(r"[0-9]{1,12}([.,][0-9]{1,30})?", cell):
            return exact(Fraction(cell.replace(",", ".")))
        self.problem(
            line,
            f"Cột {column} phải là số giây không âm (ví dụ 305,5) hoặc để trống, đang là “{cell}”.",
            f"Column {column} must be seconds, not negative (such as 305.5), or empty; found “{cell}”.",
        )
        return None

    def points(self, line: int, column: str, cell: str) -> Value:
        """Points, with decimals after a point or a comma; 0 after noting a problem."""
        if re.fullmatch(r"[0-9]{1,12}([.,][0-9]{1,30})?", cell):
            return exact(Fraction(cell.replace(",", "."))) or 0
        self.problem(
            line,
            f"Cột {column} phải là số điểm không âm, đang là “{cell}”.",
            f"Column {column} must be points, not negative; found “{cell}”.",
        )
        return 0

    def yes(self, line: int, column: str, cell: str) -> bool:
        """Yes or no, in words or 1 and 0."""
        if cell.lower() not in YES + NO:
            self.problem(
                line,
                f"Cột {column} chỉ nhận yes hoặc no (có, không), đang là “{cell}”.",
                f"Column {column} takes yes or no; found “{cell}”.",
            )
        return cell.lower() in YES

    def day(self, line: int, column: str, cell: str) -> date | None:
        """A day as 2021-11-25 (a time after it is left out) or 25/11/2021."""
        found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", cell)
        try:
            if found:
                return date(int(found[3]), int(found[2]), int(found[1]))
            return datetime.fromisoformat(cell).date()
        except ValueError:
            self.problem(
                line,
                f"Cột {column} phải là ngày như 25/11/2021 hoặc 2021-11-25, đang là “{cell}”.",
                f"Column {column} must be a day such as 2021-11-25 or 25/11/2021; found “{cell}”.",
            )
            return None

    def problem(self, line: int, vietnamese: str, english: str) -> None:
        self.problems.append(Problem(self._at(line), words(vietnamese, english)))

    def warn(self, line: int, vietnamese: str, english: str) -> None:
        self.warnings.append(Problem(self._at(line), words(vietnamese, english)))

    def _at(self, line: int) -> str:
        place = words(f"dòng {line}", f"line {line}") if line else ""
        return ", ".join(part for part in (self.name, place) if part)


def _workbook(raw: bytes) -> Iterable[list[str]]:
    """The first sheet's cells as text. Raises InvalidInput when it is no workbook."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as error:
        why = str(error).splitlines()[0]
        sentence = words(f"Không mở được tệp Excel ({why}).", f"The Excel file cannot be opened ({why}).")
        raise InvalidInput([Problem("", sentence)]) from None
    return ([_cell(value) for value in row] for row in rows)


def _cell(value: object) -> str:
    """Excel keeps every number as a float: 1500.0 was written 1500."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _text(raw: bytes) -> str:
    """Raises InvalidInput when the bytes are no text in UTF-8 (or UTF-16 with its mark)."""
    try:
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            return raw.decode("utf-16").removeprefix("\ufeff")
        if b"\0" not in raw:
            return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    sentence = words(
        "Tệp không phải CSV mã UTF-8; trong Excel hãy chọn Lưu thành → CSV UTF-8.",
        "The file is no CSV in UTF-8; in Excel choose Save as → CSV UTF-8.",
    )
    raise InvalidInput([Problem("", sentence)])


def _delimiter(text: str) -> str:
    """Excel with Vietnamese settings separates by semicolons: whatever the header uses most."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=header.count)
