"""An open contest with a frozen bank and somebody who entered it."""

from __future__ import annotations

import pytest

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
