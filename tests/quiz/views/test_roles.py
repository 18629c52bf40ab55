"""Who may open what: the sitting belongs to its entrant, whatever anybody else's role is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Body, Part, Seat
from hoithi.core import clock
from hoithi.people.models import User
from hoithi.quiz.models import Bank
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from tests.quiz import factories as make
from tests.quiz.factories import MINUTE, NOW, OPENS

BODIES = {
    "coordinator": "coordinators",
    "author": "authors",
    "reviewer": "reviewers",
    "juror": "jury",
    "secretary": "secretariat",
    "leader": "leaders",
    "operator": "operators",
}
ROLES = ["anonymous", "contestant", *BODIES, "administrator"]
PAGES = ["start", "sitting", "receipt", "review", "statement", "check", "practice"]
OWN = {"start": 200, "sitting": 302, "receipt": 200, "review": 404, "statement": 404}
"""For the owner of an ended attempt the paper leads to the receipt; keys are nobody's before the reveal."""
STRANGER = {"start": 302, "sitting": 404, "receipt": 404, "review": 404, "statement": 404}
"""Registration first; and somebody else's attempt does not exist."""
OPEN_TO_ALL = {"check": 200, "practice": 200}


def expected(role: str, page: str) -> int:
    if page in OPEN_TO_ALL:
        return OPEN_TO_ALL[page]
    if role == "anonymous":
        return 302
    return OWN[page] if role == "contestant" else STRANGER[page]


def seated(role: str, part: Part) -> User:
    user = make.account()
    body, _ = Body.objects.get_or_create(
        contest=part.contest, kind=BODIES[role], defaults={"key": f"ban-{role}", "title": role}
    )
    Seat.objects.create(body=body, title="Thành viên", person=user.person, since=OPENS)
    return user


@pytest.fixture
def addresses(part: Part) -> dict[str, Any]:
    study = Bank.objects.create(contest=part.contest, key="on-tap", title="Ôn tập", sealed=False)
    make.question(study, "ÔT1")
    entrant = make.entrant(part.contest)
    attempt = start_attempt(entrant, part, now=NOW)
    submit_attempt(attempt.code, [], epoch=1, now=NOW + MINUTE)
    base = f"/cuoc-thi/{part.contest.slug}/{part.key}"
    return {
        "owner": entrant.person and entrant.person.user,
        "start": f"{base}/vao-thi/",
        "practice": f"{base}/luyen-tap/?bo=ABCDEF23",
        "sitting": f"/bai-thi/{attempt.code}/",
        "receipt": f"/phieu/{attempt.code}/",
        "review": f"/phieu/{attempt.code}/bai-lam/",
        "statement": f"/phieu/{attempt.code}/ban-ke.json",
        "check": f"/kiem-tra/{attempt.code}/",
    }


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ROLES)
def test_roles(role: str, page: str, part: Part, addresses: dict[str, Any], client: Client) -> None:
    if role == "contestant":
        client.force_login(addresses["owner"])
    elif role == "administrator":
        user = make.account()
        User.objects.filter(pk=user.pk).update(is_staff=True)
        client.force_login(user)
    elif role in BODIES:
        client.force_login(seated(role, part))
    with clock.frozen_at(NOW + 2 * MINUTE):
        assert client.get(addresses[page]).status_code == expected(role, page)
