from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from hoithi.contests.figures import Figures, added
from hoithi.contests.models import PartFigures
from hoithi.contests.operations.figures import AFTERGLOW, refresh_figures, refresh_open_figures
from hoithi.contests.queries.figures import figures_of
from hoithi.quiz.models import Result
from hoithi.quiz.operations.attempt_expire import expire_due
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_void import void_attempt
from hoithi.quiz.queries.figures import count_figures
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


@pytest.mark.django_db
def test_kept_figures_are_what_counting_everybody_gives() -> None:
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai")
    part = contest.parts.select_related("contest").get()
    rng = Random(3)
    people = [story.join(contest, f"Người {n}", rng.choice([*units, None])) for n in range(5)]
    moment = make.NOW
    for _turn in range(12):
        moment += timedelta(hours=rng.randrange(30))
        left = [one for one in people if one.attempts.count() < 3]
        for entrant in rng.sample(left, min(2, len(left))):
            story.sit(entrant, right=rng.randrange(6), seconds=60, at=moment)
        kept = refresh_figures(part, now=moment)
        assert kept is not None
        assert Figures.of_json(kept.data) == count_figures(part, now=moment)
    assert not part.marks.exists()


@pytest.mark.django_db
def test_a_turn_reads_only_whose_facts_changed_and_the_whole_count_mends() -> None:
    contest, (one,) = story.contest_with_units("Phòng Một")
    part = contest.parts.select_related("contest").get()
    first, second = story.join(contest, "Người A", one), story.join(contest, "Người B", one)
    story.sit(first, right=3, seconds=60)
    refresh_figures(part, now=make.NOW)
    Result.objects.filter(entrant=first).update(correct=1)  # behind everybody's back: no mark
    story.sit(second, right=5, seconds=60)
    refresh_figures(part, now=make.NOW)
    assert figures_of(contest).by_value == {"3": 1, "5": 1}
    refresh_figures(part, now=make.NOW, whole=True)
    assert figures_of(contest).by_value == {"1": 1, "5": 1}


@pytest.mark.django_db
def test_an_attempt_taken_out_after_the_close_leaves_the_figures() -> None:
    contest, (one,) = story.contest_with_units("Phòng Một")
    entrant = story.join(contest, "Người A", one)
    story.sit(entrant, right=3, seconds=60)
    late = make.CLOSES + timedelta(days=1)
    assert refresh_open_figures(late) == 1
    void_attempt(entrant.attempts.get().code, now=late, by=None)
    assert refresh_open_figures(late + timedelta(hours=1)) == 1
    assert (figures_of(contest).people, figures_of(contest).by_unit) == (0, {})
    assert refresh_open_figures(late + timedelta(hours=2)) == 0


def test_figures_of_several_parts_add_up() -> None:
    one = Figures(people=2, by_day={"2024-06-01": 2}, by_unit={"1": 2})
    other = Figures(people=3, by_day={"2024-06-01": 1, "2024-06-02": 2}, by_unit={"2": 0})
    both = added([one, other])
    assert (both.people, both.by_day, both.units) == (5, {"2024-06-01": 3, "2024-06-02": 2}, 1)
    assert Figures.of_json(both.as_json() | {"unknown": 1}) == both
