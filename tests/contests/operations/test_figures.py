from __future__ import annotations

from datetime import timedelta

import pytest

from hoithi.contests.figures import Figures, added
from hoithi.contests.models import PartFigures
from hoithi.contests.operations.figures import AFTERGLOW, refresh_open_figures
from hoithi.contests.queries.figures import figures_of
from hoithi.quiz.operations.attempt_expire import expire_due
from hoithi.quiz.operations.attempt_start import start_attempt
from tests.awards import story
from tests.contests import factories as make

pytestmark = pytest.mark.both


@pytest.mark.django_db
def test_people_attempts_units_days_and_scores_are_counted() -> None:
    contest, (one, two) = story.contest_with_units("Phòng Một", "Phòng Hai")
    staff, citizen = story.join(contest, "Cán Bộ Mẫu", one), story.join(contest, "Công Dân Mẫu")
    story.sit(staff, right=5, seconds=60)
    story.sit(staff, right=3, seconds=60, at=make.NOW.replace(hour=11))
    story.sit(citizen, right=2, seconds=60, at=make.NOW - timedelta(days=1))
    assert refresh_open_figures(make.NOW + timedelta(hours=3)) == 1
    found = figures_of(contest)
    assert (found.people, found.entries, found.open, found.complete, found.today) == (2, 3, 0, 1, 2)
    assert found.by_unit == {str(one.pk): 1} == found.by_unit_staff
    assert str(two.pk) not in found.by_unit
    assert found.by_day == {"2024-06-09": 1, "2024-06-10": 2}
    assert found.by_group == {"can-bo": 1, "cong-dan": 1}
    assert found.by_value == {"2": 1, "5": 1}


@pytest.mark.django_db
def test_a_site_that_was_off_at_the_close_counts_the_end_once_it_is_back() -> None:
    contest, _ = story.contest_with_units()
    part = contest.parts.select_related("contest").get()
    start_attempt(story.join(contest, "Người Bỏ Dở"), part, now=make.NOW)
    refresh_open_figures(make.NOW + timedelta(minutes=1))
    assert figures_of(contest).open == 1
    later = make.CLOSES + timedelta(days=3)
    expire_due(later, 100)
    assert refresh_open_figures(later) == 1
    assert (figures_of(contest).open, figures_of(contest).people) == (0, 1)
    assert refresh_open_figures(later + timedelta(minutes=1)) == 0  # settled: never counted again
    assert PartFigures.objects.get().at >= make.CLOSES + AFTERGLOW


def test_figures_of_several_parts_add_up() -> None:
    one = Figures(people=2, by_day={"2024-06-01": 2}, by_unit={"1": 2})
    other = Figures(people=3, by_day={"2024-06-01": 1, "2024-06-02": 2}, by_unit={"2": 0})
    both = added([one, other])
    assert (both.people, both.by_day, both.units) == (5, {"2024-06-01": 3, "2024-06-02": 2}, 1)
    assert Figures.of_json(both.as_json() | {"unknown": 1}) == both
