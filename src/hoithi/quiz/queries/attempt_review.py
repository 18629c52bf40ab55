"""One's own attempt after the reveal: each question with its key, and the statement others can check it by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings as site

from hoithi.contests.rules.sealed_row import row_id
from hoithi.core.canonical import canonical, exact
from hoithi.core.sealed import sign
from hoithi.quiz.models import Attempt, DrawSecret, FrozenQuestion, Result
from hoithi.quiz.queries.attempt import saved_choices
from hoithi.quiz.queries.attempt_paper import LETTERS
from hoithi.quiz.queries.attempt_receipt import signed_payload
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.queries.facts import fact_of

Json = dict[str, Any]
FORMAT = "hoithi-attempt/1"
COUNTED = ("correct", "elapsed_ms", "prediction")


def is_stated(attempt: Attempt) -> bool:
    """Whether the secret papers were drawn by is out, so that the statement says nothing new to anybody."""
    return DrawSecret.objects.filter(part=attempt.part_id, revealed_at__isnull=False).exists()


def statement_of(attempt: Attempt) -> dict[str, Any]:
    """The signed statement of an ended attempt (bản kê bài làm; docs/rules/papers.md, "My own paper").

    It holds the entrant's code, so it is for its owner only.
    """
    saved = saved_choices(attempt)
    codes = dict(FrozenQuestion.objects.filter(pk__in=_ids(attempt)).values_list("pk", "version__question__code"))
    assert attempt.ended_at is not None, "an open attempt has no statement"
    statement = {
        "format": FORMAT,
        "contest": attempt.part.contest.slug,
        "part": attempt.part.key,
        "group": attempt.entrant.group.key,
        "entrant": attempt.entrant.code,
        "row": row_id(attempt.entrant.code),
        "n": attempt.n,
        "receipt": {"content": signed_payload(attempt), "signature": attempt.receipt_signature},
        "paper": [[codes[frozen_id], list(order)] for frozen_id, order in attempt.paper],
        "answers": [
            saved[pos].choice.split(",") if pos in saved and saved[pos].choice else []
            for pos in range(1, len(attempt.paper) + 1)
        ],
        "correct": attempt.correct,
        "counted": _counted(attempt),
    }
    signature = sign(FORMAT.encode() + b"\x00" + canonical(statement), site.SIGNING_KEY)
    return {**statement, "signature": signature}


def _counted(attempt: Attempt) -> dict[str, int | str | None] | None:
    """What stands in the sealed row where this attempt is the one that counts; None where another one is."""
    held = Result.objects.filter(part=attempt.part_id, attempt=attempt).select_related("attempt").first()
    if held is None:
        return None
    fact = fact_of(held, settings_of(attempt.part, held.group_key))
    return {name: exact(fact.values[name]) for name in COUNTED}


@dataclass(frozen=True)
class Reviewed:
    """One question of an own paper with its key: options as (letter, text, is right, was chosen, picture).

    A picture is {"digest", "alt", "width", "height"}, or None.
    """

    pos: int
    text: str
    picture: Json | None
    options: tuple[tuple[str, str, bool, bool, Json | None], ...]
    right: bool
    answered: bool
    explanation: str
    citation: str


def is_reviewable(attempt: Attempt) -> bool:
    """Whether every question of the paper has been revealed: by the plan's setting, after the last part drawing from
    the same bank."""
    ids = _ids(attempt)
    return bool(ids) and FrozenQuestion.objects.filter(pk__in=ids, drawn=True).count() == len(ids)


def review_of(attempt: Attempt) -> Iterator[Reviewed]:
    """The paper in its order, with keys; only for the owner, and only once `is_reviewable`."""
    found = FrozenQuestion.objects.filter(pk__in=_ids(attempt), drawn=True).select_related("version")
    versions, saved = {one.pk: one.version for one in found}, saved_choices(attempt)
    for pos, (frozen_id, order) in enumerate(attempt.paper, 1):
        version = versions[frozen_id]
        options = {str(option["id"]): option for option in version.options}
        key = {option for option, one in options.items() if one["correct"]}
        chosen = set(saved[pos].choice.split(",")) - {""} if pos in saved else set()
        yield Reviewed(
            pos=pos,
            text=version.text,
            picture=version.pictures.get(""),
            options=tuple(
                (
                    LETTERS[at],
                    str(options[option]["text"]),
                    option in key,
                    option in chosen,
                    version.pictures.get(option),
                )
                for at, option in enumerate(order)
            ),
            right=chosen == key,
            answered=bool(chosen),
            explanation=version.explanation,
            citation=version.citation,
        )


def _ids(attempt: Attempt) -> list[int]:
    return [frozen_id for frozen_id, _ in attempt.paper]
