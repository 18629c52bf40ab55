from __future__ import annotations

import time
from datetime import date, timedelta

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.people.models import RosterEntry
from hoithi.people.operations.roster_import import import_roster
from tests.people.factories import NOW, TODAY, staff, unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def row(n: int, **cells: object) -> tuple[int, dict[str, object]]:
    base = {
        "staff_code": f"CB{n}",
        "full_name": "Đặng Thị Ơn",
        "birth_date": "15/3/1990",
        "unit_name": "UBND xã An Bình",
    }
    return n, {**base, **cells}


def test_fifty_thousand_rows_with_three_bad_ones(django_assert_max_num_queries):
    for n in range(50):
        unit(f"UBND xã Số {n}", code=f"X{n}")
    rows = [row(n + 2, unit_name="", unit_code=f"X{n % 50}", phone=f"09{n:08d}") for n in range(50_000)]
    rows[10][1]["full_name"] = " "
    rows[20_000][1]["birth_date"] = "31/2/1990"
    rows[49_999][1]["unit_code"] = "X999"
    began = time.monotonic()
    with django_assert_max_num_queries(4):
        report = import_roster(rows, dry_run=True, by=None, now=NOW)
    assert [(p.row, p.column) for p in report.problems] == [
        (12, "Họ và tên"),
        (20_002, "Ngày sinh"),
        (50_001, "Mã đơn vị"),
    ]
    assert (report.rows, report.added, report.bad_rows, report.written) == (50_000, 49_997, 3, False)
    assert RosterEntry.objects.count() == 0
    report = import_roster(rows, dry_run=False, by=None, now=NOW, accept_partial=True)
    assert report.written
    assert RosterEntry.objects.count() == 49_997
    assert time.monotonic() - began < 60  # "in seconds": about ten for both passes on a small machine


def test_bad_rows_stop_everything_unless_partial_is_accepted():
    unit("UBND xã An Bình")
    rows = [row(2), row(3, full_name="")]
    report = import_roster(rows, dry_run=False, by=None, now=NOW)
    assert not report.written
    assert RosterEntry.objects.count() == 0
    assert import_roster(rows, dry_run=False, by=None, now=NOW, accept_partial=True).written
    assert RosterEntry.objects.get().staff_code == "CB2"
    assert AuditEvent.objects.filter(action="people:roster:import").count() == 1


def test_unknown_unit_gets_the_nearest_name():
    unit("UBND xã An Bình")
    report = import_roster([row(2, unit_name="Ubnd xã An Bịnh X")], dry_run=True, by=None, now=NOW)
    assert report.problems[0].message == "Không có đơn vị “Ubnd xã An Bịnh X”. Có phải “UBND xã An Bình”?"


def test_unit_name_may_lack_diacritics_and_two_of_one_name_need_the_code():
    one = unit("Trường THCS Hòa Bình", kind="Trường học", code="T1")
    rows = [row(2, unit_name="truong thcs hoa binh")]
    assert import_roster(rows, dry_run=True, by=None, now=NOW).ok
    unit("Trường THCS Hoà Bình", kind="Trường học", code="T2")
    assert "Hãy ghi mã đơn vị" in import_roster(rows, dry_run=True, by=None, now=NOW).problems[0].message
    assert import_roster([row(2, unit_code="t1")], dry_run=False, by=None, now=NOW).ok
    assert RosterEntry.objects.get().unit == one


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"birth_date": "1990"}, "Ngày sinh", "“1990” không phải là ngày. Hãy ghi dạng 15/3/1990."),
        ({"birth_date": date(2030, 1, 1)}, "Ngày sinh", "Ngày sinh 2030-01-01 không hợp lý."),
        ({"phone": "12"}, "Điện thoại", "“12” không phải là số điện thoại."),
        ({"email": "a@b"}, "Email", "“a@b” không phải là địa chỉ thư điện tử."),
        ({"unit_name": ""}, "Đơn vị", "Còn trống. Hãy ghi tên hoặc mã đơn vị."),
        ({"staff_code": "", "birth_date": ""}, "Mã cán bộ", "Cần mã cán bộ, hoặc ngày sinh nếu cơ quan không dùng mã."),
        ({"full_name": "A" * 121}, "Họ và tên", "Dài quá 120 ký tự. Hãy rút gọn."),
    ],
)
def test_each_bad_cell_has_its_sentence(cells, column, message):
    unit("UBND xã An Bình")
    report = import_roster([row(7, **cells)], dry_run=True, by=None, now=NOW)
    assert [(p.row, p.column, p.message) for p in report.problems] == [(7, column, message)]


def test_a_code_twice_in_the_file_and_a_code_of_somebody_else():
    home = unit("UBND xã An Bình")
    staff(home, "CB9", "Lê Văn Cường", birth_date=date(1980, 1, 1))
    rows = [row(2, staff_code="CB1"), row(3, staff_code="cb1"), row(4, staff_code="CB9")]
    report = import_roster(rows, dry_run=True, by=None, now=NOW)
    assert [p.message for p in report.problems] == [
        "Mã “cb1” trùng với dòng 2.",
        "Mã “CB9” đang là của Lê Văn Cường. Hãy dùng mã khác cho người mới.",
    ]


def test_second_import_counts_and_ends_whoever_has_left():
    home, other = unit("UBND xã An Bình"), unit("UBND xã Khác")
    elsewhere = staff(other, "K1")
    rows = [row(n) for n in range(2, 6)]
    first = import_roster(rows, dry_run=False, by=None, now=NOW)
    assert (first.added, first.changed, first.unchanged, first.ended) == (4, 0, 0, 0)
    again = import_roster(rows, dry_run=False, by=None, now=NOW)
    assert (again.added, again.changed, again.unchanged, again.ended) == (0, 0, 4, 0)
    later = NOW + timedelta(days=30)
    rows = [row(2), row(3, position="Chủ tịch"), row(9)]
    report = import_roster(rows, unit=home, dry_run=False, by=None, now=later)
    assert (report.added, report.changed, report.unchanged, report.ended) == (1, 1, 1, 2)
    assert RosterEntry.objects.filter(valid_to=later.date()).count() == 2
    assert RosterEntry.objects.at(TODAY).filter(unit=home).count() == 4
    assert RosterEntry.objects.at(later.date()).filter(unit=home).count() == 3
    elsewhere.refresh_from_db()
    assert elsewhere.valid_to is None


def test_keep_missing_ends_nobody():
    home = unit("UBND xã An Bình")
    staff(home, "OLD")
    report = import_roster([row(2)], dry_run=False, by=None, now=NOW, keep_missing=True)
    assert (report.added, report.ended) == (1, 0)


def test_an_office_without_codes_gets_stable_ones():
    unit("UBND xã An Bình")
    rows = [row(2, staff_code="")]
    import_roster(rows, dry_run=False, by=None, now=NOW)
    assert RosterEntry.objects.get().staff_code == "dang-thi-on-19900315"
    assert import_roster(rows, dry_run=False, by=None, now=NOW).unchanged == 1


def test_contacts_are_kept_as_marks_only_and_a_lost_zero_is_mended():
    unit("UBND xã An Bình")
    import_roster([row(2, phone=912345678.0, email="On@Example.VN")], dry_run=False, by=None, now=NOW)
    entry = RosterEntry.objects.get()
    assert len(entry.phone_hmac) == 64
    assert "912345678" not in str(entry.__dict__)
    assert entry.key_version is not None


def test_empty_rows_are_nobody():
    unit("UBND xã An Bình")
    report = import_roster([(5, {"full_name": "", "unit_name": None})], dry_run=True, by=None, now=NOW)
    assert (report.rows, report.ok) == (0, True)
