"""Rows that another thread's connection can see, and a clock every thread reads."""

from __future__ import annotations

import pytest

from hoithi.contests.models import Part
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_start import start_attempt
from tests.quiz import factories as make
from tests.quiz.fast.caller import move_clock


@pytest.fixture
def part(transactional_db: None) -> Part:
    found = make.contest(make.personal()).parts.select_related("contest").get()
    make.frozen(found)
    move_clock(make.NOW)
    return found


@pytest.fixture
def attempts(part: Part) -> list[Attempt]:
    """Open attempts of four people."""
    return [start_attempt(make.entrant(part.contest), part, now=make.NOW) for _ in range(4)]
