"""Freezing a quiz before it opens, and opening the seal after it has closed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Contest, Part
from hoithi.contests.operations.opening import NotReady, freeze_part
from hoithi.core.merkle import Step
from hoithi.core.randomness import seeded
from hoithi.quiz.models import Bank, DrawSecret, FrozenBank, FrozenQuestion, Question, QuestionVersion
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from hoithi.quiz.operations.freeze import freeze_quiz, reveal_part
from hoithi.quiz.queries.bank_frozen import commitments_of
from hoithi.quiz.rules.commitment import Revealed, reveal_matches, secret_matches
from tests.quiz import factories as make

pytestmark = pytest.mark.django_db
BEFORE = make.OPENS - timedelta(days=2)
AFTER = make.CLOSES + timedelta(minutes=1)


def ready(of: Contest, key: str = "de-thi", count: int = 8, **fields: Any) -> Bank:
    bank = Bank.objects.create(contest=of, key=key, title="Đề thi", sealed=True)
    for n in range(1, count + 1):
        make.question(bank, f"{key}-{n:02}", **fields)
    return bank


@pytest.fixture
def part(db: None) -> Part:
    contest = make.contest()
    ready(contest)
    return contest.parts.select_related("contest").get()


def opened(entry: dict[str, Any]) -> list[Revealed]:
    return [
        Revealed(
            question["content"],
            bytes.fromhex(question["nonce"]),
            [Step(side, bytes.fromhex(digest)) for side, digest in question["proof"]],
        )
        for question in entry["questions"]
    ]


def test_freezing_publishes_commitments_and_nothing_else(part: Part) -> None:
    frozen = freeze_part(part, now=BEFORE)
    secret, bank = DrawSecret.objects.get(), FrozenBank.objects.get()
    assert secret_matches(bytes(secret.secret), secret.commitment)
    assert (bank.group_key, bank.questions.count()) == ("", 8)
    assert commitments_of(part) == {
        "secret_commitment": secret.commitment,
        "committed_at": BEFORE,
        "revealed_at": None,
        "banks": [{"group": "", "root": bank.root}],
    }
    told = json.dumps(list(AuditEvent.objects.values_list("data", flat=True)))
    told += json.dumps(frozen.contest.revisions.get().content)
    assert bank.root in told
    assert secret.commitment in told
    assert bytes(secret.secret).hex() not in told
    assert "phương án" not in told


def test_only_approved_questions_in_force_are_frozen(part: Part) -> None:
    bank = Bank.objects.get()
    make.question(bank, "X1", state=Question.RETIRED)
    make.question(bank, "X2", state=Question.SUBMITTED)
    freeze_part(part, now=BEFORE)
    codes = set(FrozenQuestion.objects.values_list("version__question__code", flat=True))
    assert codes == {f"de-thi-{n:02}" for n in range(1, 9)}


def test_leaves_stand_in_the_order_of_their_bytes_so_that_a_place_tells_nothing(part: Part) -> None:
    freeze_part(part, now=BEFORE)
    leaves = list(FrozenQuestion.objects.order_by("position").values_list("leaf", flat=True))
    assert leaves == sorted(leaves)


def test_a_bank_below_the_blueprint_blocks_and_leaves_nothing_behind(part: Part) -> None:
    Question.objects.filter(code__gt="de-thi-04").update(state=Question.DRAFT)
    with pytest.raises(NotReady):
        freeze_part(part, now=BEFORE)
    assert not DrawSecret.objects.exists()


def test_groups_that_draw_from_other_banks_get_their_own() -> None:
    contest = make.contest(by_group={"ca-nhan": {"bank": "rieng"}})
    ready(contest, "rieng", 6)
    part = contest.parts.select_related("contest").get()
    assert set(freeze_quiz(part, now=BEFORE)) == {"secret_commitment", "bank_root"}
    assert FrozenBank.objects.get().bank.key == "rieng"


def test_two_groups_two_banks_two_entries() -> None:
    data = make.plan(by_group={"hoc-sinh": {"bank": "hoc-sinh", "questions": 3}}).model_dump(
        mode="json", by_alias=True, exclude_unset=True
    )
    data["group"].append({"key": "hoc-sinh", "title": "Học sinh", "subject": "person"})
    contest = make.define_contest(make.Plan.model_validate(data), now=BEFORE).contest
    ready(contest, "de-thi", 6)
    ready(contest, "hoc-sinh", 4)
    part = contest.parts.select_related("contest").get()
    commitments = freeze_quiz(part, now=BEFORE)
    assert set(commitments) == {"secret_commitment", "bank_root:ca-nhan", "bank_root:hoc-sinh"}
    entries = reveal_part(part, now=AFTER)
    assert [(entry["group"], entry["bank_root"]) for entry in entries] == [
        ("ca-nhan", commitments["bank_root:ca-nhan"]),
        ("hoc-sinh", commitments["bank_root:hoc-sinh"]),
    ]


def test_nothing_is_revealed_before_the_close_or_while_somebody_still_sits(part: Part) -> None:
    freeze_part(part, now=BEFORE)
    attempt = start_attempt(make.entrant(part.contest), part, now=make.NOW)
    for moment in (BEFORE, make.NOW, make.CLOSES - timedelta(microseconds=1), AFTER):
        (entry,) = reveal_part(part, now=moment)
        assert (entry["secret"], entry["questions"]) == (None, [])
    assert DrawSecret.objects.get().revealed_at is None
    submit_attempt(attempt.code, [], epoch=attempt.epoch, now=make.NOW)
    assert reveal_part(part, now=AFTER)[0]["secret"] is not None


def test_after_the_close_the_drawn_questions_open_and_match_the_root(part: Part) -> None:
    freeze_part(part, now=BEFORE)
    attempt = start_attempt(make.entrant(part.contest), part, now=make.NOW)
    submit_attempt(attempt.code, [], epoch=attempt.epoch, now=make.NOW)
    first, again = reveal_part(part, now=AFTER), reveal_part(part, now=AFTER + timedelta(days=1))
    assert first == again
    (entry,) = first
    assert secret_matches(bytes.fromhex(entry["secret"]), entry["secret_commitment"])
    questions = opened(entry)
    assert len(questions) == 5
    assert all(reveal_matches(question, entry["bank_root"]) for question in questions)
    assert FrozenQuestion.objects.filter(drawn=True).count() == 5
    assert AuditEvent.objects.filter(action="quiz:bank:revealed").count() == 1


@pytest.mark.parametrize(("setting", "count"), [("none", 0), ("bank", 8)])
def test_the_plan_says_how_much_of_the_bank_is_opened(setting: str, count: int) -> None:
    contest = make.contest(reveal=setting)
    ready(contest)
    part = contest.parts.select_related("contest").get()
    freeze_quiz(part, now=BEFORE)
    (entry,) = reveal_part(part, now=AFTER)
    assert (len(entry["questions"]), bool(entry["secret"])) == (count, True)


def test_a_changed_key_is_found_out(part: Part) -> None:
    freeze_part(part, now=BEFORE)
    attempt = start_attempt(make.entrant(part.contest), part, now=make.NOW)
    submit_attempt(attempt.code, [], epoch=attempt.epoch, now=make.NOW)
    for version in QuestionVersion.objects.all():
        version.options = [{**option, "correct": option["id"] == "b"} for option in version.options]
        version.save()
    (entry,) = reveal_part(part, now=AFTER)
    assert not any(reveal_matches(question, entry["bank_root"]) for question in opened(entry))


def test_a_rehearsal_with_the_same_seed_freezes_the_same(part: Part) -> None:
    def frozen_with(seed: int) -> dict[str, str]:
        with seeded(seed):
            commitments = freeze_quiz(part, now=BEFORE)
        FrozenQuestion.objects.all().delete()
        FrozenBank.objects.all().delete()
        DrawSecret.objects.all().delete()
        return commitments

    assert frozen_with(7) == frozen_with(7) != frozen_with(8)
