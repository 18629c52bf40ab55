"""A clock that tests of pages set to any moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest

from hoithi.core import clock


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """`at(moment)`: from here on every request of this test happens at that moment."""
    with ExitStack() as stack:
        yield lambda moment: stack.enter_context(clock.frozen_at(moment))
