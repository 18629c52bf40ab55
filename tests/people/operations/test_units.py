from __future__ import annotations

from datetime import date, timedelta

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.people.errors import UnitCodeTaken, UnitCycle, UnitDatesWrong, UnitNotCurrent
from hoithi.people.models import RosterEntry, Unit, UnitKind, UnitLink
from hoithi.people.operations.units import NewUnit, end_unit, merge_units, move_unit, rename_unit, split_unit
from hoithi.people.queries.units import (
    children_at,
    headcount,
    headcounts,
    search_units,
    successors,
    unit_path,
    units_at,
)
from tests.people.factories import NOW, TODAY, staff, unit

pytestmark = [pytest.mark.django_db, pytest.mark.both]
CUT = date(2025, 7, 1)
EVE = CUT - timedelta(days=1)
HOW = {"by": None, "now": NOW}


def test_a_kind_is_data():
    made = unit("Trường THCS Hòa Bình", kind="Trường học")
    assert made.kind == "truong-hoc"
    assert UnitKind.objects.get().title == "Trường học"
    assert AuditEvent.objects.get().action == "people:unit:create"


def test_two_units_in_force_never_share_a_code():
    unit("Xã A", code="X1")
    with pytest.raises(UnitCodeTaken):
        unit("Xã B", code="X1")
    assert Unit.objects.count() == 1


def test_rename_keeps_history_staff_children_and_code():
    old = unit("Phòng Nội vụ", kind="Phòng", code="P1", valid_from=date(2020, 1, 1))
    child = unit("Tổ Một cửa", kind="Tổ", parent=old)
    staff(old, "1")
    new = rename_unit(old, "Phòng Văn hóa - Xã hội", on=CUT, **HOW)
    assert old.valid_to == CUT
    assert (new.code, new.valid_from) == ("P1", CUT)
    assert [u.name for u in unit_path(child, EVE)] == ["Phòng Nội vụ", "Tổ Một cửa"]
    assert [u.name for u in unit_path(child, CUT)] == ["Phòng Văn hóa - Xã hội", "Tổ Một cửa"]
    assert successors(old, TODAY) == [new]
    assert (headcount(old, EVE), headcount(old, CUT), headcount(new, CUT)) == (1, None, 1)
    assert list(units_at(EVE)) == [old, child]
    assert children_at(new, CUT) == [child]


def test_merge_three_into_a_new_one_with_clashing_staff_codes():
    communes = [unit(f"Xã {letter}", code=letter) for letter in "ABC"]
    for commune in communes:
        staff(commune, "01")
    made = merge_units(communes, NewUnit("Xã", "Xã Mới", code="M"), on=CUT, **HOW)
    assert [successors(commune, CUT) for commune in communes] == [[made]] * 3
    codes = RosterEntry.objects.at(CUT).filter(unit=made).values_list("staff_code", flat=True)
    assert sorted(codes) == ["01", "B-01", "C-01"]
    assert RosterEntry.objects.at(EVE).count() == 3
    assert set(UnitLink.objects.values_list("kind", flat=True)) == {"merged_into"}


def test_merge_into_one_that_stays():
    one, two = unit("Xã A"), unit("Xã B")
    assert merge_units([one, two], two, on=CUT, **HOW) == two
    assert successors(one, CUT) == [two]
    assert successors(two, CUT) == [two]


def test_split_and_its_roster_ends():
    old = unit("Sở Kép")
    staff(old, "1")
    parts = split_unit(old, [NewUnit("Sở", "Sở Một"), NewUnit("Sở", "Sở Hai")], on=CUT, **HOW)
    assert successors(old, CUT) == parts
    assert RosterEntry.objects.at(CUT).count() == 0
    assert RosterEntry.objects.at(EVE).count() == 1


def test_split_off_leaves_the_old_one():
    old = unit("Sở Kép")
    split_unit(old, [NewUnit("Sở", "Sở Một")], on=CUT, ends=False, **HOW)
    assert successors(old, CUT) == [old]


def test_abolished_district_gives_way_to_the_province():
    province = unit("Tỉnh", kind="Tỉnh")
    district = unit("Huyện", kind="Huyện", parent=province)
    commune = unit("Xã", parent=district)
    end_unit(district, on=CUT, **HOW)
    assert unit_path(commune, EVE) == [province, district, commune]
    assert unit_path(commune, CUT) == [province, commune]
    assert successors(district, CUT) == []


def test_move():
    one, two = unit("Sở A", kind="Sở"), unit("Sở B", kind="Sở")
    centre = unit("Trung tâm", kind="Trung tâm", parent=one)
    moved = move_unit(centre, two, on=CUT, **HOW)
    assert unit_path(moved, CUT) == [two, moved]
    assert unit_path(centre, EVE) == [one, centre]
    with pytest.raises(UnitCycle):
        move_unit(two, moved, on=CUT + timedelta(days=1), **HOW)


def test_no_change_of_an_ended_unit_nor_before_its_beginning():
    one = unit("Xã A", valid_from=CUT)
    with pytest.raises(UnitDatesWrong, match="bắt đầu từ ngày 1/7/2025"):
        rename_unit(one, "Xã B", on=CUT, **HOW)
    end_unit(one, on=date(2026, 1, 1), **HOW)
    with pytest.raises(UnitNotCurrent, match="đã kết thúc từ ngày 1/1/2026"):
        rename_unit(one, "Xã B", on=date(2026, 2, 1), **HOW)
    assert Unit.objects.count() == 1


def test_headcount_prefers_the_roster():
    counted, declared, unknown = unit("A", headcount=9), unit("B", headcount=9), unit("C")
    staff(counted, "1")
    staff(counted, "2", valid_to=date(2026, 1, 1))
    assert headcounts([counted, declared, unknown], TODAY) == {counted.pk: 1, declared.pk: 9, unknown.pk: None}


def test_search_ignores_diacritics_and_order():
    one = unit("UBND xã Đồng Tâm", code="X1")
    unit("UBND xã An Bình")
    assert list(search_units("dong xa", TODAY)) == [one]
    assert list(search_units("x1", TODAY)) == [one]
    assert list(search_units("", TODAY, kind="phuong")) == []
