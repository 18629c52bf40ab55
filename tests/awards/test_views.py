from __future__ import annotations

import json

import pytest

from hoithi.awards.operations import propose_awards, seal_result
from hoithi.contests.models import Contest
from hoithi.contests.operations.definition import define_contest
from hoithi.core import clock
from hoithi.verify import verify_file
from tests.awards import story
from tests.contests import factories as make

pytestmark = pytest.mark.django_db
URL = "/cuoc-thi/hoi-thi-thu/ket-qua/"


@pytest.fixture
def closed():
    """A contest that is over, its prizes proposed; the clock stands after the close."""
    contest, (unit, _other) = story.contest_with_units("Phòng Một", "Phòng Hai")
    for number, name in enumerate("ABCD"):
        story.sit(story.join(contest, f"Người {name}", unit), right=5, seconds=60 + number)
    propose_awards(contest, now=story.ended(contest))
    with clock.frozen_at(make.AFTER):
        yield contest


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_before_publication_the_public_waits(client, closed):
    shown = text(client.get(URL))
    assert "Kết quả chưa công bố" in shown
    assert "Người A" not in shown
    assert "Chưa niêm phong" in shown


@pytest.mark.parametrize("role", make.ROLES)
def test_only_the_committee_sees_what_is_proposed(client, closed, role):
    holder = make.holder_of(role, closed, closed.units.first())
    if holder is not None:
        client.force_login(holder)
    shown = text(client.get(URL))
    assert ("Người A" in shown) is (role in ("secretary", "organiser", "leader"))
    assert ("Danh sách giải dự kiến" in shown) is (role in ("secretary", "organiser", "leader"))


def test_after_publication_everybody_reads_the_list(client, closed):
    Contest.objects.update(results_published_at=make.AFTER)
    shown = text(client.get(URL))
    for words in ("Người A", "Người C", "Phòng Một", "Giải nhất tập thể", "1.200.000 đồng", "Công bố ngày 2/7/2024"):
        assert words in shown
    assert "Người D" not in shown
    assert "noindex" not in shown


def test_a_winner_whose_name_is_not_public(client, closed):
    Contest.objects.update(results_published_at=make.AFTER)
    person = closed.entrants.get(display_name="Người A").person
    person.birth_date = person.birth_date.replace(year=2010)
    person.save()
    shown = text(client.get(URL))
    assert "Người A" not in shown
    assert "Không công bố tên" in shown


def test_published_without_any_prize(client, closed):
    closed.awards.all().delete()
    Contest.objects.update(results_published_at=make.AFTER)
    assert "Chưa có giải nào" in text(client.get(URL))


def test_the_sealed_file_can_be_checked_by_anybody(client, closed):
    sealed = seal_result(closed, now=make.AFTER)
    assert sealed.digest in text(client.get(URL))
    response = client.get(URL + "niem-phong.json")
    assert response.content.decode() == sealed.envelope
    assert json.loads(response.content)["digest"] == sealed.digest
    assert verify_file(response.content)["ok"]


@pytest.mark.parametrize("count", [1, 3])
def test_winners_cost_the_same(client, closed, count, django_assert_num_queries):
    Contest.objects.update(results_published_at=make.AFTER)
    keep = list(closed.awards.values_list("pk", flat=True))[:count]
    closed.awards.exclude(pk__in=keep).delete()
    with django_assert_num_queries(11):
        client.get(URL)


def test_the_list_of_results(client, closed, django_assert_num_queries):
    shown = text(client.get("/ket-qua/"))
    assert "Chờ công bố" in shown
    seal_result(closed, now=make.AFTER)
    assert "Đã niêm phong, chờ công bố" in text(client.get("/ket-qua/"))
    Contest.objects.update(results_published_at=make.AFTER)
    assert "Công bố ngày 2/7/2024" in text(client.get("/ket-qua/"))
    for number in (1, 2):
        define_contest(make.plan(slug=f"khac-{number}"), now=make.BEFORE)
    with django_assert_num_queries(3):  # contests, parts, prizes
        assert text(client.get("/ket-qua/")).count("Bảng xếp hạng") == 3
    Contest.objects.update(listed=False)
    assert "Chưa có kết quả nào" in text(client.get("/ket-qua/"))
