"""The signed attempt token (thẻ làm bài): saves and submits carry it instead of a session.

It proves that this server issued it for this attempt; who may open the attempt was decided when its page was opened.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import NotAllowed
from hoithi.quiz.models import Attempt

_SALT = "hoithi.quiz.attempt"
KEPT = timedelta(hours=1)
"""How long past the deadline a token is still read, so that a late page is led to its receipt."""


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
    until = int((attempt.deadline_at + KEPT).timestamp())
    return Signer(salt=_SALT).sign(f"{attempt.pk}.{attempt.part_id}.{attempt.entrant_id}.{attempt.code}.{until}")


def read_token(token: object, code: str, *, now: datetime) -> Ticket:
    """Raises TokenForged unless `token` was issued for the attempt with this code, and not too long ago."""
    signed = _signed(str(token), settings.SECRET_KEY)
    if signed is None or signed.code != code or now.timestamp() > signed.until:
        raise TokenForged
    return signed.ticket


class _Signed(NamedTuple):
    ticket: Ticket
    code: str
    until: int


@lru_cache(maxsize=16_384)
def _signed(token: str, _key: str) -> _Signed | None:
    """What a genuine token says; every save carries the same one, so its signature is checked once."""
    try:
        attempt_id, part_id, _entrant_id, code, until = Signer(salt=_SALT).unsign(token).split(".")
        return _Signed(Ticket(int(attempt_id), int(part_id)), code, int(until))
    except (BadSignature, ValueError):
        return None
