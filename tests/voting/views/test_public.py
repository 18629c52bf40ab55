"""Voting on the pages: signing in and coming back, one press, codes for browsers without scripts, what stays hidden."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hoithi.contests.operations.standings import refresh_standing
from hoithi.core import clock
from hoithi.voting.models import Ballot, Discount, Snapshot, SnapshotRow, Tally
from hoithi.voting.rules.counting import Vote, leaf
from tests.contests import factories as make
from tests.entries import factories as works
from tests.voting import factories as own

pytestmark = pytest.mark.django_db
BASE = f"/cuoc-thi/{own.SLUG}/video/"
VOTE, GALLERY = f"{BASE}binh-chon/", f"{BASE}tac-pham/"
SECRET = 98_765
"""A count nobody would see by chance."""


@pytest.fixture
def now() -> Iterator[None]:
    with clock.frozen_at(own.NOW):
        yield


def at(moment: Any) -> Any:
    return clock.frozen_at(moment)


@pytest.mark.usefixtures("now")
class TestVoting:
    def test_a_visitor_signs_in_and_comes_back(self, client: Client) -> None:
        own.vote_part()
        page = client.get(GALLERY).content.decode()
        assert f'href="{VOTE}1/"' in page
        answer = client.get(f"{VOTE}1/")
        assert answer.status_code == 302
        assert f"next={VOTE}1/" in answer["Location"]
        assert client.post(f"{VOTE}1/").status_code == 302
        assert not Ballot.objects.exists()

    def test_one_press_with_a_solved_task(self, client: Client) -> None:
        part, user = own.vote_part(), own.voter()
        client.force_login(user)
        assert client.get(f"{VOTE}1/").cookies["hoithi_phieu"]["httponly"]
        told = client.get(f"{VOTE}thach-thuc/").json()
        assert told["parameters"]["data"]["user"] == user.pk
        answer = client.post(f"{VOTE}1/", {"altcha": own.proof(part, user), "back": GALLERY}, follow=True)
        kept = Ballot.objects.get()
        assert answer.redirect_chain[-1][0] == GALLERY
        assert kept.code in answer.content.decode()
        assert kept.device
        assert kept.network
        assert "Bạn đã bình chọn" in client.get(f"{GALLERY}1/").content.decode()

    def test_never_back_to_another_site(self, client: Client) -> None:
        part, user = own.vote_part(), own.voter()
        client.force_login(user)
        sent = {"altcha": own.proof(part, user), "back": "https://xau.example/"}
        assert client.post(f"{VOTE}1/", sent)["Location"] == f"{VOTE}1/"

    def test_without_scripts_a_code_is_offered_and_enough(self, client: Client, settings: Any) -> None:
        settings.EMAIL_CODE_BACKEND = "hoithi.people.delivery.on_page"
        own.vote_part()
        user = own.voter()
        client.force_login(user)
        answer = client.post(f"{VOTE}1/", {"altcha": ""})
        assert answer["Location"] == f"{VOTE}ma/1/"
        assert not Ballot.objects.exists()
        assert "JavaScript" in client.get(f"{VOTE}ma/1/").content.decode()
        answer = client.post(f"{VOTE}ma/1/", follow=True)
        answer = client.post(answer.redirect_chain[-1][0], {"code": client.session["sign_in"]["shown"]}, follow=True)
        assert answer.redirect_chain[-1][0] == f"{VOTE}1/"
        client.post(f"{VOTE}1/", {"altcha": ""})
        assert Ballot.objects.get().challenge is None

    def test_a_typed_code_runs_out(self, client: Client) -> None:
        own.vote_part()
        client.force_login(own.voter())
        session = client.session
        session["vote_code_at"] = (own.NOW - timedelta(minutes=15)).isoformat()
        session.save()
        assert client.post(f"{VOTE}1/", {"altcha": ""})["Location"] == f"{VOTE}ma/1/"

    def test_the_last_vote_is_moved_from_where_one_says(self, client: Client) -> None:
        part, user = own.vote_part(publish=3, per_person=2), own.voter()
        client.force_login(user)
        own.vote(part, 1, user)
        own.vote(part, 2, user)
        answer = client.post(f"{VOTE}3/", {"altcha": own.proof(part, user)})
        assert answer["Location"] == f"{VOTE}3/"
        assert re.search(r'name="thay"\s+value="1"', client.get(f"{VOTE}3/").content.decode())
        client.post(f"{VOTE}3/", {"altcha": own.proof(part, user), "thay": "1"})
        held = Ballot.objects.filter(withdrawn_at__isnull=True)
        assert set(held.values_list("entry__work__number", flat=True)) == {2, 3}

    def test_a_vote_is_taken_back_on_the_page_and_on_one_s_own(self, client: Client) -> None:
        part, user = own.vote_part(), own.voter()
        client.force_login(user)
        own.vote(part, 1, user)
        assert Ballot.objects.get().code in client.get(VOTE).content.decode()
        assert client.post(f"{VOTE}1/bo/")["Location"] == VOTE
        assert not Ballot.objects.filter(withdrawn_at__isnull=True).exists()
        assert client.post(f"{VOTE}1/bo/").status_code == 302

    @pytest.mark.parametrize(("path", "status"), [("9/", 404), ("3/", 409)])
    def test_a_work_that_is_not_there_says_so(self, client: Client, path: str, status: int) -> None:
        part = own.vote_part()
        works.submitted(part, *works.person(part))
        client.force_login(own.voter())
        assert client.get(VOTE + path).status_code == status
        assert client.post(VOTE + path, {"altcha": "x"}).status_code == status

    def test_a_contest_without_a_vote_has_no_such_page(self, client: Client) -> None:
        works.opened()
        assert client.get(VOTE).status_code == 404

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_gallery_asks_the_same_for_one_and_three(
        self, client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        own.vote_part(publish=count, display="live")
        client.force_login(own.voter())
        with django_assert_num_queries(GALLERY_QUERIES):
            assert client.get(GALLERY).status_code == 200

    @pytest.mark.parametrize("count", [1, 3])
    def test_one_s_own_page_asks_the_same_for_one_and_three(
        self, client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        part, user = own.vote_part(publish=count), own.voter()
        for number in range(1, count + 1):
            own.vote(part, number, user)
        client.force_login(user)
        with django_assert_num_queries(HUB_QUERIES):
            assert client.get(VOTE).status_code == 200


GALLERY_QUERIES, HUB_QUERIES = 12, 5


def test_after_the_close_the_press_is_refused_with_a_sentence(client: Client) -> None:
    part, user = own.vote_part(), own.voter()
    sent = own.proof(part, user, own.CLOSES - timedelta(seconds=5))
    client.force_login(user)
    with at(own.CLOSES):
        answer = client.post(f"{VOTE}1/", {"altcha": sent})
        assert answer.status_code == 409
        assert "Đã hết thời gian bình chọn (24:00 ngày 14/7/2024)" in answer.content.decode()
        assert client.get(f"{VOTE}thach-thuc/").status_code == 409
    assert not Ballot.objects.exists()


PUBLIC = (
    GALLERY,
    f"{GALLERY}1/",
    VOTE,
    f"{VOTE}minh-bach/",
    f"{VOTE}phieu.json",
    f"/cuoc-thi/{own.SLUG}/",
    f"{VOTE}1/",
)
STANDING_PAGE = f"/cuoc-thi/{own.SLUG}/xep-hang/binh-chon/"


def everything(client: Client) -> str:
    return " ".join(client.get(path).content.decode() for path in (*PUBLIC, STANDING_PAGE))


def seen(text: str) -> bool:
    return str(SECRET) in text or "98.765" in text or "98.760" in text


def with_secret_count(**vote: Any) -> Any:
    part = own.vote_part(**vote)
    entry = part.entries.get(work__number=1)
    Tally.objects.create(entry=entry, cast=SECRET, counted_at=own.NOW)
    return part


@pytest.mark.parametrize(
    ("display", "moment", "shown"),
    [
        ("live", own.NOW, "98.765"),
        ("rounded", own.NOW, "98.760"),
        ("rounded", own.AFTER, "98.765"),
        ("after_close", own.NOW, ""),
        ("after_close", own.AFTER, "98.765"),
        ("hidden", own.NOW, ""),
        ("hidden", own.AFTER, ""),
    ],
)
@pytest.mark.parametrize("role", ["anonymous", "voter"])
def test_counts_are_seen_as_the_plan_says(client: Client, display: str, moment: Any, shown: str, role: str) -> None:
    with_secret_count(display=display)
    if role == "voter":
        client.force_login(own.voter())
    with at(moment):
        text = everything(client)
        assert seen(text) == bool(shown)
        assert shown in text


def test_hidden_counts_come_with_the_results(client: Client) -> None:
    part = with_secret_count(display="hidden")
    part.contest.results_published_at = own.AFTER
    part.contest.save()
    with at(own.AFTER):
        assert seen(client.get(GALLERY).content.decode())


@pytest.mark.parametrize("display", ["live", "rounded", "after_close", "hidden"])
def test_a_juror_sees_no_count_before_the_results(client: Client, display: str) -> None:
    part = with_secret_count(display=display)
    client.force_login(works.juror(part))
    with at(own.AFTER):
        assert not seen(client.get(GALLERY).content.decode() + client.get(f"{GALLERY}1/").content.decode())


def test_figures_of_an_outside_page_are_hidden_until_the_close(client: Client) -> None:
    part = own.outside_part()
    by = own.voter()
    stored = Snapshot.objects.create(
        part=part, no=1, taken_at=own.NOW, page="Trang", signer="Ông Ký", entered_by=by, entered_at=own.NOW
    )
    SnapshotRow.objects.create(snapshot=stored, entry=part.entries.get(work__number=1), likes=SECRET)
    with at(own.NOW):
        assert not seen(everything(client))
        assert "Trang ví dụ" in client.get(VOTE).content.decode()
    with at(own.AFTER):
        assert "98.765" in client.get(GALLERY).content.decode()
        assert "Ông Ký" in client.get(f"{VOTE}minh-bach/").content.decode()


@pytest.mark.parametrize(("display", "shown"), [("after_close", True), ("hidden", False)])
def test_figures_without_a_named_close_are_shown_with_their_moment(client: Client, display: str, shown: bool) -> None:
    """Vote, gallery, work, record and standing alike; the plan may hide them until the results."""
    part = own.outside_part(opens=None, closes=None, display=display)
    with at(own.NOW):
        assert "Số liệu ghi nhận" not in client.get(GALLERY).content.decode(), "nothing entered yet"
        stored = Snapshot.objects.create(
            part=part, no=1, taken_at=own.BEFORE, page="Trang", signer="Ông", entered_by=own.voter(), entered_at=own.NOW
        )
        SnapshotRow.objects.create(snapshot=stored, entry=part.entries.get(work__number=1), likes=SECRET)
        refresh_standing(part.contest.standings.get(key="binh-chon"), now=own.NOW)
        pages = {path: client.get(path).content.decode() for path in (GALLERY, f"{GALLERY}1/", VOTE, STANDING_PAGE)}
        assert ("98.765" in pages[GALLERY]) is ("98.765" in pages[f"{GALLERY}1/"]) is shown
        assert ("98.765" in pages[STANDING_PAGE]) is shown
        for path in (GALLERY, f"{GALLERY}1/", VOTE):
            assert ("Số liệu ghi nhận lúc" in pages[path]) is shown, path
        assert ("Trang, lúc" in client.get(f"{VOTE}minh-bach/").content.decode()) is shown


def test_the_list_of_prints_waits_and_then_holds_every_vote(client: Client) -> None:
    part = own.vote_part()
    kept = own.vote(part, 1).ballot
    with at(own.NOW):
        assert client.get(f"{VOTE}phieu.json").status_code == 409
    with at(own.AFTER):
        told = json.loads(client.get(f"{VOTE}phieu.json").content)
    assert told["prints"]["1"]["counted"] == [leaf(Vote(kept.code, "1", True)).hex()]


def test_discounts_are_public_with_their_reason_at_once(client: Client) -> None:
    part = own.vote_part()
    by = make.holder_of("organiser", part.contest)
    Discount.objects.create(part=part, no=1, reason="Cùng một mạng trong một phút", count=31, by=by, at=own.NOW)
    with at(own.NOW):
        text = client.get(f"{VOTE}minh-bach/").content.decode()
    assert "loại 31 phiếu" in text
    assert "Cùng một mạng trong một phút" in text
    assert by is not None
    assert by.full_name not in text


def test_the_order_of_works_is_a_person_s_own_while_voting(client: Client) -> None:
    own.vote_part(publish=6)
    orders = set()
    with at(own.NOW):
        for _n in range(4):
            client.force_login(own.voter())
            orders.add(tuple(re.findall(r'work-title">\s*<a href="([^"]+)"', client.get(GALLERY).content.decode())))
    assert len(orders) > 1


@pytest.mark.parametrize(
    ("display", "hidden_at"), [("after_close", own.NOW), ("rounded", own.NOW), ("hidden", own.AFTER)]
)
def test_the_standing_does_not_tell_what_the_vote_hides(client: Client, display: str, hidden_at: Any) -> None:
    """The part has long closed for works; the vote has a window of its own."""
    part = with_secret_count(display=display)
    standing = part.contest.standings.get(key="binh-chon")
    refresh_standing(standing, now=hidden_at)
    with at(hidden_at):
        assert not seen(client.get(STANDING_PAGE).content.decode())
        assert not seen(client.get(f"/cuoc-thi/{own.SLUG}/").content.decode())
