"""Results of one round within minutes of its end, while the contest runs; nothing of it before."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from hoithi.audit.models import AuditEvent
from hoithi.awards.models import Award
from hoithi.awards.operations import (
    AlreadyPublished,
    NotSettled,
    TiesOpen,
    propose_awards,
    release_round,
    seal_result,
)
from hoithi.contests.models import SealedResult
from hoithi.contests.operations.publication import NotPublishable, publish_round
from hoithi.contests.operations.standings import decide_tie
from hoithi.contests.queries.rounds import own_scopes
from hoithi.verify import verify_file
from tests.awards import rounds
from tests.awards.story import join
from tests.contests import factories as make
from tests.contests.views.desk import DESK, SLUG, World, text_of

pytestmark = pytest.mark.django_db
PUBLIC = f"/cuoc-thi/{SLUG}/ket-qua/vong/tuan-1/"
ROUND = f"{DESK}giai-thuong/vong/tuan-1/"
RELEASE = f"{ROUND}cong-bo/"


@pytest.fixture(autouse=True)
def _forget() -> None:
    cache.clear()


@pytest.fixture
def world(client: Client) -> World:
    """The first week is over: An before Bình."""
    contest, parts, units = rounds.weekly()
    for name, right in (("Lê Thị An", 5), ("Trần Văn Bình", 4)):
        rounds.sit(join(contest, name, units[0]), parts[0], right=right)
    rounds.after(parts[0])
    return World(contest, units, client)


def first(world: World) -> Any:
    part = world.contest.parts.get(key="tuan-1")
    part.contest = world.contest
    return part


def test_a_round_is_released_while_the_next_one_runs(world: World) -> None:
    part = first(world)
    now = rounds.after(part)
    sealed = release_round(part, now=now)
    part.refresh_from_db()
    world.contest.refresh_from_db()
    assert part.results_published_at == now
    assert now - part.closes < timedelta(minutes=5)
    assert world.contest.results_published_at is None
    award = Award.objects.get()
    assert (award.scope, award.prize.key, award.cash) == ("tuan-1", "tuan-nhat", 300_000)
    body = json.loads(sealed.envelope)["body"]
    assert body["scope"] == "tuan-1"
    assert {row["part"] for row in body["facts"]} == {"tuan-1"}
    assert [one["scope"] for one in body["result"]["standings"]] == ["tuan-1"]
    assert [one["part"] for one in body["commitments"]] == ["tuan-1"]
    assert body["commitments"][0]["secret"], "the round's secret is opened"
    checked = verify_file(sealed.envelope)
    assert checked["ok"], checked["differences"]
    assert AuditEvent.objects.filter(action="contests:result:published", target="tuan-1").count() == 1


def test_questions_are_opened_once_no_round_draws_from_the_bank_any_more(world: World) -> None:
    parts = list(world.contest.parts.all())
    assert not json.loads(release_round(first(world), now=rounds.after(parts[0])).envelope)["body"]["commitments"][0][
        "questions"
    ]
    last = parts[2]
    last.contest = world.contest
    opened = json.loads(seal_result(world.contest, now=rounds.after(last), part=last).envelope)["body"]
    assert opened["commitments"][0]["secret"]


def test_nothing_before_the_end_and_nothing_twice(world: World) -> None:
    part = first(world)
    with pytest.raises(NotSettled):
        release_round(part, now=part.closes - timedelta(seconds=1))
    assert not SealedResult.objects.exists()
    now = rounds.after(part)
    release_round(part, now=now)
    with pytest.raises(AlreadyPublished):
        propose_awards(world.contest, now=now, part=part)
    assert publish_round(part, now=now + rounds.WEEK).results_published_at == now


def test_equals_wait_for_minutes(world: World) -> None:
    part = first(world)
    rounds.sit(join(world.contest, "Phạm Văn Cường", world.units[1]), part, right=5)
    now = rounds.after(part)
    with pytest.raises(TiesOpen):
        release_round(part, now=now)
    assert not SealedResult.objects.exists(), "no half of it"
    sealed = seal_result(world.contest, now=now, part=part)
    with pytest.raises(NotPublishable, match="bằng nhau"):
        publish_round(part, now=now)
    standing = world.contest.standings.get(key="tung-tuan")
    award = sorted(standing.rows.filter(scope="tuan-1", place=1).values_list("subject_id", flat=True))
    decide_tie(standing, place=1, subjects=award, reason="Bốc thăm", now=now, scope="tuan-1")
    with pytest.raises(NotPublishable, match="sau lần niêm phong"):
        publish_round(part, now=now)
    again = release_round(part, now=now)
    assert (sealed.no, again.no) == (1, 2)
    assert verify_file(again.envelope)["ok"]


def test_who_won_a_round_keeps_it_in_the_final_result(client: Client) -> None:
    """One prize each: the winner of the first week is passed over from then on, whatever comes first in the plan."""
    contest, parts, units = rounds.weekly(
        awards={"stacking": "one_per_subject"}, prize=[rounds.PRIZES[1], rounds.PRIZES[0]]
    )
    people = [join(contest, name, units[0]) for name in ("Lê Thị An", "Trần Văn Bình", "Phạm Văn Cường", "Vũ Thị Dung")]
    for part in parts:
        for number, one in enumerate(people):
            rounds.sit(one, part, right=5, seconds=60 + number)
        part.contest = contest
        sealed = release_round(part, now=rounds.after(part))
        assert verify_file(sealed.envelope)["ok"], verify_file(sealed.envelope)["differences"]
    now = rounds.after(parts[2])
    proposed = propose_awards(contest, now=now)
    assert [award.prize.key for award in proposed.awards] == ["chung-cuoc-nhat"], "the rounds' awards stay"
    held = {award.scope: award.subject_id for award in Award.objects.all()}
    assert held == {"tuan-1": people[0].pk, "tuan-2": people[1].pk, "tuan-3": people[2].pk, "": people[3].pk}
    sealed = seal_result(contest, now=now)
    checked = verify_file(sealed.envelope)
    assert checked["ok"], checked["differences"]


def test_a_series_owns_its_rounds_and_not_the_overall(world: World) -> None:
    assert own_scopes(first(world)) == {("tung-tuan", "tuan-1")}


def test_the_public_sees_nothing_before_and_everything_after(world: World) -> None:
    part = first(world)
    now = rounds.after(part)
    before = text_of(world.get(PUBLIC, now=now))
    assert "chưa công bố" in before
    assert "Lê Thị An" not in before
    assert world.get(f"{PUBLIC}niem-phong.json", now=now).status_code == 404
    board = f"/cuoc-thi/{SLUG}/xep-hang/tung-tuan/?nhom=tuan-1"
    assert "chỉ hiện khi công bố kết quả" in text_of(world.get(board, now=now))
    release_round(part, now=now)
    after = text_of(world.get(PUBLIC, now=now))
    assert "Lê Thị An" in after
    assert "Bí mật rút đề đã mở" in after
    sealed = world.get(f"{PUBLIC}niem-phong.json", now=now)
    assert verify_file(sealed.content.decode())["ok"]
    assert "Lê Thị An" in text_of(world.get(board, now=now))
    other = f"/cuoc-thi/{SLUG}/xep-hang/tung-tuan/?nhom=tuan-2"
    assert "chỉ hiện khi công bố kết quả" in text_of(world.get(other, now=now))
    shown = text_of(world.get(f"/cuoc-thi/{SLUG}/", now=now))
    assert "Đã công bố" in shown
    assert "Vòng kế tiếp" in shown
    assert PUBLIC in shown
    assert "Đang mở" in text_of(world.get(f"/cuoc-thi/{SLUG}/", now=now + timedelta(hours=1)))


@pytest.mark.parametrize("role", make.ROLES)
def test_who_may_open_and_release_a_round(role: str, world: World) -> None:
    now = rounds.after(first(world))
    world.sign_in(role)
    committee, secretary = {"secretary", "organiser", "leader"}, {"secretary"}
    denied = 302 if role == "anonymous" else 404 if role == "contestant" else 403
    assert world.get(ROUND, now=now).status_code == (200 if role in committee else denied)
    assert world.get(RELEASE, now=now).status_code == (200 if role in secretary else denied)
    assert world.post(f"{ROUND}lap/", now=now).status_code == (302 if role in secretary else denied)
    assert world.post(RELEASE, now=now).status_code == (302 if role in secretary else denied)
    assert (first(world).results_published_at is not None) is (role in secretary)


def test_one_button_on_the_round(world: World) -> None:
    part = first(world)
    world.sign_in("secretary")
    early = text_of(world.get(ROUND, now=part.closes - timedelta(minutes=1)))
    assert "Chưa kết thúc" in early
    assert RELEASE not in early
    now = rounds.after(part)
    assert RELEASE in text_of(world.get(ROUND, now=now))
    assert f"Công bố kết quả {part.title}" in text_of(world.get(DESK, now=now))
    assert "đã niêm phong và công bố" in text_of(world.post(RELEASE, now=now, follow=True))
    done = text_of(world.get(ROUND, now=now))
    assert PUBLIC in done
    assert RELEASE not in done
    assert "Đã công bố" in text_of(world.get(f"{DESK}giai-thuong/", now=now))
    assert world.get(f"{DESK}giai-thuong/vong/khong-co/", now=now).status_code == 404


def test_a_tie_of_a_round_leads_back_to_the_round(world: World) -> None:
    part = first(world)
    rounds.sit(join(world.contest, "Phạm Văn Cường", world.units[1]), part, right=5)
    now = rounds.after(part)
    world.sign_in("secretary")
    page = text_of(world.get(ROUND, now=now))
    assert RELEASE not in page
    tie = f"{DESK}giai-thuong/dong-hang/tung-tuan/1/?pham-vi=tuan-1"
    assert tie in page.replace("&amp;", "&")
    refused = text_of(world.post(RELEASE, now=now, follow=True))
    assert "bằng nhau" in refused
    standing = world.contest.standings.get(key="tung-tuan")
    from hoithi.contests.queries.standings import tied_at

    order = {f"order-{pk}": str(n) for n, pk in enumerate(tied_at(standing, 1, "tuan-1"), 1)}
    minutes = {"number": "5", "symbol": "BB-BTC", "issued_on": "9/6/2024", "signer": "Trần Văn Ký", "reason": "Thăm"}
    answer = world.post(tie, order | minutes, now=now)
    assert (answer.status_code, answer.headers.get("Location")) == (302, ROUND)
    assert RELEASE in text_of(world.get(ROUND, now=now))


@pytest.mark.parametrize("people", [1, 3])
def test_the_round_page_costs_the_same_whatever_its_length(
    people: int, client: Client, django_assert_num_queries: Any
) -> None:
    contest, parts, units = rounds.weekly()
    for number in range(people):
        rounds.sit(join(contest, f"Người Số {number}", units[0]), parts[0], right=5, seconds=60 + number)
    now = rounds.after(parts[0])
    parts[0].contest = contest
    release_round(parts[0], now=now)
    with django_assert_num_queries(14):
        World(contest, units, client).get(PUBLIC, now=now)
