"""Giải của tôi: the winner's own page."""

from __future__ import annotations

import pytest
from django.test import Client

from hoithi.contests.operations.publication import publish_results
from hoithi.core import clock
from tests.awards import ended
from tests.awards.ended import LATER
from tests.contests import factories as make

pytestmark = pytest.mark.django_db
PAGE = "/cuoc-thi/hoi-thi-thu/giai-cua-toi/"


def read(client: Client) -> tuple[int, str]:
    with clock.frozen_at(LATER):
        response = client.get(PAGE)
    return response.status_code, response.content.decode()


def test_a_winner_reads_what_to_bring_and_nobody_else_does(client: Client) -> None:
    contest, _units, people = ended.contest_over(awards={"collect": "Sáng 5/7 tại hội trường"})
    user = make.user("Người Thắng Mẫu")
    people[0].person = user.person
    people[0].save()
    ended.decided(contest)
    client.force_login(user)
    status, page = read(client)
    assert (status, "Giải nhất" in page, "Kết quả chưa công bố" in page) == (200, False, True)
    publish_results(contest, now=LATER)
    _status, page = read(client)
    for words in ("Giải nhất", "Sáng 5/7 tại hội trường", "căn cước", "12/QĐ-UBND", "300.000"):
        assert words in page
    other = make.holder_of("contestant", contest)
    assert other is not None
    client.force_login(other)
    assert "Chưa có giải nào" in read(client)[1]
    client.force_login(make.user("Người Ngoài Mẫu"))
    assert read(client)[0] == 404
    client.logout()
    assert read(client)[0] == 302


def test_a_coordinator_reads_the_units_prize(client: Client) -> None:
    contest, units, _people = ended.contest_over()
    ended.announced(contest)
    speaker = make.holder_of("coordinator", contest, units[0])
    assert speaker is not None
    client.force_login(speaker)
    assert "Giải nhất tập thể" in read(client)[1]
