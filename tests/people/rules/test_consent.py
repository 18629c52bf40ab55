from __future__ import annotations

from datetime import date

import pytest

from hoithi.people.rules.consent import Publication, age_on, may_publish_name, reply_due, stop_due

DAY = date(2026, 8, 3)


def test_age_counts_completed_years():
    assert age_on(date(2008, 8, 3), DAY) == 18
    assert age_on(date(2008, 8, 4), DAY) == 17
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.parametrize(
    ("birth", "on_roster", "consent", "guardian", "withdrawn", "public"),
    [
        (date(1990, 1, 1), False, False, False, False, True),
        (date(1990, 1, 1), False, False, False, True, False),
        (date(1990, 1, 1), False, True, False, True, True),
        (date(2010, 1, 1), False, False, False, False, False),
        (date(2010, 1, 1), False, True, False, False, False),
        (date(2010, 1, 1), False, True, True, False, True),
        (None, False, False, False, False, False),
        (None, True, False, False, False, True),
    ],
)
def test_whose_name_may_be_public(birth, on_roster, consent, guardian, withdrawn, public):
    assert may_publish_name(Publication(birth, on_roster, consent, guardian, withdrawn), DAY) is public


def test_deadlines_skip_the_weekend():
    friday = date(2026, 8, 7)
    assert reply_due(friday) == date(2026, 8, 11)
    assert stop_due(friday) == date(2026, 8, 22)
