"""Works are dealt out evenly, never to their own unit; sheets begun stay; who steps back is replaced."""

from __future__ import annotations

from collections import Counter

import pytest

from hoithi.contests.models import Seat
from hoithi.core.errors import Refusal
from hoithi.judging.errors import MarkingClosed, NoReason, NoRubric, OwnUnit, SheetSigned
from hoithi.judging.models import Juror, Panel, Recusal, Sheet
from hoithi.judging.operations.assignment import assign_works, recuse, replace_juror
from hoithi.judging.operations.panel import close_panel, fix_method, open_panel, write_rubric
from hoithi.judging.operations.sheet import save_sheet
from hoithi.judging.queries.board import short_works
from hoithi.judging.queries.conflicts import conflicts_of
from hoithi.judging.queries.own import queue_of
from hoithi.judging.queries.settings import rubric_of, works_of
from hoithi.people.models import RosterEntry
from tests.judging import factories as make
from tests.judging.factories import LATER, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def dealt(panel: Panel) -> Counter[str]:
    return Counter(Sheet.objects.filter(dropped_at=None).values_list("juror__code", flat=True))


def test_each_work_gets_its_jurors_and_loads_are_even() -> None:
    panel = make.panel(make.judged_part(jurors_per_work=2), works_count=6, jurors=4)
    assert set(dealt(panel).values()) == {3}
    assert Sheet.objects.count() == 12


def test_the_seed_is_committed_to_before_anybody_marks() -> None:
    panel = make.panel(make.judged_part())
    from hashlib import sha256

    assert panel.commitment == sha256(bytes(panel.seed)).hexdigest()
    assert open_panel(panel.part, now=LATER).pk == panel.pk


def test_own_unit_by_roster_by_agency_and_by_author() -> None:
    part = make.judged_part()
    mine = make.work(part, 1, unit="Phòng Một")
    other = make.work(part, 2, unit="Phòng Hai")
    written = make.work(part, 3)
    unit = part.contest.units.get(name="Phòng Một")
    on_roster, by_seat, author = (make.works.juror(part, f"Lê Văn {n}") for n in "ABC")
    RosterEntry(unit=unit.unit, staff_code="1", full_name="A", person=on_roster.person, valid_from=NOW.date()).save()
    Seat.objects.filter(person=by_seat.person).update(agency="Đại diện lãnh đạo Phòng Hai")
    written.work.authors.create(place=1, name="C", name_norm="c", person=author.person)
    panel = open_panel(part, now=NOW)
    assign_works(panel, now=NOW)
    jurors = {juror.person_id: juror for juror in panel.jurors.all()}
    found = conflicts_of(part, works_of(part), list(jurors.values()), NOW)
    assert found[mine.code] == {jurors[on_roster.person_id].code: "unit"}
    assert found[other.code] == {jurors[by_seat.person_id].code: "unit"}
    assert found[written.code] == {jurors[author.person_id].code: "author"}
    assert Sheet.objects.count() == 6
    queue = queue_of(make.juror(panel, 0), NOW)
    assert (queue.left_out, len(queue.places)) == (1, 2)


def test_each_unit_has_a_jury_of_its_own_where_the_plan_says_so() -> None:
    """Seats of a unit mark its works and no other's; seats of none mark works of nobody's unit."""
    part = make.judged_part(scope="unit")
    one, two, nobodys = make.work(part, 1, unit="Phòng Một"), make.work(part, 2, unit="Phòng Hai"), make.work(part, 3)
    jurors = {name: make.works.juror(part, f"Lê Văn {name}") for name in "ABC"}
    units = {unit.name: unit for unit in part.contest.units.all()}
    Seat.objects.filter(person=jurors["A"].person).update(contest_unit=units["Phòng Một"])
    Seat.objects.filter(person=jurors["B"].person).update(contest_unit=units["Phòng Hai"])
    panel = open_panel(part, now=NOW)
    assert assign_works(panel, now=NOW).short == []
    dealt = Sheet.objects.values_list("juror__person", "entry")
    assert set(dealt) == {
        (jurors["A"].person_id, one.pk),
        (jurors["B"].person_id, two.pk),
        (jurors["C"].person_id, nobodys.pk),
    }
    queue = queue_of(panel.jurors.select_related("panel").get(person=jurors["A"].person), NOW)
    assert (queue.left_out, len(queue.places)) == (0, 1)
    late = make.sheet(make.juror(panel, 0))
    Seat.objects.filter(person=jurors["A"].person).update(contest_unit=units["Phòng Hai"])
    with pytest.raises(OwnUnit, match="hội đồng của đơn vị khác"):
        save_sheet(late.code, make.juror(panel, 0), make.given(late), now=NOW)
    lonely = make.work(part, 4, unit="Phòng Ba")
    assert lonely in [work for work, _n in assign_works(panel, now=NOW).short], "a unit without a jury is named"


def test_a_work_written_for_the_jurors_unit_as_text_is_a_tie_too() -> None:
    part = make.judged_part()
    work = make.work(part, 1)
    work.work.authors.create(place=1, name="X", name_norm="x", unit="phòng  HAI")
    judge = make.works.juror(part)
    Seat.objects.filter(person=judge.person).update(agency="Phòng Hai")
    panel = open_panel(part, now=NOW)
    found = assign_works(panel, now=NOW)
    assert [(one.pk, missing) for one, missing in found.short] == [(work.pk, 1)]
    assert [(one.pk, missing) for one, missing in short_works(panel)] == [(work.pk, 1)]


def test_begun_sheets_stay_and_untouched_ones_are_dealt_anew() -> None:
    part = make.judged_part(jurors_per_work=1)
    panel = make.panel(part, works_count=4, jurors=1)
    juror = make.juror(panel)
    first = make.sheet(juror)
    save_sheet(first.code, juror, make.given(first, {"noi-dung": "5"}), now=NOW)
    make.works.juror(part, "Giám Khảo Mới")
    assign_works(panel, now=LATER)
    assert sorted(dealt(panel).values()) == [2, 2]
    assert Sheet.objects.get(code=first.code).dropped_at is None


def test_topping_up_moves_nothing() -> None:
    part = make.judged_part(jurors_per_work=1)
    panel = make.panel(part, works_count=4, jurors=1)
    before = set(Sheet.objects.values_list("code", flat=True))
    make.works.juror(part, "Giám Khảo Mới")
    make.work(part, 9)
    found = assign_works(panel, now=LATER, anew=False)
    assert (found.given, found.taken) == (1, 0)
    assert before <= set(Sheet.objects.filter(dropped_at=None).values_list("code", flat=True))


def test_stepping_back_hands_the_work_on() -> None:
    panel = make.panel(make.judged_part(jurors_per_work=1), works_count=2, jurors=2)
    juror = make.juror(panel)
    sheet = make.sheet(juror)
    with pytest.raises(NoReason):
        recuse(sheet, reason="", now=LATER, by=make.account(juror))
    found = recuse(sheet, reason="Người thân tham gia", now=LATER, by=make.account(juror))
    assert (found.given, Recusal.objects.count()) == (1, 1)
    assert Sheet.objects.get(entry=sheet.entry, dropped_at=None).juror_id != juror.pk
    assign_works(panel, now=LATER)
    assert not Sheet.objects.filter(entry=sheet.entry, juror=juror, dropped_at=None).exists()


def test_nobody_steps_back_from_what_they_signed() -> None:
    panel = make.panel(make.judged_part())
    juror = make.juror(panel)
    sheet = make.signed(juror)
    with pytest.raises(SheetSigned):
        recuse(sheet, reason="Thôi", now=LATER, by=make.account(juror))


def test_a_replaced_jurors_signed_sheets_stay() -> None:
    part = make.judged_part(jurors_per_work=1)
    panel = make.panel(part, works_count=4, jurors=2)
    juror = make.juror(panel)
    signed = make.signed(juror)
    with pytest.raises(Refusal, match="còn trong Ban Giám khảo"):
        replace_juror(juror, reason="Ốm", now=LATER, by=None)
    Seat.objects.filter(person=juror.person).update(until=NOW)
    found = replace_juror(juror, reason="Ốm", now=LATER, by=None)
    assert found.given == 1
    assert list(juror.sheets.filter(dropped_at=None)) == [signed]
    assert Juror.objects.get(pk=juror.pk).left_at == LATER


def test_queues_are_shuffled_each_their_own_way_and_stay_so() -> None:
    panel = make.panel(make.judged_part(), works_count=8, jurors=2)
    orders = [[place.title for place in queue_of(make.juror(panel, n), NOW).places] for n in (0, 1, 0)]
    assert orders[0] == orders[2] != orders[1]


def test_no_jury_no_criteria_no_assignment() -> None:
    part = make.judged_part(criteria=[])
    make.work(part, 1)
    panel = open_panel(part, now=NOW)
    with pytest.raises(Refusal, match="chưa có ai"):
        assign_works(panel, now=NOW)
    make.works.juror(part)
    with pytest.raises(NoRubric, match="Chưa có tiêu chí chấm"):
        assign_works(panel, now=NOW)
    write_rubric(panel, make.CRITERIA, reason="Thể lệ số 5", now=NOW, by=None)
    assert assign_works(panel, now=NOW).given == 1
    close_panel(panel, reason="Thử", now=NOW, by=None)
    with pytest.raises(MarkingClosed):
        assign_works(panel, now=LATER)


def test_criteria_change_until_somebody_signs_and_marks_that_fit_stay() -> None:
    panel = make.panel(make.judged_part())
    juror = make.juror(panel)
    sheet = make.sheet(juror)
    save_sheet(sheet.code, juror, make.given(sheet), now=NOW)
    lower = [make.CRITERIA[0] | {"maximum": 50}, make.CRITERIA[1]]
    write_rubric(panel, lower, reason="Sửa thể lệ", now=LATER, by=None)
    sheet.refresh_from_db()
    assert sheet.marks == {"trinh-bay": "20"}
    current = rubric_of(panel)
    assert current is not None
    assert (current.version, sheet.rubric_id) == (2, current.pk)
    make.signed(juror, content="10", now=LATER)
    with pytest.raises(Refusal, match="không đổi tiêu chí được"):
        write_rubric(panel, make.CRITERIA, reason="Nữa", now=LATER, by=None)


@pytest.mark.parametrize(
    ("criteria", "said"),
    [
        ([], "ít nhất một tiêu chí"),
        ([{"key": "a", "title": "A", "maximum": "0"}], "Tiêu chí 1"),
        ([{"key": "a", "title": "A", "maximum": "7", "step": "2"}], "bội số của bước điểm"),
        ([{"key": "a", "title": "A", "maximum": "muoi"}], "cần một số"),
    ],
)
def test_criteria_are_checked(criteria: list[dict[str, str]], said: str) -> None:
    panel = open_panel(make.judged_part(criteria=[]), now=NOW)
    with pytest.raises(Refusal, match=said):
        write_rubric(panel, criteria, reason="Thể lệ", now=NOW, by=None)


def test_an_open_method_is_fixed_once_with_its_circumstances() -> None:
    panel = make.panel(make.judged_part(aggregation="open"))
    make.signed(make.juror(panel))
    with pytest.raises(Refusal, match="Chưa chốt cách tính điểm"):
        close_panel(panel, reason="Xong", now=LATER, by=None)
    with pytest.raises(NoReason):
        fix_method(panel, "median", reason="", now=LATER, by=None)
    fix_method(panel, "median", reason="Biên bản số 3", now=LATER, by=None)
    panel.refresh_from_db()
    assert (panel.method, panel.method_signed) == ("median", 1)
    with pytest.raises(Refusal, match="đã được ấn định"):
        fix_method(panel, "mean", reason="Đổi ý", now=LATER, by=None)
    settled = make.panel(make_other())
    with pytest.raises(Refusal, match="đã được ấn định"):
        fix_method(settled, "median", reason="Thử", now=LATER, by=None)


def make_other() -> object:
    base = make.works.entries_part(media="none")
    base["jury"] = {"criteria": make.CRITERIA}
    for key in ("topics", "genre"):
        base["entries"][key] = {"choose": "none", "required": False}
    return make.works.part_of(make.works.contest(base, slug="hoi-thi-khac", codes={"prefix": "HK24"}))
