"""Reading attempts: one's own, and what a page may know of them (never a key)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hoithi.contests.models import Entrant, Part
from hoithi.contests.queries.roles import Visitor
from hoithi.core.errors import NotFound
from hoithi.quiz.models import Answer, Attempt, Result
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.rules.timing import attempts_left


def quiz_part(slug: str, key: str) -> Part:
    """The quiz part of a contest. Raises NotFound."""
    found = Part.objects.select_related("contest").filter(contest__slug=slug, key=key, kind="quiz").first()
    if found is None:
        raise NotFound(_("Không có phần thi trắc nghiệm này."), hint=_("Hãy vào từ trang cuộc thi."))
    return found


def own_attempt(user: Visitor, code: str) -> Attempt:
    """The account's own attempt; somebody else's does not exist for them. Raises NotFound."""
    found = None
    if user.is_authenticated and user.person is not None:
        own = Attempt.objects.filter(code=code, entrant__person=user.person)
        found = own.select_related(
            "part__contest", "entrant__group", "entrant__contest_unit", "entrant__rules_text", "frozen_bank"
        ).first()
    if found is None:
        raise NotFound(_("Không tìm thấy bài thi này."), hint=_("Hãy mở lại bài thi từ trang cuộc thi."))
    return found


@dataclass(frozen=True)
class Attempts:
    """Where one person stands in a part: attempts so far, how many are left, the one open, the one that counts."""

    all: Sequence[Attempt]
    allowed: int
    left: int
    open: Attempt | None
    counting_id: int | None

    @property
    def last_ended(self) -> Attempt | None:
        return next((attempt for attempt in reversed(self.all) if attempt.ended_at is not None), None)

    @property
    def counting(self) -> Attempt | None:
        return next((attempt for attempt in self.all if attempt.pk == self.counting_id), None)


def attempts_of(entrant: Entrant, part: Part) -> Attempts:
    found = list(Attempt.objects.filter(part=part, entrant=entrant).order_by("n"))
    allowed = settings_of(part, entrant.group.key).attempts
    counting = Result.objects.filter(part=part, entrant=entrant).values_list("attempt_id", flat=True).first()
    return Attempts(
        all=found,
        allowed=allowed,
        left=attempts_left(allowed, max((attempt.n for attempt in found), default=0)) or 0,
        open=next((attempt for attempt in found if attempt.ended_at is None), None),
        counting_id=counting,
    )


def saved_choices(attempt: Attempt) -> dict[int, Answer]:
    """What the server holds of an attempt, by place in the paper."""
    rows = Answer.objects.filter(part_id=attempt.part_id, attempt=attempt)
    return {answer.pos: answer for answer in rows}
