"""How often something may be asked, counted by account; by address only where nobody is known."""

from __future__ import annotations

import time

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
    name = f"limit:{key}"
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
    return int(cache.get(f"limit:{key}", 0)) >= limit


class Window:
    """How often each attempt asked within the running minute, counted in this process: no lock, no cache, no clock call
    beyond one. With several processes each counts for itself."""

    def __init__(self, limit: int, *, seconds: int = MINUTE_S) -> None:
        self.limit, self.seconds = limit, seconds
        self._counted: dict[int, int] = {}
        self._until = 0.0

    def count(self, key: int) -> None:
        """Count one more. Raises TooOften beyond the limit."""
        now = time.monotonic()
        if now >= self._until:
            self._counted, self._until = {}, now + self.seconds
        counted = self._counted[key] = self._counted.get(key, 0) + 1
        if counted > self.limit:
            raise TooOften
