"""What a part froze: its commitments for everybody, its questions with keys for marking and the reveal only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hoithi.contests.models import Part
from hoithi.quiz.models import Attempt, DrawSecret, FrozenBank, FrozenQuestion, QuestionVersion
from hoithi.quiz.rules.commitment import Revealed, SealedQuestion, sealed_draw

Json = dict[str, Any]


def question_content(version: QuestionVersion, topic: str, difficulty: str) -> Json:
    """What a leaf commits to: the question with its key, as docs/rules/commitments.md lists it; pictures by digest."""
    content = {
        "id": version.question.code,
        "version": version.no,
        "topic": topic,
        "difficulty": difficulty,
        "kind": version.kind,
        "text": version.text,
        "options": [
            {"id": option["id"], "text": option["text"]} | _picture(version, option["id"]) for option in version.options
        ],
        "correct": sorted(option["id"] for option in version.options if option["correct"]),
        "shuffle": version.shuffle,
        "explanation": version.explanation,
        "citation": version.citation,
    }
    return content | _picture(version, "")


def _picture(version: QuestionVersion, place: str) -> Json:
    """Only where there is one: a leaf of words alone is what it always was."""
    shape = version.pictures.get(place)
    return {"picture": {"sha256": shape["digest"], "alt": shape["alt"]}} if shape else {}


def sealed_questions(bank: FrozenBank) -> dict[int, SealedQuestion]:
    """Frozen question id → content and nonce. It holds the answer key."""
    rows = FrozenQuestion.objects.filter(frozen_bank=bank).select_related("version__question")
    return {
        row.pk: SealedQuestion(question_content(row.version, row.topic, row.difficulty), bytes(row.salt))
        for row in rows
    }


def draw_leaf(secret: bytes, group_key: str, blueprint: Mapping[str, Any], contents: Iterable[Json]) -> SealedQuestion:
    """The leaf that fixes the draw (docs/rules/commitments.md, "The draw"): no text and no key stands in it."""
    content = {
        "blueprint": [
            [[cell["topic"], cell["difficulty"], cell["count"]] for cell in section["cells"]]
            for section in blueprint["sections"]
        ],
        "shuffle_questions": blueprint["shuffle_questions"],
        "shuffle_options": blueprint["shuffle_options"],
        "questions": [_drawn_from(content) for content in sorted(contents, key=lambda content: str(content["id"]))],
    }
    return sealed_draw(content, secret, group_key)


def _drawn_from(content: Json) -> list[Any]:
    names = ("id", "version", "topic", "difficulty", "kind")
    return [*(content[name] for name in names), [option["id"] for option in content["options"]], content["shuffle"]]


def drawn_ids(bank: FrozenBank) -> set[int]:
    """Ids of the frozen questions that stood on anybody's paper."""
    papers = Attempt.objects.filter(frozen_bank=bank).values_list("paper", flat=True)
    return {line[0] for paper in papers.iterator(chunk_size=2000) for line in paper}


def commitments_of(part: Part) -> Json | None:
    """What was published at the freeze: commitment, root of each bank, moments; None before."""
    secret = DrawSecret.objects.filter(part=part).first()
    if secret is None:
        return None
    banks = FrozenBank.objects.filter(part=part).order_by("group_key").values_list("group_key", "root")
    return {
        "secret_commitment": secret.commitment,
        "committed_at": secret.committed_at,
        "revealed_at": secret.revealed_at,
        "banks": [{"group": group, "root": root} for group, root in banks],
    }


def entry_of(
    bank: FrozenBank, secret: DrawSecret, draw: Revealed | None = None, opened: Sequence[Revealed] = ()
) -> Json:
    """One entry of `commitments` in a sealed result (docs/rules/sealed-result.md)."""
    entry: Json = {
        "secret_commitment": secret.commitment,
        "secret": bytes(secret.secret).hex() if secret.revealed_at is not None else None,
        "bank_root": bank.root,
        "draw": _leaf(draw) if draw else None,
        "questions": [_leaf(one) for one in opened],
    }
    return {"group": bank.group_key, **entry} if bank.group_key else entry


def _leaf(one: Revealed) -> Json:
    proof = [[step.side, step.digest.hex()] for step in one.proof]
    return {"content": one.content, "nonce": one.nonce.hex(), "proof": proof}
