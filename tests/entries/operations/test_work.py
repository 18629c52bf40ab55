"""A work from its draft to the receipt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Part
from hoithi.contests.operations.entrants import NotEligible
from hoithi.core.errors import Refusal
from hoithi.entries.operations.authors import Named
from hoithi.entries.operations.submit import submit_work
from hoithi.entries.operations.work import attach_file, change_work, start_work, unit_entrant, withdraw_work
from hoithi.entries.operations.work_errors import AuthorBarred, Incomplete, NotReceiving, QuotaFull, WorkClosed
from hoithi.entries.queries.own import own_work, own_works
from tests.entries import factories as works

pytestmark = pytest.mark.django_db
NOW, AGREED = works.NOW, works.AGREED


@pytest.fixture
def part(db: None) -> Part:
    return works.opened()


def at(error: Incomplete) -> list[str]:
    return [problem.at for problem in error.problems]


def test_a_unit_hands_in_and_has_a_number_a_time_and_the_rules_it_was_made_under(part: Part) -> None:
    by, unit = works.coordinator(part)
    work = works.submitted(part, by, unit)
    assert (work.entry.state, work.number) == ("submitted", 1)
    assert work.submitted_at == NOW + timedelta(minutes=5)
    assert work.rules_hash == part.frozen_hash
    assert [(one.key, one.version, one.text) for one in work.declarations.all()] == [
        ("ban-quyen", 1, "Tác phẩm là của chúng tôi.")
    ]
    assert [(step.step, step.state) for step in work.steps.all()] == [("submit", "submitted")]
    unit.refresh_from_db()
    assert unit.locked_at is not None
    assert AuditEvent.objects.filter(action="entries:work:submit", target=work.entry.code).count() == 1
    assert works.submitted(part, by, unit).number == 2


def test_a_draft_may_be_made_before_the_opening_and_handed_in_only_after(part: Part) -> None:
    by, unit = works.coordinator(part)
    work = works.draft(part, by, unit, works.BEFORE)
    works.with_file(work, by, works.BEFORE)
    with pytest.raises(NotReceiving, match="Chưa đến thời gian nhận"):
        submit_work(work, agreed=AGREED, now=works.OPENS - timedelta(seconds=1), by=by)
    assert submit_work(work, agreed=AGREED, now=works.OPENS, by=by).number == 1


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=1)])
def test_nothing_at_or_after_the_deadline(part: Part, late: timedelta) -> None:
    by, unit = works.coordinator(part)
    work = works.draft(part, by, unit)
    works.with_file(work, by)
    now = works.CLOSES + late
    with pytest.raises(NotReceiving, match="Đã hết hạn"):
        submit_work(work, agreed=AGREED, now=now, by=by)
    with pytest.raises(NotReceiving):
        change_work(work, works.written(), now=now, by=by)
    with pytest.raises(NotReceiving):
        works.draft(part, by, unit, now)
    with pytest.raises(NotReceiving):
        withdraw_work(work, reason="x", now=now, by=by)
    work.entry.refresh_from_db()
    assert work.entry.state == "draft"


def test_the_last_instant_before_the_deadline_counts(part: Part) -> None:
    by, unit = works.coordinator(part)
    work = works.draft(part, by, unit)
    works.with_file(work, by)
    assert submit_work(work, agreed=AGREED, now=works.CLOSES - timedelta(microseconds=1), by=by).number == 1


def test_everything_that_is_missing_is_said_at_once(part: Part) -> None:
    by, unit = works.coordinator(part)
    author = Named("Nguyễn Văn Mẫu", "Chuyên viên")
    work = works.draft(part, by, unit, genre="", topics=[], authors=[author])
    with pytest.raises(Incomplete) as error:
        submit_work(work, agreed=[], now=NOW, by=by)
    assert at(error.value) == ["genre", "topics", "authors[0]", "file", "declaration-ban-quyen"]
    assert "số điện thoại" in str(error.value.problems[2])
    work.refresh_from_db()
    assert work.number is None


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"description": "x" * 4001}, "description"),
        ({"genre": "khong-co"}, "genre"),
        ({"topics": ["khong-co"]}, "topics"),
        ({"authors": [Named(" ")]}, "authors[0]"),
        ({"authors": [Named("A", "x" * 161)]}, "authors[0]"),
        ({"authors": [Named("A")] * 6}, "authors"),
        ({"authors": [Named("A", outside=True)]}, "authors[0]"),
    ],
)
def test_what_cannot_be_stored_names_its_place_and_changes_nothing(
    part: Part, changes: dict[str, Any], where: str
) -> None:
    by, unit = works.coordinator(part)
    work = works.draft(part, by, unit)
    with pytest.raises(Incomplete) as error:
        change_work(work, works.written(**changes), now=NOW, by=by)
    assert where in at(error.value)
    kept = own_work(by, work.entry.code, NOW)
    assert kept.entry.title == work.entry.title
    assert kept.authors.count() == 1


def test_the_third_work_of_a_unit_that_may_send_two_is_refused_until_one_is_withdrawn(part: Part) -> None:
    by, unit = works.coordinator(part)
    first, _second = works.submitted(part, by, unit), works.submitted(part, by, unit)
    third = works.draft(part, by, unit)
    works.with_file(third, by)
    with pytest.raises(QuotaFull, match="đủ 2 tác phẩm"):
        submit_work(third, agreed=AGREED, now=NOW + timedelta(hours=1), by=by)
    withdraw_work(first, reason="Gửi nhầm bản", now=NOW + timedelta(hours=2), by=by)
    assert submit_work(third, agreed=AGREED, now=NOW + timedelta(hours=3), by=by).number == 3


def test_handing_in_again_takes_the_newest_file_and_keeps_the_number(part: Part) -> None:
    by, unit = works.coordinator(part)
    work = works.submitted(part, by, unit)
    old = work.files.get()
    newer = works.with_file(work, by, NOW + timedelta(hours=1), text="bản mới")
    assert work.files.filter(handed_in_at__isnull=False, replaced_at__isnull=True).get() == old
    again = submit_work(work, agreed=AGREED, now=NOW + timedelta(hours=2), by=by)
    assert again.number == work.number
    assert work.files.filter(handed_in_at__isnull=False, replaced_at__isnull=True).get() == newer
    assert [step.step for step in work.steps.all()] == ["submit", "submit"]


def test_a_refused_upload_slot_keeps_only_the_newest_waiting_file(part: Part) -> None:
    by, unit = works.coordinator(part)
    work = works.draft(part, by, unit)
    first, second = works.with_file(work, by), works.with_file(work, by)
    first.refresh_from_db()
    assert first.replaced_at is not None
    assert second.replaced_at is None


def test_members_of_the_committee_neither_enter_nor_stand_as_co_authors(part: Part) -> None:
    juror = works.juror(part, phone="+84912345678")
    by, unit = works.coordinator(part)
    author = Named("Người Ghi Khác Tên", phone="0912 345 678")
    with pytest.raises(AuthorBarred, match="Người Ghi Khác Tên"):
        works.draft(part, by, unit, authors=[author])
    assert juror.person is not None
    group = part.contest.groups.get(key="ca-nhan")
    with pytest.raises(NotEligible):
        works.register_entrant(part.contest, juror.person, group=group, unit=None, now=NOW)


def test_a_name_alone_bars_nobody(part: Part) -> None:
    works.juror(part)
    by, unit = works.coordinator(part)
    assert works.draft(part, by, unit, authors=[Named("Lê Giám Khảo Mẫu", unit="Xã Khác")]).pk


def test_another_group_or_another_contest_may_not_send(part: Part) -> None:
    by, unit = works.coordinator(part)
    other = works.opened(None, slug="hoi-thi-khac", title="Hội thi khác", codes={"prefix": "HK"})
    with pytest.raises(Refusal, match="không thuộc đối tượng"):
        start_work(other, unit, works.written(), now=NOW, by=by)


def test_a_unit_is_entered_once_and_only_where_units_compete(part: Part) -> None:
    unit = part.contest.units.first()
    assert unit is not None
    assert unit_entrant(part.contest, unit, now=NOW).pk == unit_entrant(part.contest, unit, now=NOW).pk
    unit.competes = False
    unit.save()
    stranger = part.contest.units.last()
    assert stranger is not None
    stranger.competes = False
    stranger.save()
    with pytest.raises(Refusal, match="không thuộc đối tượng dự thi là tập thể"):
        unit_entrant(part.contest, stranger, now=NOW)


def test_only_the_owner_and_the_units_coordinator_reach_a_work(part: Part) -> None:
    by, unit = works.coordinator(part)
    work = works.draft(part, by, unit)
    other, _ = works.coordinator(part, "Phòng Hai")
    stranger, _ = works.person(part)
    assert own_work(by, work.entry.code, NOW) == work
    assert list(own_works(by, part, NOW)) == [work]
    for somebody in (other, stranger):
        with pytest.raises(Refusal, match="Không tìm thấy"):
            own_work(somebody, work.entry.code, NOW)
        assert not own_works(somebody, part, NOW).exists()


def test_a_withdrawn_work_takes_nothing_more(part: Part) -> None:
    by, unit = works.coordinator(part)
    work = works.submitted(part, by, unit)
    with pytest.raises(Refusal, match="Cần nêu lý do"):
        withdraw_work(work, reason=" ", now=NOW, by=by)
    withdraw_work(work, reason="Thôi không dự thi", now=NOW, by=by)
    for step in (
        lambda: submit_work(work, agreed=AGREED, now=NOW, by=by),
        lambda: change_work(work, works.written(), now=NOW, by=by),
        lambda: attach_file(work, works.stored(), now=NOW, by=by),
        lambda: withdraw_work(work, reason="lần nữa", now=NOW, by=by),
    ):
        with pytest.raises(WorkClosed):
            step()
