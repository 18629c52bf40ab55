"""Weeks of a contest: seven days from the opening, or the plan's weekly rounds."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hoithi.core.clock import VIETNAM
from hoithi.reports.rules.weeks import WEEK, Week, week_at, weeks

OPENS = datetime(2024, 6, 1, tzinfo=VIETNAM)
DAY = timedelta(days=1)


def test_from_the_opening_to_the_close_the_last_one_short() -> None:
    found = weeks([(OPENS, OPENS + 30 * DAY)])
    assert [(week.no, (week.ends - week.starts).days) for week in found] == [(1, 7), (2, 7), (3, 7), (4, 7), (5, 2)]
    assert found[-1].ends == OPENS + 30 * DAY


def test_weekly_rounds_are_the_weeks() -> None:
    """10:00 Monday to 09:30 the next Monday: what ends late belongs to the round that let it start."""
    start = datetime(2024, 6, 3, 10, 0, tzinfo=VIETNAM)
    rounds = [(start + n * WEEK, start + (n + 1) * WEEK - timedelta(minutes=30)) for n in range(3)]
    found = weeks(rounds)
    assert [week.starts for week in found] == [opens for opens, _ in rounds]
    assert [week.ends for week in found] == [rounds[1][0], rounds[2][0], rounds[2][1]]


def test_daily_rounds_make_ordinary_weeks() -> None:
    assert len(weeks([(OPENS + n * DAY, OPENS + (n + 1) * DAY) for n in range(10)])) == 2


def test_where_an_instant_falls() -> None:
    found = weeks([(OPENS, OPENS + 10 * DAY)])
    assert week_at(found, OPENS - DAY) is None
    assert week_at(found, OPENS) == Week(1, OPENS, OPENS + WEEK)
    assert week_at(found, OPENS + WEEK) == found[1]
    assert week_at(found, OPENS + 90 * DAY) == found[1]
    assert weeks([]) == []


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 5000)), min_size=1, max_size=5))
def test_every_moment_of_the_contest_lies_in_one_week(raw: list[tuple[int, int]]) -> None:
    hour = timedelta(hours=1)
    windows = [(OPENS + start * hour, OPENS + (start + length) * hour) for start, length in raw]
    found = weeks(windows)
    assert found[0].starts == min(opens for opens, _ in windows)
    assert found[-1].ends == max(closes for _, closes in windows)
    assert all(one.ends == other.starts for one, other in itertools.pairwise(found))
    assert all(week.starts < week.ends <= week.starts + WEEK for week in found[:-1])
