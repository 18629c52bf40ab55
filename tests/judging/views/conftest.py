"""A judged part, signed-in people, a fixed moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hoithi.core import clock
from hoithi.judging.models import Panel
from tests.judging import factories as make


@pytest.fixture(autouse=True)
def _moment() -> Iterator[None]:
    with clock.frozen_at(make.LATER):
        yield


@pytest.fixture
def panel(db: None) -> Panel:
    return make.panel(make.judged_part())
