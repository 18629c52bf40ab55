"""Writing, submitting, deciding on and retiring questions."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Contest
from hoithi.contests.operations.opening import freeze_part
from hoithi.quiz.models import FrozenQuestion, Question, QuestionVersion, Review
from hoithi.quiz.operations.bank import edit_question, retire_question, submit_questions, write_question
from hoithi.quiz.operations.bank_errors import (
    BankNotFound,
    CitationMissing,
    OwnQuestion,
    QuestionChanged,
    QuestionCodeTaken,
    QuestionInvalid,
    QuestionRetired,
    ReasonMissing,
)
from hoithi.quiz.operations.review import review_question
from hoithi.quiz.rules.question import Option
from tests.contests import factories as make
from tests.quiz import banks
from tests.quiz.banks import NOW, approved, draft, submitted, written

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def contest(db: None) -> Contest:
    return banks.contest()


def test_a_question_goes_from_draft_to_approved_and_its_text_stays_out_of_the_log(contest: Contest) -> None:
    author, reviewer = banks.author(contest), banks.reviewer(contest)
    version = submitted(contest, author, text="Bí mật của đề thi là gì?")
    question = review_question(version, approve=True, now=LATER, by=reviewer)
    assert (question.state, question.current, question.pending) == (Question.APPROVED, version, None)
    events = AuditEvent.objects.filter(action__startswith="quiz:").order_by("pk")
    assert [event.action.split(":")[2] for event in events] == ["written", "submitted", "approved"]
    assert {event.target for event in events} == {"de-thi/C0001"}
    told = json.dumps([event.data for event in events], ensure_ascii=False)
    assert "Bí mật" not in told
    assert "Ủy ban" not in told


def test_codes_are_given_in_order_and_never_twice(contest: Contest) -> None:
    assert [written(contest).code for _ in range(3)] == ["C0001", "C0002", "C0003"]
    assert written(contest, code="MC-1").code == "MC-1"
    assert written(contest, bank="on-tap").code == "C0001"
    with pytest.raises(QuestionCodeTaken):
        written(contest, code="MC-1")


def test_a_bank_the_plan_does_not_name_is_not_made(contest: Contest) -> None:
    with pytest.raises(BankNotFound):
        write_question(contest, "khac", draft(), now=NOW, by=None)


def test_a_bad_question_is_not_kept_and_each_flaw_has_its_field(contest: Contest) -> None:
    with pytest.raises(QuestionInvalid) as refusal:
        write_question(contest, "de-thi", draft(topic="la", options=(Option("a"), Option(""))), now=NOW, by=None)
    assert [problem.at for problem in refusal.value.problems] == ["topic", "option_2"]
    assert not Question.objects.exists()


def test_the_author_edits_a_draft_in_place_and_anybody_else_makes_a_version(contest: Contest) -> None:
    author, other = banks.author(contest), banks.author(contest, "Người Khác")
    question = written(contest, author)
    first = edit_question(question, draft("Câu sửa lần một?"), now=LATER, by=author)
    assert (first.no, question.versions.count()) == (1, 1)
    second = edit_question(question, draft("Câu sửa lần hai?"), now=LATER, by=other)
    assert (second.no, second.author, question.versions.count()) == (2, other, 2)


def test_writing_the_same_again_changes_nothing(contest: Contest) -> None:
    same = draft(kind="true_false", options=(Option("Đúng", True), Option("Sai")))
    question = write_question(contest, "de-thi", same, now=NOW, by=None).question
    submit_questions(contest, [question.pk], now=NOW, by=None)
    assert edit_question(question, same, now=LATER, by=None).no == 1


def test_what_was_submitted_stays_and_a_change_waits_again(contest: Contest) -> None:
    version = submitted(contest)
    changed = edit_question(version.question, draft(), now=LATER, by=None)
    version.refresh_from_db()
    question = Question.objects.get()
    assert (version.state, changed.no, changed.state, question.state) == ("submitted", 2, "draft", "draft")
    with pytest.raises(QuestionChanged):
        review_question(version, approve=True, now=LATER, by=None)


def test_the_approved_version_stays_in_force_until_the_new_one_is_approved(contest: Contest) -> None:
    question = approved(contest)
    old = question.current
    changed = edit_question(question, draft(topic="de-an-06", difficulty="hard"), now=LATER, by=None)
    question.refresh_from_db()
    assert (question.state, question.current, question.pending, question.topic) == ("approved", old, changed, "mot-cua")
    submit_questions(contest, [question.pk], now=LATER, by=None)
    changed.refresh_from_db()
    review_question(changed, approve=False, reason="Sai căn cứ", now=LATER, by=None)
    question.refresh_from_db()
    assert (question.state, question.current) == ("approved", old)
    again = edit_question(question, draft(topic="de-an-06", difficulty="hard"), now=LATER, by=None)
    submit_questions(contest, [question.pk], now=LATER, by=None)
    again.refresh_from_db()
    review_question(again, approve=True, now=LATER, by=None)
    question.refresh_from_db()
    assert (question.current, question.pending, question.topic, question.difficulty) == (
        again,
        None,
        "de-an-06",
        "hard",
    )


def test_nobody_reviews_a_question_they_had_a_part_in(contest: Contest) -> None:
    author, reviewer = banks.author(contest), banks.reviewer(contest)
    version = submitted(contest, author)
    with pytest.raises(OwnQuestion):
        review_question(version, approve=True, now=LATER, by=author)
    edit_question(version.question, draft(), now=LATER, by=reviewer)
    later = edit_question(version.question, draft(), now=LATER, by=author)
    submit_questions(contest, [version.question_id], now=LATER, by=author)
    later.refresh_from_db()
    with pytest.raises(OwnQuestion):
        review_question(later, approve=False, reason="Không rõ", now=LATER, by=reviewer)
    assert not Review.objects.exists()


def test_a_question_is_sent_back_only_with_a_reason(contest: Contest) -> None:
    version = submitted(contest)
    with pytest.raises(ReasonMissing):
        review_question(version, approve=False, reason="  ", now=LATER, by=None)
    question = review_question(version, approve=False, reason="Căn cứ đã hết hiệu lực", now=LATER, by=None)
    assert (question.state, Review.objects.get().reason) == ("rejected", "Căn cứ đã hết hiệu lực")


def test_a_question_without_its_document_is_not_approved(contest: Contest) -> None:
    with pytest.raises(CitationMissing):
        review_question(submitted(contest, citation=""), approve=True, now=LATER, by=None)


def test_a_version_is_decided_once(contest: Contest) -> None:
    version = submitted(contest)
    review_question(version, approve=True, now=LATER, by=None)
    with pytest.raises(QuestionChanged):
        review_question(version, approve=False, reason="Muộn", now=LATER, by=None)
    assert Review.objects.count() == 1


def test_only_drafts_of_the_contest_are_submitted(contest: Contest) -> None:
    other = banks.contest(slug="khac")
    drafts = [written(contest), written(contest), written(other)]
    done = submitted(contest)
    ids = [question.pk for question in drafts] + [done.question_id]
    assert submit_questions(contest, ids, now=LATER, by=None) == 2
    assert submit_questions(contest, ids, now=LATER, by=None) == 0


def test_a_retired_question_is_out_of_the_bank_and_stays_readable(contest: Contest) -> None:
    version = submitted(contest)
    question = retire_question(version.question, now=LATER, by=None)
    assert retire_question(question, now=LATER, by=None).state == "retired"
    with pytest.raises(QuestionRetired):
        edit_question(question, draft(), now=LATER, by=None)
    with pytest.raises(QuestionChanged):
        review_question(version, approve=True, now=LATER, by=None)
    assert AuditEvent.objects.filter(action="quiz:question:retired").count() == 1


def test_what_is_frozen_does_not_follow_the_bank(contest: Contest) -> None:
    make.units(contest, "Phòng Ví dụ")
    questions = [approved(contest) for _ in range(2)] + [approved(contest, topic="de-an-06", difficulty="hard")]
    freeze_part(contest.parts.get(), now=NOW)
    before = set(FrozenQuestion.objects.values_list("version__text", flat=True))
    edit_question(questions[0], replace(draft(), text="Câu đã đổi?"), now=LATER, by=None)
    retire_question(questions[1], now=LATER, by=None)
    assert set(FrozenQuestion.objects.values_list("version__text", flat=True)) == before
    assert QuestionVersion.objects.filter(text="Câu đã đổi?").exists()
