"""A roster from Excel, checked and entered, beside only reading the table."""

from __future__ import annotations

from datetime import date, timedelta

from bench.figure import Figure, best_of, s, seconds
from bench.scratch import database

UNITS = 50


def measure(*, rows: int) -> list[Figure]:
    with database():
        from hoithi.core import clock
        from hoithi.core.tables import Sheet, read_table, write_xlsx
        from hoithi.people.imports import ROSTER_COLUMNS
        from hoithi.people.models import Unit
        from hoithi.people.operations.roster_import import import_roster

        now = clock.now()
        for number in range(UNITS):
            Unit.objects.create(kind="xa", code=f"X{number}", name=f"Xã Ví Dụ {number}", valid_from=date(2020, 1, 1))
        heads = [ROSTER_COLUMNS[key].title for key in ("staff_code", "full_name", "birth_date", "unit_code", "phone")]
        lines = [
            (f"CB{n}", "Đặng Thị Ví Dụ", date(1970, 1, 1) + timedelta(days=n % 9000), f"X{n % UNITS}", f"09{n:08d}")
            for n in range(rows)
        ]
        file = write_xlsx([Sheet("Danh sách", heads, lines)])
        columns = list(ROSTER_COLUMNS.values())
        reading = best_of(2, lambda: read_table(file, "danh-sach.xlsx", columns))
        table = read_table(file, "danh-sach.xlsx", columns).rows
        checking = best_of(2, lambda: import_roster(table, dry_run=True, by=None, now=now))
        entering = seconds(lambda: import_roster(table, dry_run=False, by=None, now=now))
        again = seconds(lambda: import_roster(table, dry_run=False, by=None, now=now))
    beside = f"reading the Excel file only ({s(reading)})"
    return [
        Figure("Roster", f"check {rows:,} rows", beside, checking / reading, s(checking)),
        Figure("Roster", f"check and enter {rows:,} rows", beside, entering / reading, s(entering)),
        Figure("Roster", f"enter the same {rows:,} rows again", beside, again / reading, s(again)),
    ]
