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

from hoithi.contests.models import Entrant, Part, RulesText
from hoithi.core.canonical import keyed
from hoithi.core.errors import NotAllowed
from hoithi.quiz.models import Attempt

_SALT = "hoithi.quiz.attempt"
_ENTRY_SALT = "hoithi.quiz.entry"
KEPT = timedelta(hours=1)
"""How long past the deadline a token is still read, so that a late page is led to its receipt."""


ENTRY_KEPT = timedelta(minutes=15)
"""How long a page before the start may stand before its button takes the longer way."""


class TokenForged(NotAllowed):
    """A token this server did not issue for this attempt."""

    def __init__(self) -> None:
        super().__init__(
            _("Thẻ làm bài không đúng với bài thi này nên máy chủ không nhận."),
            hint=_("Hãy mở lại bài thi từ trang cuộc thi."),
        )


class EntryForged(NotAllowed):
    """A ticket this server did not issue to this browser for this part, or one that is too old."""

    def __init__(self) -> None:
        super().__init__(
            _("Trang vào thi đã cũ hoặc không phải của bạn nên chưa bắt đầu được."),
            hint=_("Hãy tải lại trang rồi bấm “Bắt đầu làm bài”."),
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


class Entry(NamedTuple):
    """What a genuine entry ticket says: who may press "Bắt đầu làm bài" where, and which rules they were shown."""

    entrant_id: int
    part_id: int
    account_id: int
    rules_text_id: int | None
    rules_version: int | None


def issue_entry(
    entrant: Entrant, part: Part, rules: RulesText | None, *, account_id: int, session: str, now: datetime
) -> str:
    """The ticket of the page before the start (phiếu vào thi), for one browser: it holds a mark of the session's key.

    It stands for session and CSRF token, so that a start need not read them; `part` comes with its contest.
    """
    until = int((now + ENTRY_KEPT).timestamp())
    shown = f"{rules.pk}.{rules.version}" if rules else "0.0"
    place = f"{part.contest.slug}/{part.key}"
    said = f"{entrant.pk}.{part.pk}.{account_id}.{shown}.{until}.{_mark_of(session)}.{place}"
    return Signer(salt=_ENTRY_SALT).sign(said)


def read_entry(ticket: str, *, slug: str, part: str, session: str, now: datetime) -> Entry:
    """Raises EntryForged unless the ticket was issued to this session for this part, a few minutes ago at most."""
    try:
        said = Signer(salt=_ENTRY_SALT).unsign(ticket).split(".")
        entrant_id, part_id, account_id, rules_id, version, until = map(int, said[:6])
        mark, place = said[6:]
    except (BadSignature, ValueError):
        raise EntryForged from None
    if not session or mark != _mark_of(session) or place != f"{slug}/{part}" or now.timestamp() > until:
        raise EntryForged
    return Entry(entrant_id, part_id, account_id, rules_id or None, version or None)


def _mark_of(session: str) -> str:
    return keyed(settings.SECRET_KEY.encode(), _ENTRY_SALT, session).hex()[:32]
