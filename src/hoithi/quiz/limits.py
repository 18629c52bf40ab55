"""How often something may be asked, counted by attempt or account; by address only where nobody is known."""

from __future__ import annotations

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import Refusal

MINUTE_S = 60


class TooOften(Refusal):
    """Asked too often within a minute."""

    status = 429

    def __init__(self) -> None:
        super().__init__(_("Bạn thao tác quá nhanh."), hint=_("Hãy chờ một phút rồi thử lại."))


def count_within(key: str, limit: int, *, seconds: int = MINUTE_S) -> None:
    """Count one more for `key`. Raises TooOften beyond `limit` within `seconds` of the first."""
    name = f"quiz:limit:{key}"
    if cache.add(name, 1, seconds):
        return
    try:
        counted = cache.incr(name)
    except ValueError:  # it ran out between the two calls
        return
    if counted > limit:
        raise TooOften


def is_spent(key: str, limit: int) -> bool:
    """Whether `key` has been counted up to its limit."""
    return int(cache.get(f"quiz:limit:{key}", 0)) >= limit
