from __future__ import annotations

from datetime import date

import pytest

from hoithi.contests.models import Seat
from hoithi.contests.operations.bodies import AlreadyEntered, appoint, vacate
from hoithi.contests.operations.entrants import lock_fields, register_entrant
from hoithi.contests.operations.office import EmptyText, answer_note, finish_task, reopen_task, report_note
from hoithi.contests.operations.units import take_units
from hoithi.contests.queries.roles import roles_of
from hoithi.people.models import RosterEntry, Unit
from tests.contests import factories as make

pytestmark = pytest.mark.django_db


def test_a_seat_is_taken_once_and_left_behind_readably() -> None:
    contest, user = make.contest(), make.user()
    assert user.person
    empty = Seat.objects.get(body__key="ban-to-chuc", title="Trưởng ban")
    seat = appoint(empty.body, user.person, seat=empty, now=make.BEFORE)
    assert appoint(empty.body, user.person, now=make.NOW).pk == seat.pk
    assert "organiser" in roles_of(user, contest, make.NOW)

    vacate(seat, now=make.NOW)
    assert "organiser" not in roles_of(user, contest, make.AFTER)
    assert Seat.objects.filter(body=empty.body, title="Trưởng ban", person=None, from_plan=True).count() == 1
    seat.refresh_from_db()
    assert (seat.person, seat.until) == (user.person, make.NOW)


def test_a_seat_counts_from_its_beginning() -> None:
    contest, user = make.contest(), make.user()
    make.seat(contest, "secretariat", user)
    assert "secretary" not in roles_of(user, contest, make.BEFORE.replace(day=1))
    assert "secretary" in roles_of(user, contest, make.BEFORE)


def test_whoever_has_sat_the_contest_cannot_read_its_bank() -> None:
    contest, user = make.contest(), make.user()
    assert user.person
    entrant = register_entrant(contest, user.person, group=contest.groups.get(key="cong-dan"), unit=None, now=make.NOW)
    lock_fields(entrant, make.NOW)
    with pytest.raises(AlreadyEntered, match="đã dự thi"):
        make.seat(contest, "authors", user)


def test_headcounts_leave_out_readers_of_the_bank() -> None:
    contest, author = make.contest(), make.user("Người Ra Đề Mẫu")
    office = make.unit("Phòng Ví dụ", headcount=99)
    for code, person in (("A1", author.person), ("A2", None), ("A3", None)):
        RosterEntry(
            unit=office, staff_code=code, full_name="Cán Bộ Mẫu", person=person, valid_from=date(2024, 1, 1)
        ).save()
    take_units(contest, [office], now=make.BEFORE)
    assert contest.units.get().headcount == 3  # the roster's number, not the stated one
    make.seat(contest, "authors", author)
    take_units(contest, [office], now=make.BEFORE)
    assert contest.units.get().headcount == 2


def test_a_frozen_contest_keeps_the_units_it_was_frozen_with() -> None:
    contest = make.contest()
    office, forgotten = make.unit("Phòng Cũ", headcount=10), make.unit("Phòng Quên", headcount=5)
    take_units(contest, [office], now=make.BEFORE)
    contest.parts.update(frozen_at=make.BEFORE)
    Unit.objects.filter(pk=office.pk).update(name="Phòng Mới", headcount=99)
    assert take_units(contest, Unit.objects.filter(pk__in=[office.pk, forgotten.pk]), now=make.NOW) == 1
    assert list(contest.units.order_by("position").values_list("name", "headcount", "position")) == [
        ("Phòng Cũ", 10, 0),
        ("Phòng Quên", 5, 1),
    ]


def test_a_difficulty_is_answered_in_place() -> None:
    contest, coordinator, clerk = make.contest(), make.user(), make.user("Thư Ký Mẫu")
    (unit,) = make.units(contest, "Phòng Ví dụ")
    with pytest.raises(EmptyText):
        report_note(unit, kind="difficulty", text="  ", now=make.NOW, by=coordinator)
    note = report_note(unit, kind="difficulty", text="Nhiều người chưa có e-mail.", now=make.NOW, by=coordinator)
    answer_note(note, answer="Dùng số điện thoại.", now=make.AFTER, by=clerk)
    note.refresh_from_db()
    assert (note.answer, note.answered_by, note.answered_at) == ("Dùng số điện thoại.", clerk, make.AFTER)


def test_a_task_is_done_once_and_may_be_reopened() -> None:
    data = make.definition(task=[{"key": "a", "agency": "Phòng Nội vụ", "title": "Ban hành thể lệ"}])
    contest = make.define_contest(make.Plan.model_validate(data), now=make.BEFORE).contest
    task, clerk = contest.tasks.get(), make.user()
    finish_task(task, now=make.BEFORE, by=clerk, evidence="QĐ số 1")
    finish_task(task, now=make.NOW, by=clerk)
    task.refresh_from_db()
    assert (task.done_at, task.evidence) == (make.BEFORE, "QĐ số 1")
    reopen_task(task, now=make.NOW, by=clerk)
    task.refresh_from_db()
    assert task.done_at is None
