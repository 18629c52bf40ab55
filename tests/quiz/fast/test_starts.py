"""Starts with a signed entry ticket: by a script, or by the page's own form; many in one transaction."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from hoithi.contests.models import Entrant, Part, RulesText
from hoithi.contests.operations.entrants import bar_entrant
from hoithi.core import clock
from hoithi.quiz.fast.asgi import SpeedPath
from hoithi.quiz.models import Attempt
from hoithi.quiz.tokens import ENTRY_KEPT, issue_entry
from tests.quiz import factories as make
from tests.quiz.factories import CLOSES, MINUTE, NOW, OPENS
from tests.quiz.fast.caller import Reply, call, move_clock, one, speaking

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]
ADDRESS = "/cuoc-thi/hoi-thi-thu/trac-nghiem/vao-thi/"
SESSION = "sessionkey0123456789"


@pytest.fixture
def entrant(part: Part) -> Entrant:
    return make.entrant(part.contest)


@pytest.fixture
def rules(part: Part) -> RulesText:
    return RulesText.objects.create(contest=part.contest, version=2, title="Thể lệ", body="…", published_at=OPENS)


def ticket_of(entrant: Entrant, part: Part, rules: RulesText | None = None, session: str = SESSION) -> str:
    assert entrant.person is not None
    return issue_entry(entrant, part, rules, account_id=entrant.person.user.pk, session=session, now=clock.now())


async def begin(path: SpeedPath, ticket: str, body: Any = None, address: str = ADDRESS, **headers: str) -> Reply:
    given = {"cookie": f"sessionid={SESSION}", "authorization": f"Entry {ticket}", **headers}
    return await call(path, address, [json.dumps({} if body is None else body).encode()], **given)


def begun(ticket: str, body: Any = None, **headers: str) -> Reply:
    reply: Reply = speaking(lambda path: begin(path, ticket, body, **headers))
    return reply


def test_a_script_starts_and_can_save_at_once(entrant: Entrant, part: Part) -> None:
    ticket = ticket_of(entrant, part)

    async def talk(path: SpeedPath) -> tuple[Reply, Reply]:
        started = await begin(path, ticket)
        body = json.dumps(one(1, "A", 1)).encode()
        authorization = f"Attempt {started.body['token']}"
        return started, await call(path, started.body["urls"]["save"], [body], authorization=authorization)

    started, saved = speaking(talk)
    attempt = Attempt.objects.get()
    assert started.status == 200
    assert started.body | {"token": "", "server_time": "", "deadline": ""} == {
        "url": f"/bai-thi/{attempt.code}/",
        "token": "",
        "epoch": 1,
        "questions": 5,
        "server_time": "",
        "deadline": "",
        "urls": {
            name: f"/bai-thi/{attempt.code}/{last}/"
            for name, last in {"save": "luu", "submit": "nop", "resume": "tiep-tuc"}.items()
        },
    }
    assert (saved.status, saved.body["saved"]) == (200, [1])


def test_many_start_at_once_each_with_their_own_paper(part: Part) -> None:
    tickets = [ticket_of(make.entrant(part.contest), part) for _ in range(6)]

    async def talk(path: SpeedPath) -> list[Reply]:
        return await asyncio.gather(*[begin(path, ticket) for ticket in tickets])

    assert {reply.status for reply in speaking(talk)} == {200}
    assert Attempt.objects.count() == len({json.dumps(paper) for paper in Attempt.objects.values_list("paper")}) == 6


def test_two_taps_in_two_processes_open_one_attempt(entrant: Entrant, part: Part) -> None:
    ticket = ticket_of(entrant, part)

    async def talk(first: SpeedPath) -> list[Reply]:
        second = SpeedPath(first.application)
        try:
            return await asyncio.gather(*[begin(path, ticket) for path in (first, second, first, second)])
        finally:
            await second.stop()

    replies: list[Reply] = speaking(talk)
    assert sorted(reply.body["epoch"] for reply in replies) == [1, 2, 3, 4]
    assert Attempt.objects.get().epoch == 4


def test_a_ticket_holds_for_its_browser_part_and_quarter_of_an_hour(entrant: Entrant, part: Part) -> None:
    ticket = ticket_of(entrant, part)

    async def talk(path: SpeedPath) -> list[Reply]:
        return [
            await begin(path, ticket[:-1] + ("a" if ticket[-1] != "a" else "b")),
            await begin(path, ""),
            await begin(path, ticket, cookie="sessionid=another"),
            await begin(path, ticket, cookie=""),
            await begin(path, ticket, address=ADDRESS.replace("trac-nghiem", "vong-hai")),
        ]

    for reply in speaking(talk):
        assert (reply.status, reply.body["error"]) == (403, "forged")
    move_clock(NOW + ENTRY_KEPT + MINUTE)
    assert begun(ticket).status == 403
    assert not Attempt.objects.exists()


def test_the_rules_in_force_must_be_agreed_to(entrant: Entrant, part: Part, rules: RulesText) -> None:
    ticket = ticket_of(entrant, part, rules)
    for body in ({}, {"rules": 1}):
        assert (begun(ticket, body).status, begun(ticket, body).body["error"]) == (400, "consent")
    RulesText.objects.create(contest=part.contest, version=3, title="Thể lệ", body="…", published_at=OPENS)
    newer = begun(ticket, {"rules": 2})
    assert (newer.status, newer.body["error"], Attempt.objects.count()) == (400, "consent", 0)
    RulesText.objects.filter(version=3).delete()
    assert begun(ticket, {"rules": 2}).status == 200
    entrant.refresh_from_db()
    assert (entrant.rules_text_id, entrant.locked_at is not None) == (rules.pk, True)


def test_whoever_may_not_start_is_told_why(part: Part) -> None:
    barred, late, shut = (make.entrant(part.contest) for _ in range(3))
    tickets = [ticket_of(one, part) for one in (barred, shut)]
    bar_entrant(barred, reason="Đã vào Tổ ra đề.", now=NOW)
    assert shut.person is not None
    type(shut.person.user).objects.filter(person=shut.person).update(is_active=False)
    replies = [begun(ticket) for ticket in tickets]
    assert [(reply.status, reply.body["error"]) for reply in replies] == [(409, "not_eligible"), (403, "not_eligible")]
    assert "Tổ ra đề" in replies[0].body["message"]
    move_clock(CLOSES)
    closed = begun(ticket_of(late, part), cookie=f"sessionid={SESSION}; django_language=en")
    assert (closed.status, closed.body["error"]) == (409, "not_open")
    assert "Phần thi" not in closed.body["message"]


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"rules": "2"}'])
def test_what_is_not_the_protocol_is_refused(entrant: Entrant, part: Part, body: bytes) -> None:
    async def talk(path: SpeedPath) -> Reply:
        cookie, authorization = f"sessionid={SESSION}", f"Entry {ticket_of_entrant}"
        return await call(path, ADDRESS, [body], cookie=cookie, authorization=authorization)

    ticket_of_entrant = ticket_of(entrant, part)
    reply: Reply = speaking(talk)
    assert (reply.status, reply.body["error"]) == (400, "malformed")


def test_starting_too_often_waits(entrant: Entrant, part: Part) -> None:
    ticket = ticket_of(entrant, part)

    async def talk(path: SpeedPath) -> list[int]:
        return [(await begin(path, ticket)).status for _ in range(11)]

    assert speaking(talk) == [200] * 10 + [429]


def form(path: SpeedPath, **fields: str) -> Any:
    body = urlencode(fields).encode()
    kind = "application/x-www-form-urlencoded"
    length = str(len(body))
    return call(path, ADDRESS, [body], content_type=kind, content_length=length, cookie=f"sessionid={SESSION}")


def test_the_form_of_the_page_starts(entrant: Entrant, part: Part, rules: RulesText) -> None:
    ticket = ticket_of(entrant, part, rules)

    async def talk(path: SpeedPath) -> list[Reply]:
        return [
            await form(path, phieu_vao=ticket, dong_y="2"),
            await form(path, phieu_vao=ticket, dong_y="1"),
            await form(path, phieu_vao="x", dong_y="2"),
            await form(path, dong_y="2"),
        ]

    started, *others = speaking(talk)
    assert (started.status, started.headers["location"]) == (303, f"/bai-thi/{Attempt.objects.get().code}/")
    assert [other.status for other in others] == [299] * 3  # the view says what is to be said, from the whole form
    assert others[2].body == "dong_y=2"


def test_the_page_carries_a_ticket_of_its_session(entrant: Entrant, part: Part, client: Client) -> None:
    assert entrant.person is not None
    client.force_login(entrant.person.user)
    html = client.get(ADDRESS).content.decode()
    ticket = re.search(r'name="phieu_vao" value="([^"]+)"', html)
    assert ticket is not None
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    assert begun(ticket[1], cookie=cookie).status == 200
    assert begun(ticket[1]).status == 403
