"""The signed attempt token (thẻ làm bài): saves and submits carry it instead of a session.

It proves that this server issued it for this attempt; who may open the attempt was decided when its page was opened.
"""

from __future__ import annotations

from typing import NamedTuple

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import NotAllowed
from hoithi.quiz.models import Attempt

_SALT = "hoithi.quiz.attempt"


class TokenForged(NotAllowed):
    """A token this server did not issue for this attempt."""

    def __init__(self) -> None:
        super().__init__(
            _("Thẻ làm bài không đúng với bài thi này nên máy chủ không nhận."),
            hint=_("Hãy mở lại bài thi từ trang cuộc thi."),
        )


class Ticket(NamedTuple):
    """What a genuine token says."""

    attempt_id: int
    part_id: int


def issue_token(attempt: Attempt) -> str:
    return Signer(salt=_SALT).sign(f"{attempt.pk}.{attempt.part_id}.{attempt.code}")


def read_token(token: object, code: str) -> Ticket:
    """Raises TokenForged unless `token` was issued for the attempt with this code."""
    try:
        attempt_id, part_id, signed_code = Signer(salt=_SALT).unsign(str(token)).split(".")
    except (BadSignature, ValueError):
        raise TokenForged from None
    if signed_code != code:
        raise TokenForged
    return Ticket(int(attempt_id), int(part_id))
