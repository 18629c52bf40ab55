"""Sealing the questions of a part before it opens, and opening the seal after it has closed (niêm phong đề).

What is frozen never changes: papers are drawn from and marked against the frozen versions, whatever the bank becomes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from hoithi.audit.operations import record
from hoithi.contests.models import Part
from hoithi.core.randomness import random_bytes
from hoithi.quiz.models import Bank, DrawSecret, FrozenBank, FrozenQuestion, Question, QuestionVersion
from hoithi.quiz.queries.attempt_settings import (
    banks_drawn,
    blueprint_json,
    blueprint_of,
    frozen_blueprint,
    settings_of,
)
from hoithi.quiz.queries.bank_frozen import draw_leaf, drawn_ids, entry_of, question_content, sealed_questions
from hoithi.quiz.queries.facts import is_settled
from hoithi.quiz.rules.commitment import (
    NONCE_BYTES,
    SECRET_BYTES,
    SealedQuestion,
    bank_root,
    reveal,
    secret_commitment,
)
from hoithi.quiz.rules.paper import QuestionRef, prepare
from hoithi.quiz.schema import QuizSettings


@transaction.atomic
def freeze_quiz(part: Part, *, now: datetime) -> dict[str, str]:
    """Fix the secret and the approved questions papers of this part are drawn from; returns the commitments.

    One bank for all groups, or one for each where bank or blueprint differ. Raises BlueprintUnmet; DoesNotExist for a
    bank nobody made (the preflight names both before).
    """
    secret = random_bytes(SECRET_BYTES)
    commitment = secret_commitment(secret)
    DrawSecret.objects.create(part=part, secret=secret, commitment=commitment, committed_at=now)
    commitments = {"secret_commitment": commitment}
    for group_key, settings in _settings_by_group(part).items():
        frozen = _freeze_bank(part, group_key, settings, secret, now)
        commitments[f"bank_root:{group_key}" if group_key else "bank_root"] = frozen.root
    record("quiz:bank:frozen", now=now, contest_key=part.contest.slug, target=part.key, data=commitments)
    return commitments


def _settings_by_group(part: Part) -> dict[str, QuizSettings]:
    """Group → settings; one entry under "" when every group draws from the same."""
    keys = part.spec.groups or [group.key for group in part.contest.groups.all()]
    by_group = {key: settings_of(part, key) for key in keys}
    kinds = {(settings.bank, str(blueprint_json(settings))) for settings in by_group.values()}
    return {"": next(iter(by_group.values()))} if len(kinds) == 1 else by_group


def _freeze_bank(part: Part, group_key: str, settings: QuizSettings, secret: bytes, now: datetime) -> FrozenBank:
    bank = Bank.objects.get(contest=part.contest, key=settings.bank)
    questions = Question.objects.filter(bank=bank, state=Question.APPROVED, current__isnull=False)
    versions = [_version(question) for question in questions.select_related("current").order_by("code")]
    blueprint = frozen_blueprint(settings)
    prepare(blueprint_of(blueprint["sections"]), map(_ref, versions))
    leaves = [(_sealed(version), version) for version in versions]
    leaves.sort(key=lambda pair: pair[0].leaf)
    sealed = [one for one, _ in leaves]
    draw = draw_leaf(secret, group_key, blueprint, [one.content for one in sealed])
    frozen = FrozenBank.objects.create(
        part=part,
        group_key=group_key,
        bank=bank,
        blueprint=blueprint,
        root=bank_root([draw, *sealed]),
        frozen_at=now,
    )
    rows = [
        FrozenQuestion(
            frozen_bank=frozen,
            position=position,
            version=version,
            topic=version.question.topic,
            difficulty=version.question.difficulty,
            salt=sealed.nonce,
            leaf=sealed.leaf.hex(),
        )
        for position, (sealed, version) in enumerate(leaves, 1)
    ]
    FrozenQuestion.objects.bulk_create(rows, batch_size=500)
    return frozen


def _version(question: Question) -> QuestionVersion:
    version = question.current
    assert version is not None, "only questions in force are frozen"
    version.question = question
    return version


def _sealed(version: QuestionVersion) -> SealedQuestion:
    content = question_content(version, version.question.topic, version.question.difficulty)
    return SealedQuestion(content, random_bytes(NONCE_BYTES))


def _ref(version: QuestionVersion) -> QuestionRef:
    question = version.question
    return QuestionRef(question.code, version.no, question.topic, question.difficulty, "single", ())


@transaction.atomic
def reveal_part(part: Part, *, now: datetime) -> list[dict[str, Any]]:
    """Entries of the sealed result: commitments, and after the close the secret and what of the bank the plan opens.

    The first call after the close marks the secret as revealed. A question stays hidden while another part drawn from
    the same bank has not closed.
    """
    secret = DrawSecret.objects.select_for_update().filter(part=part).first()
    if secret is None:
        return []
    banks = FrozenBank.objects.filter(part=part).select_related("bank").order_by("group_key")
    closed = is_settled(part, now=now)
    if closed and secret.revealed_at is None:
        secret.revealed_at = now
        secret.save(update_fields=["revealed_at"])
        record("quiz:bank:revealed", now=now, contest_key=part.contest.slug, target=part.key)
    opens = settings_of(part).reveal if closed else "none"
    return [_opened(bank, secret, opens, now) for bank in banks]


def _opened(bank: FrozenBank, secret: DrawSecret, opens: str, now: datetime) -> dict[str, Any]:
    """One entry: the draw as soon as the secret is out, of the questions what the plan opens."""
    if secret.revealed_at is None:
        return entry_of(bank, secret)
    questions = sealed_questions(bank)
    contents = [question.content for question in questions.values()]
    draw = draw_leaf(bytes(secret.secret), bank.group_key, bank.blueprint, contents)
    shown: set[int] = set()
    if opens != "none" and not _still_drawn_from(bank, now):
        drawn = drawn_ids(bank)
        FrozenQuestion.objects.filter(frozen_bank=bank, pk__in=drawn, drawn=False).update(drawn=True)
        shown = set(questions) if opens == "bank" else drawn
    wanted = sorted((questions[pk] for pk in shown), key=lambda question: str(question.content["id"]))
    opened = reveal([draw, *questions.values()], [draw, *wanted])
    return entry_of(bank, secret, opened[0], opened[1:])


def _still_drawn_from(bank: FrozenBank, now: datetime) -> bool:
    """Whether another part may still draw from the same bank: frozen already, or a round that is yet to be."""
    frozen = set(FrozenBank.objects.filter(bank_id=bank.bank_id).values_list("part_id", flat=True))
    others = Part.objects.filter(contest_id=bank.bank.contest_id, kind="quiz").exclude(pk=bank.part_id)
    return any(
        (other.pk in frozen or bank.bank.key in banks_drawn(other)) and not is_settled(other, now=now)
        for other in others
    )
