"""Deciding on works: when, by whom, with what reason, and never twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Part
from hoithi.core.errors import NotAllowed, Refusal
from hoithi.entries.models import Work, WorkFile
from hoithi.entries.operations import moderation as decide
from hoithi.entries.operations.work_errors import Incomplete, WorkClosed
from hoithi.entries.queries import moderation as read
from hoithi.people.models import User
from tests.contests import factories as make
from tests.entries import factories as works
from tests.entries import showing

pytestmark = pytest.mark.django_db
LATER = showing.LATER


@pytest.fixture
def part(db: None) -> Part:
    return showing.opened()


@pytest.fixture
def by(part: Part) -> User:
    return showing.moderator(part)


def accept(work: Work, by: User, **changes: Any) -> Work:
    wanted: dict[str, Any] = {
        "ticked": showing.everything(work.entry.part, work),
        "version": read.version_of(work),
        "now": LATER,
        "by": by,
    }
    return decide.accept_work(work, **(wanted | changes))


def refuse(work: Work, by: User, **changes: Any) -> Work:
    wanted: dict[str, Any] = {
        "reason": "Lạc đề",
        "ticked": (),
        "version": read.version_of(work),
        "now": LATER,
        "by": by,
    }
    return decide.refuse_work(work, **(wanted | changes))


def test_accepting_keeps_the_checklist_and_who(part: Part, by: User) -> None:
    work = accept(showing.handed_in(part), by)
    step = work.steps.get(step="accept")
    assert work.entry.state == "accepted"
    assert step.by == by
    keys = [item["key"] for item in step.checklist]
    assert keys == ["topics", "genre", "file", "declaration-ban-quyen"]
    assert all(item["ok"] for item in step.checklist)
    assert AuditEvent.objects.filter(action="entries:work:accept", target=work.entry.code).count() == 1


def test_nothing_is_accepted_with_an_item_open(part: Part, by: User) -> None:
    work = showing.handed_in(part)
    with pytest.raises(Incomplete, match="mục chưa xác nhận") as error:
        accept(work, by, ticked={"topics", "genre"})
    assert len(error.value.problems) == 2


def test_not_before_the_close(part: Part, by: User) -> None:
    work = showing.handed_in(part)
    assert part.closes is not None
    with pytest.raises(decide.NotModerating, match="Chưa đến lúc duyệt"):
        accept(work, by, now=part.closes - timedelta(microseconds=1))
    assert accept(work, by, now=part.closes).entry.state == "accepted"


def test_at_once_where_the_plan_says_so() -> None:
    part = showing.opened(moderation={"when": "on_submit"})
    assert accept(showing.handed_in(part), showing.moderator(part), now=works.NOW).entry.state == "accepted"


@pytest.mark.parametrize("role", ["secretary", "juror", "leader"])
def test_only_the_body_the_plan_names(role: str) -> None:
    part = showing.opened(moderation={"body": "ban-to-chuc"})
    work = showing.handed_in(part)
    with pytest.raises(NotAllowed, match="Ban Tổ chức duyệt tác phẩm"):
        accept(work, showing.moderator(part, role))
    assert accept(work, showing.moderator(part, "organiser")).entry.state == "accepted"


def test_a_refusal_needs_its_reason(part: Part, by: User) -> None:
    work = showing.handed_in(part)
    with pytest.raises(Refusal, match="Cần nêu lý do"):
        refuse(work, by, reason="  ")
    assert refuse(work, by).steps.get(step="refuse").reason == "Lạc đề"


def test_the_second_of_two_moderators_is_told_who_was_first(part: Part, by: User) -> None:
    work = showing.handed_in(part)
    seen = read.version_of(work)
    accept(work, by, version=seen)
    other = showing.moderator(part, "secretary")
    with pytest.raises(decide.DecidedMeanwhile, match="Vai Trò organiser Mẫu vừa quyết định"):
        refuse(work, other, version=seen)
    assert work.steps.filter(step="refuse").count() == 0


def test_a_work_handed_in_anew_meanwhile_is_looked_at_anew() -> None:
    part = showing.opened(moderation={"when": "on_submit"})
    work = showing.handed_in(part)
    seen = read.version_of(work)
    owner = work.started_by
    assert owner is not None
    works.with_file(work, owner)
    works.submit_work(work, agreed=works.AGREED, now=works.NOW + timedelta(hours=2), by=owner)
    with pytest.raises(decide.DecidedMeanwhile, match="đã thay đổi"):
        accept(work, showing.moderator(part), version=seen, now=works.NOW + timedelta(hours=3))


def test_decisions_are_taken_back_with_a_reason_and_both_stay(part: Part, by: User) -> None:
    work = accept(showing.handed_in(part), by)
    with pytest.raises(Refusal, match="lý do"):
        refuse(work, by, reason="")
    work = refuse(work, by, reason="Phát hiện sao chép")
    with pytest.raises(Refusal, match="lý do"):
        accept(work, by)
    work = decide.revise_work(work, reason="Có đơn", version=read.version_of(work), now=LATER, by=by)
    assert work.entry.state == "checking"
    refuse(work, by)
    assert accept(work, by, reason="Đơn đúng").entry.state == "accepted"
    told = [step.step for step in work.steps.all()]
    assert told == ["submit", "check_passed", "accept", "refuse", "revise", "refuse", "accept"]


def test_nobody_decides_on_a_work_of_their_own(part: Part) -> None:
    by, unit = works.coordinator(part)
    work = works.submitted(part, by, unit)
    make.seat(part.contest, "organising", by)
    with pytest.raises(decide.OwnWork):
        accept(work, by)


def test_a_question_changes_nothing_but_is_on_record(part: Part, by: User) -> None:
    work = showing.handed_in(part)
    step = decide.ask_owner(work, "Nhạc nền lấy ở đâu?", version=read.version_of(work), now=LATER, by=by)
    work.entry.refresh_from_db()
    assert (work.entry.state, step.state, step.reason) == ("checking", "checking", "Nhạc nền lấy ở đâu?")
    assert read.findings([work], part)[work.pk].asked
    with pytest.raises(Refusal, match="điều muốn hỏi"):
        decide.ask_owner(work, " ", version=read.version_of(work), now=LATER, by=by)


def test_a_published_work_is_not_decided_on(part: Part, by: User) -> None:
    work = showing.published(part)
    with pytest.raises(WorkClosed):
        refuse(work, by)


def test_only_clean_works_are_accepted_together(part: Part, by: User) -> None:
    clean = showing.handed_in(part)
    unchecked = showing.handed_in(part, checked=False)
    warned = showing.handed_in(part, "Phòng Hai")
    WorkFile.objects.filter(work=warned).update(warnings=[{"code": "silent"}])
    copied = showing.handed_in(part, "Phòng Hai")
    showing.alike(copied, clean)
    works.juror(part, "Lê Giám Khảo Mẫu")
    owner, entrant = works.person(part)
    named = works.submitted(
        part, owner, entrant, authors=[works.Named("Lê Giám Khảo Mẫu", "CV", "Xã Khác", "", "0912")]
    )
    WorkFile.objects.filter(work=named).update(check_state=WorkFile.PASSED)
    done = decide.accept_clean(part, now=LATER, by=by)
    assert [work.pk for work in done] == [clean.pk]
    states = dict(part.entries.values_list("pk", "state"))
    assert states[unchecked.pk] == "submitted"
    assert states[warned.pk] == states[copied.pk] == "checking"
    found = read.findings([named, copied], part)
    assert found[named.pk].committee == ["Lê Giám Khảo Mẫu"]
    assert found[copied.pk].likenesses == 1


def test_every_moderator_has_an_order_of_their_own_and_keeps_it(part: Part, by: User) -> None:
    showing.many(part, 8, "checking")
    other = showing.moderator(part, "secretary")
    mine, theirs = read.queue(part, by), read.queue(part, other)
    assert sorted(mine) == sorted(theirs)
    assert mine != theirs
    assert read.queue(part, by) == mine


def test_next_goes_through_everything_once_and_ends(part: Part, by: User) -> None:
    showing.many(part, 4, "checking")
    met = []
    work = read.next_in_queue(part, by)
    while work is not None:
        met.append(work.pk)
        work = Work.objects.select_related("entry__part__contest").get(pk=work.pk)
        refuse(work, by)
        work = read.next_in_queue(part, by, than=work.pk)
    assert len(met) == 4
    assert len(set(met)) == 4
