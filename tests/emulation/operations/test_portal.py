"""A portal's export: names nearly right, bad rows told at once, differences flagged."""

from __future__ import annotations

from typing import Any

import pytest

from hoithi.core.errors import InvalidInput
from hoithi.emulation.models import KeptScore, PortalImport
from hoithi.emulation.operations.errors import NoSuchPeriod
from hoithi.emulation.operations.portal import RowProblem, import_portal, read_rows
from hoithi.emulation.queries.portal import compare
from tests.emulation import factories as td

pytestmark = pytest.mark.django_db
NOW = td.on(td.JUNE, 27)


def lines(*rows: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    return [(f"dòng {n}", row) for n, row in enumerate(rows, start=2)]


GOOD = {"unit": "Xã Ba", "accounts": "1.480", "received": "200", "resolved": "196"}


def test_rows_are_read_and_names_need_no_diacritics() -> None:
    part = td.campaign()
    found = read_rows(part, lines(GOOD, {"unit": "xa bon", "accounts": "7"}))
    assert [(row.unit.name, dict(row.figures)) for row in found.rows] == [
        ("Xã Ba", {"accounts": 1480, "received": 200, "resolved": 196}),
        ("Xã Bốn", {"accounts": 7}),
    ]
    assert found.problems == []


def test_every_bad_row_is_told_and_a_misspelt_name_gets_the_nearest() -> None:
    part = td.campaign()
    found = read_rows(
        part,
        lines(
            GOOD,
            {"unit": "Thị trấn Sáau", "accounts": "1"},
            {"unit": "Sở Giao thông", "accounts": "1"},
            {"unit": "Xã Ba", "accounts": "1"},
            {"unit": "Xã Năm", "accounts": "98%"},
            {"unit": "Xã Bốn", "received": "1", "resolved": "2"},
            {"unit": "Phòng Một", "accounts": ""},
        ),
    )
    assert [row.unit.name for row in found.rows] == ["Xã Ba"]
    assert [one.at for one in found.problems] == [f"dòng {n}" for n in range(3, 9)]


def test_nothing_is_kept_unless_all_is_well_or_the_rest_is_wanted() -> None:
    part = td.campaign()
    found = read_rows(part, lines(GOOD, {"unit": "Xã Sáu Trăm", "accounts": "1"}))
    options: dict[str, Any] = {"taken_at": NOW, "now": NOW, "by": None, "problems": found.problems}
    with pytest.raises(InvalidInput):
        import_portal(part, td.JUNE, found.rows, **options)
    assert not PortalImport.objects.exists()
    done = import_portal(part, td.JUNE, found.rows, skip_bad=True, evidence=td.stored("cong.xlsx"), **options)
    assert done.rows.count() == 1
    with pytest.raises(InvalidInput):
        import_portal(part, td.JUNE, found.rows, taken_at=td.on(td.JULY, 1), now=NOW, by=None)
    with pytest.raises(InvalidInput):
        import_portal(part, td.JUNE, [], taken_at=NOW, now=NOW, by=None)
    with pytest.raises(NoSuchPeriod):
        import_portal(part, "2020-01", found.rows, taken_at=NOW, now=NOW, by=None)


def test_a_unit_code_and_the_nearest_name_are_found() -> None:
    part = td.campaign()
    code = td.unit(part, "Xã Năm").code
    found = read_rows(part, lines({"unit": code, "accounts": "1"}, {"unit": "Thị trần Sáuu", "accounts": "1"}))
    assert found.rows[0].unit.name == "Xã Năm"
    (problem,) = found.problems
    assert isinstance(problem, RowProblem)
    assert problem.suggestion == td.unit(part, "Thị trấn Sáu").code
    assert "Thị trấn Sáu" in str(problem.message)


def test_differences_are_flagged_and_change_nothing() -> None:
    part = td.campaign()
    td.send(part, td.unit(part))
    before = KeptScore.objects.get().values
    import_portal(part, td.JUNE, read_rows(part, lines(GOOD)).rows, taken_at=NOW, now=NOW, by=None)
    found = {one.figure: one for one in compare(part, td.JUNE)}
    assert (found["accounts"].difference, found["accounts"].differs) == (20, True)
    assert not found["received"].differs
    assert compare(part, td.JULY) == []
    assert KeptScore.objects.get().values == before


@pytest.mark.parametrize("units", [1, 3])
def test_comparing_costs_the_same_whatever_the_units(units: int, django_assert_num_queries: Any) -> None:
    part = td.campaign()
    rows = read_rows(part, lines(*({"unit": name, "accounts": "5"} for name in td.COMMUNES[:units]))).rows
    import_portal(part, td.JUNE, rows, taken_at=NOW, now=NOW, by=None)
    with django_assert_num_queries(4):
        assert len(compare(part, td.JUNE)) == units
