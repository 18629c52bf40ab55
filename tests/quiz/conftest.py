"""An open contest with a frozen bank and somebody who entered it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from hoithi.contests.models import Contest, Entrant, Part
from tests.quiz import factories as make


@pytest.fixture
def contest(db: None) -> Contest:
    return make.contest()


@pytest.fixture
def part(contest: Contest) -> Part:
    found = contest.parts.select_related("contest").get()
    make.frozen(found)
    return found


@pytest.fixture
def entrant(part: Part) -> Entrant:
    return make.entrant(part.contest)


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """Limits counted in one test do not reach the next."""
    cache.clear()
    yield
    cache.clear()
