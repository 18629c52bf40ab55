from __future__ import annotations

from datetime import timedelta

from hoithi.people.rules.codes import MAX_TRIES, Limit, spent, wait_until
from tests.people.factories import NOW

MINUTE = timedelta(minutes=1)
LIMIT = Limit(2, 10 * MINUTE)


def test_limits_slide():
    assert wait_until([], LIMIT, NOW) is None
    assert wait_until([NOW - MINUTE], LIMIT, NOW) is None
    assert wait_until([NOW - MINUTE, NOW - 4 * MINUTE], LIMIT, NOW) == NOW + 6 * MINUTE
    assert wait_until([NOW - MINUTE, NOW - 10 * MINUTE], LIMIT, NOW) is None


def test_spent():
    fresh = {"expires_at": NOW + MINUTE, "tries": 0, "used": False, "now": NOW}
    assert not spent(**fresh)
    assert spent(**{**fresh, "expires_at": NOW})
    assert spent(**{**fresh, "tries": MAX_TRIES})
    assert spent(**{**fresh, "used": True})
