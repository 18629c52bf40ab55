"""Participation counted once per person, in one part or several."""

from __future__ import annotations

import pytest

from hoithi.contests.models import PartFigures
from hoithi.contests.operations.figures import refresh_figures
from hoithi.contests.queries.desk import attendance, attendance_of
from tests.awards import story
from tests.contests import factories as make

pytestmark = pytest.mark.django_db


def test_people_of_several_parts_are_counted_once() -> None:
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai")
    story.sit(story.join(contest, "Lê Thị An", units[0]), right=4, seconds=60)
    part = contest.parts.get()
    refresh_figures(part, now=make.NOW)
    one = [(row.unit.name, row.staff, row.people) for row in attendance(contest)]
    twin = contest.parts.create(
        key="phan-hai", plan_key="phan-hai", kind="quiz", title="Phần hai", opens=make.OPENS, closes=make.CLOSES
    )
    PartFigures.objects.create(part=twin, at=make.NOW, data=part.figures.data)
    contest = type(contest).objects.get(pk=contest.pk)
    assert [(row.unit.name, row.staff, row.people) for row in attendance(contest)] == one
    assert one == [("Phòng Hai", 0, 0), ("Phòng Một", 1, 1)]
    assert attendance_of(units[0]).staff == 1


def test_never_more_than_the_headcount_and_nothing_by_zero() -> None:
    contest, units = story.contest_with_units("Phòng Một")
    story.sit(story.join(contest, "Lê Thị An", units[0]), right=4, seconds=60)
    refresh_figures(contest.parts.get(), now=make.NOW)
    contest.units.update(headcount=0)
    (row,) = attendance(contest)
    assert (row.staff, row.share, row.low, row.width) == (0, None, False, "0%")
