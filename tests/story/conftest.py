"""What every story needs: the product served, its clock in the test's hand, sign-in codes on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from hoithi.core import clock
from hoithi.core.clock import VIETNAM
from tests.story.actors import Stage


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """Limits counted in one story do not reach the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def stage(site: str, open_page: Callable[..., Any], settings: Any) -> Stage:
    """The served product and a maker of browsers; codes are shown on the page, as `make demo` does."""
    settings.SMS_BACKEND = settings.EMAIL_CODE_BACKEND = "hoithi.people.delivery.on_page"
    return Stage(site, open_page)


@pytest.fixture
def moment() -> Callable[..., datetime]:
    """`moment(2024, 6, 1, 8)` → it is then, here and in the server; the clock goes on ticking."""

    def is_now(*parts: int) -> datetime:
        at = datetime(*parts, tzinfo=VIETNAM)  # type: ignore[arg-type, misc]
        clock.set_offset(timedelta(0))
        clock.set_offset(at - clock.now())
        return clock.now()

    return is_now
