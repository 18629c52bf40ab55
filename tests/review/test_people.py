"""Corrections reach results and standings; who has seen the bank never enters."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from hoithi.awards.operations import propose_awards, seal_result
from hoithi.contests.models import Contest, ContestUnit, StandingRow
from hoithi.contests.operations.bodies import vacate
from hoithi.contests.operations.entrants import (
    NotEligible,
    ask_correction,
    check_may_attempt,
    decide_correction,
    register_entrant,
)
from hoithi.contests.operations.publication import publish_results
from hoithi.contests.operations.standings import decide_tie, refresh_dirty, refresh_standing
from hoithi.core.errors import Refusal
from hoithi.people.models import RosterEntry
from hoithi.people.operations.accounts import erase_person
from hoithi.quiz.models import Result
from tests.awards.story import contest_with_units, ended, join, sit
from tests.contests import factories as make

pytestmark = pytest.mark.django_db


def roster(unit: ContestUnit, name: str, birth: date = date(1990, 1, 1)) -> RosterEntry:
    row = RosterEntry(
        unit=unit.unit, staff_code=f"R{name}", full_name=name, birth_date=birth, valid_from=date(2024, 1, 1)
    )
    row.save()
    return row


def corrected(entrant: object, **changes: str) -> None:
    clerk = make.user("Thư Ký Mẫu")
    asked = ask_correction(entrant, changes, reason="Chọn nhầm", now=make.NOW, by=clerk)  # type: ignore[arg-type]
    decide_correction(asked, accept=True, answer="Đã sửa", now=make.NOW, by=clerk)


def participants(contest: Contest) -> dict[int, object]:
    refresh_dirty(make.NOW)
    rows = contest.standings.get(key="tap-the").rows.all()
    return {row.subject_id: row.values["raw"]["participants"] for row in rows}


def test_a_corrected_unit_takes_its_result_with_it() -> None:
    contest, (one, other) = contest_with_units("Phòng Một", "Phòng Hai")
    entrant = join(contest, "Người A", one)
    sit(entrant, right=3, seconds=60)
    assert participants(contest) == {one.pk: 1, other.pk: None}
    roster(other, "Người A")
    corrected(entrant, unit=other.code)
    result = Result.objects.get()
    assert (result.contest_unit_id, result.on_roster, result.correct) == (other.pk, True, 3)
    assert participants(contest) == {one.pk: None, other.pk: 1}
    row = StandingRow.objects.get(standing__key="ca-nhan")
    assert (row.contest_unit_id, row.subject_id) == (other.pk, entrant.pk)


def test_a_citizen_found_on_a_roster_counts_for_their_unit() -> None:
    contest, (one,) = contest_with_units("Phòng Một")
    entrant = join(contest, "Người A")
    sit(entrant, right=3, seconds=60)
    roster(one, "Người A")
    corrected(entrant, unit=one.code, group="can-bo")
    assert participants(contest) == {one.pk: 1}


def test_a_corrected_group_leaves_the_former_board() -> None:
    data = make.definition()
    data["standing"][0] |= {"each": "group"}
    contest, (one,) = contest_with_units("Phòng Một", standing=data["standing"])
    entrant = join(contest, "Người A")
    sit(entrant, right=3, seconds=60)
    roster(one, "Người A")
    corrected(entrant, unit=one.code, group="can-bo")
    assert list(StandingRow.objects.filter(subject_id=entrant.pk).values_list("scope", flat=True)) == ["can-bo"]


def test_a_correction_to_what_is_gone_or_after_publication_is_refused_in_words() -> None:
    contest, (one,) = contest_with_units("Phòng Một")
    entrant = join(contest, "Người A", one)
    with pytest.raises(Refusal, match="không còn trong cuộc thi"):
        corrected(entrant, unit="khong-co")
    entrant.corrections.all().delete()
    Contest.objects.update(results_published_at=make.AFTER)
    with pytest.raises(Refusal, match="đã công bố"):
        corrected(entrant, group="cong-dan")


def test_who_once_read_the_bank_never_enters() -> None:
    contest = make.contest()
    for body in ("authors", "reviewers"):
        user = make.user()
        assert user.person is not None
        vacate(make.seat(contest, body, user), now=make.BEFORE)
        with pytest.raises(NotEligible, match="đọc được đề thi"):
            register_entrant(contest, user.person, group=contest.groups.get(key="cong-dan"), unit=None, now=make.NOW)


def test_who_joins_the_committee_before_the_attempt_takes_no_prize() -> None:
    contest = make.contest()
    user = make.user()
    assert user.person is not None
    entrant = register_entrant(contest, user.person, group=contest.groups.get(key="cong-dan"), unit=None, now=make.NOW)
    make.seat(contest, "organising", user)
    check_may_attempt(entrant, make.NOW)
    entrant.refresh_from_db()
    assert entrant.prize_ok is False


def closed() -> tuple[Contest, list[ContestUnit]]:
    contest, units = contest_with_units("Phòng Một", "Phòng Hai")
    for unit in units:
        sit(join(contest, f"Người {unit.name}", unit), right=3, seconds=60)
    ended(contest)
    return contest, units


def decide(contest: Contest, key: str, subjects: list[int], now: object) -> None:
    decide_tie(contest.standings.get(key=key), place=1, subjects=subjects, reason="Biên bản", now=now)  # type: ignore[arg-type]


def test_a_decision_pressed_before_the_seal_but_written_after_it_is_not_published_over() -> None:
    contest, units = closed()
    now = make.AFTER
    people = [row.subject_id for row in contest.standings.get(key="ca-nhan").rows.all()]
    decide(contest, "ca-nhan", people, now)
    decide(contest, "tap-the", [unit.pk for unit in units], now)
    seal_result(contest, now=now + timedelta(seconds=2))
    decide(contest, "tap-the", [unit.pk for unit in units][::-1], now + timedelta(seconds=1))  # waited for the lock
    with pytest.raises(Refusal, match="sau lần niêm phong cuối"):
        publish_results(contest, now=now + timedelta(seconds=3))
    seal_result(contest, now=now + timedelta(seconds=4))
    assert publish_results(contest, now=now + timedelta(seconds=5)).results_published_at


def test_a_seal_pressed_before_a_decision_it_holds_can_be_published() -> None:
    contest, units = closed()
    people = [row.subject_id for row in contest.standings.get(key="ca-nhan").rows.all()]
    later = make.AFTER + timedelta(seconds=1)
    decide(contest, "ca-nhan", people, later)
    decide(contest, "tap-the", [unit.pk for unit in units], later)
    sealed = seal_result(contest, now=make.AFTER)
    assert sealed.at == later
    assert json.loads(sealed.envelope)["body"]["decisions"]
    assert propose_awards(contest, now=later).awards
    assert publish_results(contest, now=later).results_published_at == later


def test_refreshing_drops_only_who_has_no_facts_any_more() -> None:
    contest, _units = closed()
    standing = contest.standings.get(key="ca-nhan")
    ghost = standing.rows.create(subject_id=10**9, rank_key=b"\0", changed_at=make.AFTER + timedelta(days=9))
    late = make.OPENS - timedelta(days=1)  # rows are not told apart by moments
    refresh_standing(standing, now=late)
    assert not standing.rows.filter(pk=ghost.pk).exists()
    assert standing.rows.count() == 2


def test_an_erased_persons_name_leaves_the_contest_and_the_place_stays() -> None:
    contest, (one,) = contest_with_units("Phòng Một")
    entrant = join(contest, "Người A", one)
    sit(entrant, right=3, seconds=60)
    clerk = make.user("Quản Trị Mẫu")
    asked = ask_correction(entrant, {"full_name": "Người Bê"}, reason="Sai tên", now=make.NOW, by=clerk)
    assert entrant.person is not None
    erase_person(entrant.person, now=make.NOW, by=clerk)
    entrant.refresh_from_db()
    asked.refresh_from_db()
    assert entrant.display_name == asked.changes["full_name"] == "Người đã xóa dữ liệu"
    assert contest.standings.get(key="ca-nhan").rows.count() == 1
