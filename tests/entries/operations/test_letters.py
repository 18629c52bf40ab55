"""What the owner of a work is written: each decision once, in their language, where they can be reached."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Part
from hoithi.core.errors import Refusal
from hoithi.entries.models import Work, WorkFile
from hoithi.entries.operations import moderation as decide
from hoithi.entries.operations.answers import NothingAsked, answer_question
from hoithi.entries.operations.checking import accept_unmoderated, settle_check
from hoithi.entries.operations.letters import no_letters
from hoithi.entries.operations.publishing import publish_work, take_down_work
from hoithi.entries.operations.submit import submit_work
from hoithi.entries.operations.work_steps import locked_work
from hoithi.entries.queries import moderation as read
from hoithi.entries.queries.words import step_reason
from hoithi.entries.spec import said
from hoithi.people.models import Letter, User
from tests.entries import factories as works
from tests.entries import showing

pytestmark = pytest.mark.django_db
LATER = showing.LATER
TOO_LONG = {"code": "too_long", "found": "11:42,000", "required": "≤ 10:00,000"}


@pytest.fixture
def part(db: None) -> Part:
    return showing.opened()


@pytest.fixture
def work(part: Part) -> Work:
    """A unit's work that waits for a decision; its coordinator has an address."""
    found = showing.handed_in(part)
    User.objects.filter(pk=found.submitted_by_id).update(email="Dau-Moi@vidu.example")
    return found


def letters(work: Work) -> list[Letter]:
    return list(Letter.objects.filter(key__startswith=f"work:{work.entry.code}").order_by("pk"))


def now_of(work: Work) -> int:
    return read.version_of(work)


def test_every_decision_is_written_to_whoever_answers_for_the_unit(part: Part, work: Work) -> None:
    by = showing.moderator(part)
    decide.ask_owner(work, "Ai giữ bản quyền nhạc nền?", version=now_of(work), now=LATER, by=by)
    ticked = showing.everything(part, work)
    decide.refuse_work(work, reason="Lạc đề", ticked=(), version=now_of(work), now=LATER, by=by)
    decide.accept_work(work, ticked=ticked, reason="Xem lại", version=now_of(work), now=LATER, by=by)
    publish_work(work, now=LATER, by=by)
    take_down_work(work, public="Nhạc nền có bản quyền", now=LATER, by=by)
    found = letters(work)
    assert {letter.to for letter in found} == {"dau-moi@vidu.example"}
    assert [letter.subject.partition(": ")[2] for letter in found] == [
        "Ban Tổ chức hỏi bạn",
        "không được chấp nhận",
        "được chấp nhận",
        "đã được gỡ",
    ]
    for letter, words in zip(found, ("nhạc nền?", "Lạc đề", "Xem lại", "Nhạc nền có bản quyền"), strict=True):
        assert words in letter.text
        assert f"/tac-pham/{work.entry.code}/" in letter.text
        assert work.entry.title in letter.text


def test_letters_speak_the_readers_language_not_the_moderators(part: Part, work: Work) -> None:
    with translation.override("en"):
        by = showing.moderator(part)
        decide.refuse_work(work, reason="Off topic", ticked=(), version=now_of(work), now=LATER, by=by)
    assert "không chấp nhận tác phẩm" in letters(work)[0].text


def test_where_the_owner_has_no_address_the_authors_are_written_to(part: Part) -> None:
    named = works.Named("Nguyễn Văn Mẫu", "Chuyên viên", "Phòng Một", "", "0912000111", "Tac-Gia@vidu.example")
    work = showing.handed_in(part, authors=[named])
    User.objects.filter(pk=work.submitted_by_id).update(email=None, phone="+84900000999")
    decide.accept_clean(part, now=LATER, by=showing.moderator(part))
    assert [letter.to for letter in letters(work)] == ["tac-gia@vidu.example"]


def test_a_refused_decision_writes_nothing_and_a_rehearsal_neither(part: Part, work: Work) -> None:
    by = showing.moderator(part)
    with pytest.raises(Refusal):
        decide.refuse_work(work, reason=" ", ticked=(), version=now_of(work), now=LATER, by=by)
    with no_letters():
        decide.refuse_work(work, reason="Lạc đề", ticked=(), version=now_of(work), now=LATER, by=by)
    assert letters(work) == []


def test_what_the_check_found_is_written_and_stored_as_codes(part: Part) -> None:
    by, owner = works.coordinator(part)
    User.objects.filter(pk=by.pk).update(email="dau-moi@vidu.example")
    work = works.submitted(part, by, owner)
    WorkFile.objects.filter(work=work).update(check_state=WorkFile.FAILED, problems=[TOO_LONG])
    settle_check(locked_work(work.pk), now=works.NOW)
    step = work.steps.get(step="check_failed")
    assert (step.reason, step.findings) == ("", [TOO_LONG])
    assert "Video dài 11:42,000, dài hơn quy định (≤ 10:00,000)." in letters(work)[0].text
    assert step_reason(step) == said(TOO_LONG)["message"]


def test_a_question_is_answered_once_and_waits_in_the_queue(part: Part, work: Work) -> None:
    by = showing.moderator(part)
    owner = work.submitted_by
    assert owner is not None
    with pytest.raises(NothingAsked):
        answer_question(work, "Chúng tôi.", now=LATER, by=owner)
    decide.ask_owner(work, "Ai giữ bản quyền nhạc nền?", version=now_of(work), now=LATER, by=by)
    found = read.findings([work], part)[work.pk]
    assert (found.asked, found.answered, found.clean) == (True, False, False)
    seen = now_of(work)
    with pytest.raises(Refusal, match="Hãy viết câu trả lời"):
        answer_question(work, "  ", now=LATER, by=owner)
    answer_question(work, "Chúng tôi tự viết nhạc.", now=LATER + timedelta(hours=1), by=owner)
    found = read.findings([work], part)[work.pk]
    assert (found.asked, found.answered, found.clean) == (False, True, False)
    assert decide.accept_clean(part, now=LATER, by=by) == [], "an answer is read before the work is accepted"
    assert AuditEvent.objects.filter(action="entries:work:answer", target=work.entry.code).count() == 1
    with pytest.raises(NothingAsked):
        answer_question(work, "Nữa.", now=LATER, by=owner)
    with pytest.raises(decide.DecidedMeanwhile):  # a page opened before the answer
        decide.refuse_work(work, reason="Lạc đề", ticked=(), version=seen, now=LATER, by=by)
    decide.refuse_work(work, reason="Lạc đề", ticked=(), version=now_of(work), now=LATER, by=by)
    assert not read.findings([work], part)[work.pk].answered


def test_without_approval_a_checked_work_is_accepted_from_the_close_on() -> None:
    part = works.opened(works.entries_part(moderation={"required": False}))
    by, owner = works.coordinator(part)
    work = works.submitted(part, by, owner)
    held = works.submitted(part, by, owner)
    WorkFile.objects.filter(work=work).update(check_state=WorkFile.PASSED)
    WorkFile.objects.filter(work=held).update(check_state=WorkFile.FAILED, problems=[TOO_LONG])
    for one in (work, held):
        settle_check(locked_work(one.pk), now=works.NOW)
    assert state_of(work) == "checking", "until the close it may still be replaced"
    submit_work(work, agreed=works.AGREED, now=works.NOW, by=by)
    assert part.closes is not None
    assert accept_unmoderated(part.closes - timedelta(microseconds=1)) == 0
    assert accept_unmoderated(part.closes) == 1
    assert (state_of(work), state_of(held)) == ("accepted", "held")
    event = AuditEvent.objects.get(action="entries:work:accept", target=work.entry.code)
    assert event.actor_label == "hệ thống"
    assert accept_unmoderated(part.closes) == 0


def test_without_approval_and_at_once_where_the_plan_says_so() -> None:
    asked = {"required": False, "when": "on_submit"}
    part = works.opened(works.entries_part(media="link", moderation=asked))
    by, owner = works.coordinator(part)
    work = works.draft(part, by, owner, link="https://vidu.example/bai-1")
    submit_work(work, agreed=works.AGREED, now=works.NOW, by=by)
    assert state_of(work) == "accepted"


def test_with_approval_nothing_is_accepted_by_itself(part: Part, work: Work) -> None:
    assert accept_unmoderated(LATER) == 0
    assert state_of(work) == "checking"


def state_of(work: Work) -> str:
    return str(Work.objects.values_list("entry__state", flat=True).get(pk=work.pk))
