"""The board of works: what the public, owners, the committee and jurors see, before and after the results."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Contest, Entry, Part
from hoithi.contests.operations.standings import refresh_standing
from hoithi.entries.operations.work_steps import locked_work, take_step
from hoithi.people.models import User
from tests.contests.factories import holder_of
from tests.entries import factories as make

pytestmark = pytest.mark.django_db


def board(show: str, **part: Any) -> Part:
    found = make.opened(
        make.entries_part() | part,
        standing=[
            {
                "key": "som",
                "title": "Nộp sớm nhất",
                "subject": "entry",
                "formula": "lexicographic",
                "show": show,
                "terms": [
                    {"key": "ok", "title": "Hợp lệ", "part": "video", "measure": "accepted"},
                    {"key": "first", "title": "Nộp", "part": "video", "measure": "submitted", "order": "low"},
                ],
            }
        ],
        prize=[{"key": "nhat", "title": "Giải nhất", "standing": "som", "quantity": 1, "cash": 1000}],
    )
    by, unit = make.coordinator(found)
    someone, person = make.person(found)
    works = ((unit, by, "Phim thứ nhất"), (person, someone, "Phim thứ hai"))
    for minutes, (owner, who, title) in enumerate(works):
        work = make.submitted(found, who, owner, make.NOW + timedelta(minutes=minutes), title=title)
        take_step(locked_work(work.pk), "accept", now=make.AFTER, by=None)
    standing = found.contest.standings.get()
    refresh_standing(standing, now=make.AFTER)
    return found


def page(contest: Contest, user: User | None = None) -> str:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(f"/cuoc-thi/{contest.slug}/xep-hang/som/").content.decode()


def owner_of(title: str) -> User:
    person = Entry.objects.get(title=title).owner.person
    assert person is not None
    return User.objects.get(person=person)


def test_after_the_close_titles_of_prize_places_are_public(at: Any) -> None:
    at(make.AFTER)
    contest = board("after_close").contest
    shown = page(contest)
    assert "Phim thứ nhất" in shown
    assert "Phòng Một" in shown
    assert "Giải nhất" in shown
    assert "Phim thứ hai" not in shown, "no prize place"
    own = page(contest, owner_of("Phim thứ hai"))
    assert "Phim thứ hai" in own
    assert "của bạn" in own


def test_a_hidden_board_tells_nothing_before_the_results(at: Any) -> None:
    at(make.AFTER)
    contest = board("hidden").contest
    for user in (None, owner_of("Phim thứ hai")):
        assert "Phim thứ" not in page(contest, user)
    secretary = holder_of("secretary", contest)
    assert "Phim thứ hai" in page(contest, secretary), "the committee sees every work"
    Contest.objects.filter(pk=contest.pk).update(results_published_at=make.AFTER)
    assert "Phim thứ nhất" in page(contest)


def test_a_juror_sees_no_board_before_the_marks_are_final(at: Any) -> None:
    """Whatever else they are, and whatever everybody else may see."""
    at(make.AFTER)
    part = board("after_close", jury={"criteria": [{"key": "a", "title": "A", "maximum": 10}]})
    juror = make.juror(part)
    assert "Phim thứ nhất" in page(part.contest)
    assert "Phim thứ nhất" not in page(part.contest, juror)
    Contest.objects.filter(pk=part.contest_id).update(results_published_at=make.AFTER)
    assert "Phim thứ nhất" in page(part.contest, juror)
