"""The receipt as its owner sees it, and the public check that tells only whether it is genuine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings as site

from hoithi.contests.models import Standing, StandingRow
from hoithi.contests.queries.roles import Visitor
from hoithi.contests.queries.standings import may_view, row_of
from hoithi.core.canonical import CODE_ALPHABET
from hoithi.core.codes import human_code
from hoithi.core.sealed import public_key, signed_by
from hoithi.quiz.models import Attempt
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.rules.receipt import CODE_SYMBOLS, receipt_bytes, receipt_payload


def shows_score(attempt: Attempt) -> bool:
    """Whether the plan shows the total at once."""
    return settings_of(attempt.part, attempt.entrant.group.key).show_score == "at_once"


def payload_of(attempt: Attempt, *, shows: bool | None = None) -> dict[str, Any]:
    """What the receipt of an ended attempt states; the number correct only where the plan shows it at once (`shows`,
    for who knows)."""
    assert attempt.ended_at is not None, "a receipt belongs to an ended attempt"
    return receipt_payload(
        code=attempt.code,
        contest=attempt.part.contest.slug,
        part=attempt.part.key,
        received_at=attempt.ended_at,
        answers=attempt.answers_hash,
        correct=attempt.correct if (shows_score(attempt) if shows is None else shows) else None,
        questions=len(attempt.paper),
    )


def shown_code(attempt: Attempt) -> str:
    """The code as people read it aloud: prefix of the contest, five groups of four."""
    return human_code(attempt.part.contest.code, attempt.code)


def find_ended(typed: str) -> Attempt | None:
    """The ended attempt behind a typed code: lower case, spaces and dashes as one likes, prefix or not."""
    symbols = "".join(c for c in typed.upper() if c.isalnum())
    code, head = symbols[-CODE_SYMBOLS:], symbols[:-CODE_SYMBOLS]
    if len(code) != CODE_SYMBOLS or set(code) - set(CODE_ALPHABET):
        return None
    rows = Attempt.objects.filter(code=code, ended_at__isnull=False).select_related("part__contest", "entrant__group")
    found = rows.first()
    return found if found is not None and head in ("", found.part.contest.code) else None


@dataclass(frozen=True)
class Check:
    """What anybody who holds the code may know: no name, no score."""

    code: str
    contest: str
    slug: str
    part: str
    received_at: datetime
    by_time: bool
    valid: bool


def check_of(attempt: Attempt) -> Check:
    assert attempt.ended_at is not None, "only ended attempts are looked up"
    return Check(
        code=shown_code(attempt),
        contest=attempt.part.contest.title,
        slug=attempt.part.contest.slug,
        part=attempt.part.title,
        received_at=attempt.ended_at,
        by_time=attempt.ended_by == Attempt.EXPIRED,
        valid=is_genuine(attempt),
    )


def signed_payload(attempt: Attempt) -> dict[str, Any] | None:
    """What the receipt's signature was made over; None where it holds for nothing.

    With or without the total: whether it was shown when the receipt was signed may have been amended since.
    """
    key = public_key(site.SIGNING_KEY)
    stated = payload_of(attempt)
    bare = {name: value for name, value in stated.items() if name not in ("correct", "questions")}
    full = bare | {"correct": attempt.correct, "questions": len(attempt.paper)}
    holds = (one for one in (stated, bare, full) if signed_by(receipt_bytes(one), attempt.receipt_signature, key))
    return next(holds, None)


def is_genuine(attempt: Attempt) -> bool:
    """Whether the site's signature holds over what the receipt states, and nobody voided the attempt."""
    return attempt.ended_by != Attempt.VOIDED and signed_payload(attempt) is not None


def own_row(attempt: Attempt, user: Visitor, now: datetime) -> StandingRow | None:
    """The entrant's row in the first standing of persons that reads this part, if the standing may be seen now."""
    part = attempt.part
    closed = part.closes is not None and now >= part.closes
    for standing in Standing.objects.filter(contest=part.contest, subject="person"):
        standing.contest = part.contest
        reads = any(term.part == part.plan_key for term in standing.spec.terms)
        if reads and may_view(standing, user, now, closed=closed):
            scope = {"round": part.key, "group": attempt.entrant.group.key}.get(standing.spec.each, "")
            return row_of(standing, attempt.entrant_id, scope)
    return None
