"""Before publication nobody outside the committee learns who won: every address is opened as everybody else.

Unmistakable words are planted in winners' names, nominees, reasons and the decision itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hoithi.awards.operations import propose_awards, seal_result
from hoithi.awards.operations.choose import Choice, choose_awards
from hoithi.awards.operations.decide import decide_awards
from hoithi.contests.models import Contest, Entrant
from hoithi.contests.operations.publication import publish_results
from hoithi.contests.rules.permission import ROLE_OF_BODY
from hoithi.core import clock
from hoithi.people.models import User
from tests.awards import ended, story
from tests.awards.ended import LATER
from tests.contests import factories as make
from tests.quiz.test_keys_secret import _PARAMETER, Reader, routes, said

WINNER, NOMINEE, REASON, PAPER = "NGUOITHANGMAT", "NGUOIDECUMAT", "LYDOMAT", "QUYETDINHMAT"
COMMITTEE = {"organising", "secretariat", "leaders"}
OUTSIDE = ["anonymous", "contestant", "administrator", *sorted(set(ROLE_OF_BODY) - COMMITTEE)]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Contest]:
    """Built once, inside a transaction that is never committed."""
    block = transaction.atomic()
    block._from_testcase = True
    with django_db_blocker.unblock(), block:
        yield _built()
        transaction.set_rollback(True)


@pytest.fixture
def contest(world: Contest, db: None) -> Contest:
    return Contest.objects.get(pk=world.pk)


def _built() -> Contest:
    standings = [one | {"show": "hidden"} for one in make.definition()["standing"]]
    contest, units, _people = ended.contest_over(
        2, prize=ended.prizes(), standing=standings, awards={"decision": "required"}
    )
    story_time = make.NOW
    for n in range(2):
        story.sit(story.join(contest, f"{WINNER} {n}"), right=5, seconds=20 + n, at=story_time)
    story.ended(contest)
    nominee = Choice("nominee", name=NOMINEE, unit=units[0].name, reason=REASON)
    choose_awards(contest.prizes.get(key="xet-ca-nhan"), [nominee], document=ended.minutes(contest), now=LATER)
    propose_awards(contest, now=LATER)
    seal_result(contest, now=LATER)
    document = ended.paper(contest)
    document.title = PAPER
    document.save()
    decide_awards(contest, document=document, now=LATER)
    return contest


def addresses(contest: Contest) -> list[str]:
    """Every route once, its parameters filled with what this contest has."""
    award = contest.awards.filter(prize__key="nhat").get()
    known = {"slug": contest.slug, "part": "trac-nghiem", "key": "ca-nhan", "pk": str(award.pk), "language": "vi"}
    found = []
    for route in dict.fromkeys(routes()):
        names = iter([known.get(name, "1") for name in _PARAMETER.findall(route)])
        found.append("/" + _PARAMETER.sub(lambda _match, names=names: next(names), route))  # type: ignore[misc]
    return [one for one in found if not one.startswith("/dang-xuat/")]


def told(client: Client, contest: Contest, words: list[str]) -> list[str]:
    found = []
    with clock.frozen_at(LATER):
        reader = Reader(client)
        for address in addresses(contest):
            text = said(reader.ask("get", address))
            found += [f"{address}: {word}" for word in words if word in text]
    return found


def signed_in(role: str, contest: Contest) -> Client:
    client = Client(raise_request_exception=False)
    if role == "helpers":
        contest.bodies.get_or_create(kind="helpers", defaults={"key": "giup", "title": "Tổ giúp việc"})
        user: User | None = make.user("Người Giúp Mẫu")
        assert user is not None
        make.seat(contest, "helpers", user)
    else:
        user = make.holder_of(ROLE_OF_BODY.get(role, role), contest, contest.units.order_by("position")[0])
    if user is not None:
        client.force_login(user)
    return client


@pytest.mark.parametrize("role", OUTSIDE)
def test_nobody_outside_the_committee_learns_who_won(role: str, contest: Contest) -> None:
    assert told(signed_in(role, contest), contest, [WINNER, NOMINEE, REASON, PAPER]) == []


def test_a_winner_learns_nothing_of_their_own_prize(contest: Contest) -> None:
    winner = Entrant.objects.filter(display_name__startswith=WINNER).order_by("pk")[0]
    user = make.user("Người Thắng")
    person, user.person = user.person, winner.person
    user.save()
    client = Client(raise_request_exception=False)
    client.force_login(user)
    assert person != winner.person
    assert told(client, contest, [NOMINEE, REASON, PAPER]) == []
    with clock.frozen_at(LATER):
        page = client.get(f"/cuoc-thi/{contest.slug}/giai-cua-toi/").content.decode()
    assert "Kết quả chưa công bố" in page
    assert "Giải nhất" not in page


def test_the_walk_finds_what_there_is_and_publication_releases_it(contest: Contest) -> None:
    found = told(signed_in("secretariat", contest), contest, [WINNER, NOMINEE, REASON, PAPER])
    desk = f"/cuoc-thi/{contest.slug}/dieu-hanh/giai-thuong/"
    assert f"{desk}: {WINNER}" in found
    assert {one.rpartition(": ")[2] for one in found} >= {WINNER, NOMINEE}
    publish_results(contest, now=LATER)
    public = told(Client(raise_request_exception=False), contest, [NOMINEE])
    assert any("/ket-qua/" in one for one in public)
