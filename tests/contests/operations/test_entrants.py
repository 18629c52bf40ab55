from __future__ import annotations

from datetime import date

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Contest, Entrant
from hoithi.contests.operations.entrants import (
    FieldsLocked,
    NotEligible,
    ask_correction,
    bar_entrant,
    check_may_attempt,
    decide_correction,
    lock_fields,
    register_entrant,
)
from hoithi.core.errors import Refusal
from hoithi.people.models import Person, RosterEntry
from tests.contests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return make.contest()


def enter(contest: Contest, person: Person, group: str = "cong-dan", unit: object = None) -> Entrant:
    return register_entrant(contest, person, group=contest.groups.get(key=group), unit=unit, now=make.NOW)  # type: ignore[arg-type]


def test_a_citizen_enters_once(contest: Contest) -> None:
    person = make.person()
    first, again = enter(contest, person), enter(contest, person)
    assert first.pk == again.pk
    assert (first.prize_ok, first.counts_for_unit, first.display_name) == (True, False, "Nguyễn Văn Mẫu")
    assert Entrant.objects.count() == 1


def test_staff_enter_by_their_roster(contest: Contest) -> None:
    (office,) = make.units(contest, "Phòng Ví dụ")
    person = make.person("Lê Thị Ví Dụ", date(1988, 2, 3))
    with pytest.raises(NotEligible, match="danh sách cán bộ"):
        enter(contest, person, "can-bo", office)
    row = RosterEntry(
        unit=office.unit,
        staff_code="A1",
        full_name="LÊ THỊ VÍ DỤ",
        birth_date=date(1988, 2, 3),
        valid_from=date(2024, 1, 1),
    )
    row.save()
    entrant = enter(contest, person, "can-bo", office)
    row.refresh_from_db()
    assert (entrant.roster_entry, row.person) == (row, person)
    assert entrant.counts_for_unit


def test_a_person_of_fourteen_is_told_they_may_practise(contest: Contest) -> None:
    with pytest.raises(NotEligible) as refusal:
        enter(contest, make.person(birth=date(2010, 1, 1)))
    assert refusal.value.verdict.may_practise
    assert "chưa đủ tuổi" in str(refusal.value)
    assert "luyện tập" in str(refusal.value)
    assert not Entrant.objects.exists()


def test_question_makers_never_enter_and_other_committee_members_enter_without_a_prize(contest: Contest) -> None:
    author, chair = make.user("Người Ra Đề Mẫu"), make.user("Trưởng Ban Mẫu")
    make.seat(contest, "authors", author)
    make.seat(contest, "organising", chair)
    assert author.person
    assert chair.person
    with pytest.raises(NotEligible, match="đọc được đề thi"):
        enter(contest, author.person)
    assert enter(contest, chair.person).prize_ok is False


def test_somebody_who_became_a_reader_after_registering_cannot_start(contest: Contest) -> None:
    user = make.user()
    assert user.person
    entrant = enter(contest, user.person)
    make.seat(contest, "reviewers", user)
    with pytest.raises(NotEligible):
        check_may_attempt(entrant, make.NOW)


def test_a_barred_entrant_reads_the_reason(contest: Contest) -> None:
    entrant = bar_entrant(enter(contest, make.person()), reason="Dùng hai tài khoản.", now=make.NOW)
    with pytest.raises(Refusal, match="Dùng hai tài khoản"):
        check_may_attempt(entrant, make.NOW)


def test_fields_lock_with_the_first_attempt_and_are_corrected_by_request(contest: Contest) -> None:
    one, other = make.units(contest, "Phòng Một", "Phòng Hai")
    person, clerk = make.person(), make.user("Thư Ký Mẫu")
    entrant = enter(contest, person, unit=one)
    enter(contest, person, unit=other)  # still free to change
    lock_fields(entrant, make.NOW)
    with pytest.raises(FieldsLocked):
        enter(contest, person, unit=one)

    correction = ask_correction(entrant, {"unit": one.code}, reason="Chọn nhầm", now=make.NOW, by=clerk)
    with pytest.raises(Refusal, match="đang chờ"):
        ask_correction(entrant, {"unit": one.code}, reason="Lại", now=make.NOW, by=clerk)
    decide_correction(correction, accept=True, answer="Đã sửa", now=make.NOW, by=clerk)
    decide_correction(correction, accept=False, answer="Hai lần", now=make.NOW, by=clerk)  # the first stands
    entrant.refresh_from_db()
    assert entrant.contest_unit == one
    actions = AuditEvent.objects.filter(action__contains="correction").values_list("action", flat=True)
    assert sorted(actions) == ["contests:entrant:correction_asked", "contests:entrant:correction_decided"]


def test_groups_and_units_of_another_contest_are_refused(contest: Contest) -> None:
    elsewhere = make.contest(slug="hoi-thi-khac")
    with pytest.raises(Refusal, match="không thuộc cuộc thi"):
        register_entrant(contest, make.person(), group=elsewhere.groups.get(key="cong-dan"), unit=None, now=make.NOW)
