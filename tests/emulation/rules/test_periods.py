from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.emulation.rules.periods import begun, due_periods

ISSUE, LAST = date(2021, 6, 1), date(2021, 12, 18)


def test_one_report_a_month_and_the_last_by_its_own_day() -> None:
    found = due_periods(ISSUE, LAST, day=25, final_due=LAST)
    assert [(one.key, one.due.day) for one in found] == [
        ("2021-06", 25), ("2021-07", 25), ("2021-08", 25), ("2021-09", 25), ("2021-10", 25), ("2021-11", 25),
        ("2021-12", 18),
    ]  # fmt: skip
    assert found[0].opens == ISSUE
    assert found[1].opens == date(2021, 7, 1)


@pytest.mark.parametrize(
    ("issue", "first", "key", "due"),
    [
        (date(2021, 6, 24), "after_issue", "2021-06", date(2021, 6, 25)),
        (date(2021, 6, 25), "after_issue", "2021-07", date(2021, 7, 25)),
        (date(2021, 6, 28), "after_issue", "2021-07", date(2021, 7, 25)),
        (date(2021, 6, 28), "same_month", "2021-06", date(2021, 6, 28)),
        (date(2021, 6, 2), "same_month", "2021-06", date(2021, 6, 25)),
    ],
)
def test_the_first_report_is_a_setting(issue, first, key, due) -> None:
    period = due_periods(issue, LAST, day=25, first=first)[0]
    assert (period.key, period.due) == (key, due)


@pytest.mark.parametrize(
    ("final_due", "due"), [(None, date(2021, 12, 25)), (date(2021, 12, 18), date(2021, 12, 18)), (LAST, LAST)]
)
def test_the_last_report_is_due_after_the_end_unless_stated(final_due, due) -> None:
    assert due_periods(ISSUE, LAST, day=25, final_due=final_due)[-1].due == due


def test_a_campaign_over_the_new_year() -> None:
    assert [one.key for one in due_periods(date(2021, 11, 3), date(2022, 2, 10), day=20)] == [
        "2021-11",
        "2021-12",
        "2022-01",
        "2022-02",
    ]


def test_a_campaign_that_ends_before_its_first_day_has_one_report() -> None:
    assert [one.key for one in due_periods(date(2021, 12, 26), date(2021, 12, 30), day=25)] == ["2022-01"]


def test_begun() -> None:
    assert [one.key for one in begun(due_periods(ISSUE, LAST, day=25), date(2021, 7, 1))] == ["2021-06", "2021-07"]


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(days, st.integers(0, 900), st.integers(1, 28), st.sampled_from(["after_issue", "same_month"]))
def test_law_periods_follow_each_other_month_by_month(issue, length, day, first) -> None:
    found = due_periods(issue, issue + timedelta(days=length), day=day, first=first)
    assert found
    months = [int(one.key[:4]) * 12 + int(one.key[5:]) for one in found]
    assert months == list(range(months[0], months[0] + len(months)))
    assert all(issue <= one.opens <= one.due for one in found)
    assert all(one.due < later.due for one, later in pairwise(found))
