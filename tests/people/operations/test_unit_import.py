from __future__ import annotations

from datetime import date

import pytest

from hoithi.people.models import Unit
from hoithi.people.operations.unit_import import import_units
from tests.people.factories import NOW, unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def run(rows, **options):
    options.setdefault("dry_run", False)
    return import_units(list(enumerate(rows, start=2)), by=None, now=NOW, **options)


def row(name, kind="Xã", **cells):
    return {"name": name, "kind": kind, **cells}


def test_children_may_stand_before_their_parents():
    report = run(
        [
            row("Xã A", code="A", parent_code="t", headcount="48", valid_from="1/7/2025"),
            row("Xã B", parent_code="Tỉnh T"),
            row("Tỉnh T", "Tỉnh", code="T"),
        ]
    )
    assert (report.added, report.problems, report.written) == (3, [], True)
    one = Unit.objects.get(code="A")
    assert (one.parent.name, one.headcount, one.valid_from) == ("Tỉnh T", 48, date(2025, 7, 1))
    assert Unit.objects.get(name="Xã B").parent.code == "T"


def test_twice_changes_nothing_and_a_correction_is_counted():
    rows = [row("Tỉnh T", "Tỉnh", code="T"), row("Xã A", code="A", parent_code="T"), row("Xã B", parent_code="T")]
    run(rows)
    assert run(rows).unchanged == 3
    rows[1]["headcount"] = 50
    report = run(rows)
    assert (report.added, report.changed, report.unchanged) == (0, 1, 2)
    assert Unit.objects.get(code="A").headcount == 50
    assert Unit.objects.count() == 3


def test_dry_run_writes_nothing():
    report = run([row("Xã A")], dry_run=True)
    assert (report.added, report.written) == (1, False)
    assert Unit.objects.count() == 0


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"name": ""}, "Tên đơn vị", "Còn trống. Hãy điền giá trị cho ô này."),
        ({"kind": " "}, "Loại", "Còn trống. Hãy điền giá trị cho ô này."),
        ({"code": "x" * 41}, "Mã đơn vị", "Dài quá 40 ký tự. Hãy rút gọn."),
        ({"valid_from": "7/2025"}, "Từ ngày", "“7/2025” không phải là ngày. Hãy ghi dạng 1/7/2025."),
        ({"valid_from": "1/7/2025", "valid_to": "1/7/2025"}, "Đến ngày", "Ngày kết thúc phải sau ngày bắt đầu."),
        ({"headcount": "-3"}, "Số người", "“-3” không phải là số nguyên không âm."),
        (
            {"parent_code": "Xã Sông Hồg"},
            "Mã đơn vị cấp trên",
            "Không có đơn vị cấp trên “Xã Sông Hồg”. Có phải “Xã Sông Hồng”?",
        ),
        ({"parent_code": "ZZZ"}, "Mã đơn vị cấp trên", "Không có đơn vị cấp trên “ZZZ” trong tệp và trong hệ thống."),
        ({"parent_code": "Xã A"}, "Mã đơn vị cấp trên", "Các đơn vị trực thuộc lẫn nhau thành vòng tròn."),
    ],
)
def test_each_bad_cell_has_its_sentence(cells, column, message):
    unit("Xã Sông Hồng")
    report = run([row(**{"name": "Xã A", **cells})])
    assert [(p.row, p.column, p.message) for p in report.problems] == [(2, column, message)]
    assert not report.written
    assert Unit.objects.count() == 1


def test_partial_leaves_out_bad_rows_and_what_hangs_on_them():
    rows = [row("Tỉnh T", "Tỉnh", code="T", headcount="x"), row("Xã A", parent_code="T"), row("Xã B")]
    report = run(rows, accept_partial=True)
    assert [p.row for p in report.problems] == [2, 3]
    assert report.problems[1].message == "Đơn vị cấp trên ở dòng 2 chưa hợp lệ."
    assert [u.name for u in Unit.objects.all()] == ["Xã B"]


def test_repeated_rows():
    report = run([row("Xã A", code="A"), row("Xã B", code="a"), row("Xã C"), row("xã c")])
    assert [(p.row, p.column) for p in report.problems] == [(3, "Mã đơn vị"), (5, "Tên đơn vị")]


def test_a_thousand_units_in_few_queries(django_assert_max_num_queries):
    rows = [row(f"Xã số {n}", code=f"X{n}") for n in range(1000)]
    with django_assert_max_num_queries(3):  # the savepoint and one reading
        assert run(rows, dry_run=True).added == 1000
