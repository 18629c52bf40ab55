"""A sheet: saved, never overwritten backwards, signed whole, unlocked with a reason."""

from __future__ import annotations

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import StandingMark
from hoithi.core.errors import Refusal
from hoithi.judging.errors import (
    BadSheet,
    MarkingClosed,
    MarkingNotOpen,
    NoReason,
    OwnUnit,
    SheetMoved,
    SheetNotFound,
    SheetSigned,
)
from hoithi.judging.models import Panel, SheetEvent
from hoithi.judging.operations.discussion import close_discussion, open_discussion
from hoithi.judging.operations.panel import close_panel, reopen_panel
from hoithi.judging.operations.sheet import revise_sheet, save_sheet, sign_sheet, unlock_sheet
from hoithi.people.models import RosterEntry
from tests.judging import factories as make
from tests.judging.factories import CLOSES, LATER, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def panel() -> Panel:
    return make.panel(make.judged_part(opens=NOW, closes=CLOSES))


def test_a_save_keeps_marks_as_written_and_counts_on(panel: Panel) -> None:
    juror = make.juror(panel)
    sheet = make.sheet(juror)
    found = save_sheet(sheet.code, juror, make.given(sheet, {"noi-dung": "60,5", "trinh-bay": ""}), now=LATER)
    assert (found.marks, found.revision, found.saved_at) == ({"noi-dung": "60.5"}, 1, LATER)


def test_an_older_page_overwrites_nothing(panel: Panel) -> None:
    juror = make.juror(panel)
    sheet = make.sheet(juror)
    first = make.given(sheet, {"noi-dung": "10"}, tab="a", seq=1)
    save_sheet(sheet.code, juror, first, now=LATER)
    with pytest.raises(SheetMoved, match="cửa sổ hoặc thiết bị khác"):
        save_sheet(sheet.code, juror, make.given(sheet, {"noi-dung": "20"}, tab="b", seq=9), now=LATER)
    sheet.refresh_from_db()
    assert sheet.marks == {"noi-dung": "10"}


def test_the_same_save_sent_twice_is_one_and_an_overtaken_one_is_none(panel: Panel) -> None:
    juror = make.juror(panel)
    sheet = make.sheet(juror)
    save_sheet(sheet.code, juror, make.given(sheet, {"noi-dung": "10"}, tab="a", seq=2), now=LATER)
    for late in (1, 2):
        found = save_sheet(sheet.code, juror, make.given(sheet, {"noi-dung": "5"}, tab="a", seq=late), now=LATER)
        assert (found.marks, found.revision) == ({"noi-dung": "10"}, 1)
    found = save_sheet(sheet.code, juror, make.given(sheet, {"noi-dung": "11"}, tab="a", seq=3), now=LATER)
    assert found.marks == {"noi-dung": "11"}


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ({"noi-dung": "70,5"}, "“Nội dung” tối đa 70 điểm"),
        ({"noi-dung": "-1"}, "không được dưới 0 điểm"),
        ({"noi-dung": "10,3"}, "“Nội dung” chấm theo bước 0,5 điểm"),
        ({"trinh-bay": "9,5"}, "“Trình bày” chấm theo bước 1 điểm"),
        ({"noi-dung": "mười"}, "cần một con số"),
        ({"noi-dung": "NaN"}, "cần một con số"),
        ({"noi-dung": "1e5"}, "tối đa 70 điểm"),
        ({"khac": "1"}, "Không có tiêu chí “khac”"),
    ],
)
def test_marks_off_the_rubric_are_refused_and_nothing_is_kept(panel: Panel, marks: dict[str, str], said: str) -> None:
    juror = make.juror(panel)
    sheet = make.sheet(juror)
    with pytest.raises(BadSheet, match=said):
        save_sheet(sheet.code, juror, make.given(sheet, {"trinh-bay": "1"} | marks), now=LATER)
    sheet.refresh_from_db()
    assert (sheet.marks, sheet.revision) == ({}, 0)


def test_signing_needs_every_mark_and_locks(panel: Panel) -> None:
    juror = make.juror(panel)
    sheet = make.sheet(juror)
    with pytest.raises(BadSheet, match="“Trình bày” chưa có điểm"):
        sign_sheet(sheet.code, juror, make.given(sheet, {"noi-dung": "1"}), now=LATER, by=None)
    StandingMark.objects.all().delete()
    found = make.signed(juror)
    assert (found.signed_at, len(found.digest)) == (NOW, 64)
    assert StandingMark.objects.exists()
    with pytest.raises(SheetSigned):
        save_sheet(sheet.code, juror, make.given(found), now=LATER)
    again = sign_sheet(sheet.code, juror, None, now=LATER, by=None)
    assert again.signed_at == NOW
    assert AuditEvent.objects.filter(action="judging:sheet:signed").count() == 1


def test_a_required_comment_is_asked_for_on_signing() -> None:
    panel = make.panel(make.judged_part(comment="required"))
    juror = make.juror(panel)
    with pytest.raises(BadSheet, match="ghi nhận xét"):
        make.signed(juror)


def test_outside_the_window_nothing_changes(panel: Panel) -> None:
    juror = make.juror(panel)
    sheet = make.sheet(juror)
    with pytest.raises(MarkingNotOpen, match="Chưa đến thời gian chấm"):
        save_sheet(sheet.code, juror, make.given(sheet), now=make.works.AFTER)
    with pytest.raises(MarkingClosed, match="đã kết thúc"):
        sign_sheet(sheet.code, juror, make.given(sheet), now=CLOSES, by=None)


def test_somebody_elses_sheet_does_not_exist(panel: Panel) -> None:
    mine, theirs = make.juror(panel, 0), make.juror(panel, 1)
    sheet = make.sheet(theirs)
    with pytest.raises(SheetNotFound, match="không có phiếu chấm này|Không có phiếu chấm này"):
        save_sheet(sheet.code, mine, make.given(sheet), now=LATER)


def test_a_tie_found_later_stops_the_sheet(panel: Panel) -> None:
    juror = make.juror(panel)
    sheet = make.sheet(juror)
    unit = panel.part.contest.units.first()
    assert unit is not None
    sheet.entry.owner.contest_unit = unit
    sheet.entry.owner.save()
    entry = RosterEntry(unit=unit.unit, staff_code="1", full_name="X", person=juror.person, valid_from=NOW.date())
    entry.save()
    with pytest.raises(OwnUnit, match="của đơn vị bạn"):
        save_sheet(sheet.code, juror, make.given(sheet), now=LATER)


def test_an_unlock_keeps_what_was_signed(panel: Panel) -> None:
    juror = make.juror(panel)
    sheet = make.signed(juror)
    with pytest.raises(NoReason):
        unlock_sheet(sheet, reason=" ", now=LATER, by=None)
    found = unlock_sheet(sheet, reason="Chấm nhầm tác phẩm", now=LATER, by=None)
    assert found.signed_at is None
    kept = SheetEvent.objects.get(sheet=sheet, event="unlocked")
    assert (kept.marks, kept.reason, len(kept.digest)) == (
        {"noi-dung": "60.5", "trinh-bay": "20"},
        "Chấm nhầm tác phẩm",
        64,
    )
    make.signed(juror, content="50", now=LATER)
    assert SheetEvent.objects.filter(sheet=sheet, event="signed").count() == 2


def test_a_page_from_before_the_unlock_cannot_save(panel: Panel) -> None:
    juror = make.juror(panel)
    sheet = make.sheet(juror)
    old = make.given(sheet, tab="a", seq=1)
    save_sheet(sheet.code, juror, old, now=NOW)
    found = sign_sheet(sheet.code, juror, None, now=NOW, by=None)
    unlock_sheet(found, reason="Sửa", now=LATER, by=None)
    with pytest.raises(SheetMoved):
        save_sheet(sheet.code, juror, make.given(sheet, {"noi-dung": "1"}, tab="a", seq=2), now=LATER)


def test_a_discussion_lets_signed_sheets_be_revised_with_a_reason(panel: Panel) -> None:
    one, two = make.juror(panel, 0), make.juror(panel, 1)
    first = make.signed(one, content="70", show="30")
    with pytest.raises(Refusal, match="từ hai phiếu trở lên"):
        open_discussion(panel, first.entry, reason="Lệch", now=LATER, by=None)
    second = make.signed(two, content="10", show="5")
    with pytest.raises(SheetSigned):
        revise_sheet(second.code, two, make.given(second), reason="Xem lại", now=LATER, by=None)
    talk = open_discussion(panel, first.entry, reason="Lệch 85 điểm", now=LATER, by=None)
    assert talk.before == ["15/1", "100/1"]
    assert open_discussion(panel, first.entry, reason="Lệch", now=LATER, by=None) == talk
    second.refresh_from_db()
    with pytest.raises(NoReason):
        revise_sheet(second.code, two, make.given(second), reason="", now=LATER, by=None)
    with pytest.raises(Refusal, match="đang thảo luận"):
        close_panel(panel, reason="Xong", now=LATER, by=None)
    found = revise_sheet(second.code, two, make.given(second), reason="Xem lại", now=LATER, by=None)
    assert found.signed_at == LATER
    close_discussion(talk, conclusion="Thống nhất 80 điểm", now=LATER, by=None)
    with pytest.raises(SheetSigned):
        revise_sheet(second.code, two, make.given(found), reason="Nữa", now=LATER, by=None)


def test_the_end_needs_a_reason_while_sheets_are_open_and_holds(panel: Panel) -> None:
    juror = make.juror(panel)
    with pytest.raises(NoReason):
        close_panel(panel, reason="", now=LATER, by=None)
    close_panel(panel, reason="Giám khảo vắng có phép", now=LATER, by=None)
    with pytest.raises(MarkingClosed):
        make.signed(juror, now=LATER)
    panel.refresh_from_db()
    reopen_panel(panel, reason="Bổ sung", now=LATER, by=None)
    make.signed(juror, now=LATER)
