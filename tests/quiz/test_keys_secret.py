"""Nobody but authors and reviewers meets a sealed question: every address of the product is opened as everybody else.

Unmistakable words are planted in everything a sealed bank holds: explanation, document, text, options, remarks, a
picture. Then every route of the resolver is opened with real objects, by reading and by posting nothing, and no answer,
log line, audit event, error page or file inside an archive may hold one. A new route with a parameter nobody knows here
fails the test until its value is given.
"""

from __future__ import annotations

import json
import logging
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Part
from hoithi.contests.rules.permission import BANK_READERS, ROLE_OF_BODY
from hoithi.core import clock
from hoithi.quiz.models import Attempt, FrozenQuestion, Question, QuestionVersion
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.operations.attempt_submit import submit_attempt
from hoithi.quiz.operations.picture import add_picture, prepare_picture
from hoithi.quiz.operations.review_round import open_round, remark
from hoithi.quiz.operations.usage import fold_due
from hoithi.quiz.queries.attempt_paper import frozen_content
from hoithi.site.cli import cli
from hoithi.site.cli._support import run
from tests.quiz import banks, pictures
from tests.quiz import factories as make

KEY, TEXT, UNDRAWN = "KHOAMATGIAITHICH", "NOIDUNGMATCUADE", "CAUMATCHUABOC"
NOW = make.NOW + 2 * make.MINUTE
AFTER = make.CLOSES + timedelta(hours=1)
ROLES = ["anonymous", "contestant", "administrator", *sorted(set(ROLE_OF_BODY) - BANK_READERS)]
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
OPENED = {"secretariat": 15, "administrator": 15}
"""Pages that do open for whoever may: what is walked is the product, not its refusals."""
LEAVES = {"dang-xuat/", "ngon-ngu/"}
"""Posting here ends the session or changes the language, not what is secret."""


def routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    for found in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(found.pattern).removeprefix("^").removesuffix("$").removesuffix(r"\Z")
        if isinstance(found, URLPattern):
            yield path
        elif isinstance(found, URLResolver):
            yield from routes(found.url_patterns, path)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Part]:
    """Built once for all walks, inside a transaction that is never committed."""
    block = transaction.atomic()
    block._from_testcase = True
    with django_db_blocker.unblock(), block:
        yield _built()
        transaction.set_rollback(True)


@pytest.fixture
def part(world: Part, db: None) -> Part:
    """The same for every walk: what one wrote is taken back (`db`) before the next."""
    frozen_content.cache_clear()
    return Part.objects.select_related("contest").get(pk=world.pk)


def _built() -> Part:
    """An open part with a marked bank, an ended paper, an open one, and everything said about the bank."""
    found = make.contest(make.personal(), bank="de-thi").parts.select_related("contest").get()
    bank = make.frozen(found)
    author = banks.holder_of(found.contest, "authors")
    reviewer = banks.holder_of(found.contest, "reviewers")
    data = pictures.drawing(colour="#123456")
    add_picture(found.contest, "de-thi", data, "mat.png", now=make.OPENS, by=None)
    shape = vars(prepare_picture(data).shape(f"{TEXT} hình"))
    for version in QuestionVersion.objects.all():
        version.text, version.explanation, version.citation = f"{TEXT} {version.pk}", KEY, f"{KEY} văn bản"
        version.text_norm, version.author, version.pictures = f"{TEXT.lower()} {version.pk}", author, {"": shape}
        for option in version.options:
            option["text"] = f"{TEXT} {option['id']}"
        version.save()
    frozen_content.cache_clear()
    draft = banks.draft(topic="chung", text=f"{TEXT} bản nháp", explanation=KEY)
    banks.write_question(found.contest, "de-thi", draft, now=make.OPENS, by=author, code="NHAP1")
    draft_row = Question.objects.get(code="NHAP1")
    banks.submit_questions(found.contest, [draft_row.pk], now=make.OPENS, by=author)
    open_round(found.contest, "de-thi", due=None, now=make.OPENS, by=reviewer)
    remark(draft_row, f"{KEY}: đáp án là phương án đầu", now=make.OPENS, by=reviewer)
    ended, running = (start_attempt(make.entrant(found.contest), found, now=make.NOW) for _ in range(2))
    submit_attempt(ended.code, [], epoch=1, now=make.NOW + make.MINUTE)
    drawn = {line[0] for attempt in (ended, running) for line in attempt.paper}
    hidden = FrozenQuestion.objects.filter(frozen_bank=bank).exclude(pk__in=drawn).values("version")
    QuestionVersion.objects.filter(pk__in=hidden).update(text=f"{TEXT} {UNDRAWN}", explanation=f"{KEY} {UNDRAWN}")
    frozen_content.cache_clear()
    return found


def values(part: Part) -> dict[str, list[str]]:
    """Real values of every parameter a route may have; several where kinds of things share a name."""
    contest = part.contest
    attempts = list(Attempt.objects.filter(part=part).order_by("pk"))
    standings = [standing["key"] for standing in make.personal()]
    return {
        "slug": [contest.slug],
        "part": [part.key],
        "pk": ["1", *(str(question.pk) for question in Question.objects.filter(code__in=["C1", "NHAP1"]))],
        "no": ["1"],
        "key": ["de-thi", part.key, *standings],
        "code": [attempt.code for attempt in attempts],
        "token": [attempts[0].code],
        "digest": [prepare_picture(pictures.drawing(colour="#123456")).digest],
        "pos": ["1"],
        "letter": ["A"],
        "place": ["1"],
        "n": ["1"],
        "number": ["1"],
        "side": ["trai"],
        "language": ["vi"],
        "what": ["units", "roster", "tep"],
        "change": ["ten"],
        "purpose": ["tham-du"],
        "unit": ["dv1"],
        "period": ["2024-06"],
        "kind": ["vote", "units"],
        "line": ["giai-thuong"],
        "stage": ["du-toan"],
        "name": ["khung"],
        "page": ["1"],
        "form": ["xlsx", "docx", "gift", "moodle", "qti21", "qti3", "aiken"],
    }


def addresses(part: Part) -> list[str]:
    """Every route, each parameter with all its values in turn, the others with their first."""
    known = values(part)
    found: dict[str, None] = {}
    for route in dict.fromkeys(routes()):
        names = _PARAMETER.findall(route)
        unknown = set(names) - set(known)
        assert not unknown, f"{route}: say what {unknown} may be"
        first = [known[name][0] for name in names]
        turns = [[*first[:at], value, *first[at + 1 :]] for at, name in enumerate(names) for value in known[name]]
        for chosen in turns or [first]:
            filled = iter(chosen)
            found["/" + _PARAMETER.sub(lambda _match, filled=filled: next(filled), route)] = None  # type: ignore[misc]
    return list(found)


def said(response: Any) -> str:
    """Everything an answer says: its headers, its body, and every file inside an archive."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    texts = [body.decode("utf-8", "replace"), str(response.headers)]
    if body[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(body)) as archive:
            texts += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return "\n".join(texts)


class Reader:
    """Asks the whole product, middleware and all, without the test client's copies of every template's context."""

    def __init__(self, client: Client) -> None:
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.handler.load_middleware()
        self.factory = RequestFactory()
        self.factory.cookies = client.cookies

    def ask(self, method: str, address: str) -> HttpResponseBase:
        request = getattr(self.factory, method)(address)
        request._dont_enforce_csrf_checks = True
        return self.handler.get_response(request)


def signed_in(role: str, part: Part) -> Client:
    client = Client(raise_request_exception=False)
    if role == "contestant":
        person = Attempt.objects.filter(part=part).order_by("pk")[0].entrant.person
        assert person is not None
        client.force_login(person.user)
    elif user := banks.holder_of(part.contest, role):
        client.force_login(user)
    return client


def walk(client: Client, part: Part, forbidden: list[str], *, post: bool, least: int = 0) -> list[str]:
    """Addresses that said what they may not; the picture's bytes count as said. At least so many must open."""
    secret = prepare_picture(pictures.drawing(colour="#123456")).data
    told, opened = [], 0
    reader = Reader(client)
    for address in addresses(part):
        for method in ("get", "post") if post and address.lstrip("/") not in LEAVES else ("get",):
            response: Any = reader.ask(method, address)
            opened += response.status_code == 200
            text = said(response)
            told += [f"{method} {address}: {word}" for word in forbidden if word in text]
            if not response.streaming and response.content == secret:
                told.append(f"{method} {address}: the picture")
    assert opened >= least, "not every answer is a refusal"
    return told


def is_own_paper(finding: str, part: Part) -> bool:
    """A contestant meets the texts, never the key, of the questions of their own paper."""
    own = Attempt.objects.filter(part=part).order_by("pk")[0].code
    return f"/{own}/" in finding and KEY not in finding


@pytest.mark.parametrize("role", ROLES)
def test_no_address_tells_a_sealed_question(role: str, part: Part, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)  # a template missing a variable says so, with a traceback, a thousand times
    caplog.set_level(logging.DEBUG, logger="hoithi")
    with clock.frozen_at(NOW):
        told = walk(signed_in(role, part), part, [KEY, TEXT, UNDRAWN], post=True, least=OPENED.get(role, 1))
    if role == "contestant":
        told = [finding for finding in told if not is_own_paper(finding, part)]
    assert told == []
    logged = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not any(KEY in line or TEXT in line for line in logged)
    events = json.dumps(list(AuditEvent.objects.values_list("target", "data")), default=str)
    assert KEY not in events
    assert TEXT not in events


@pytest.mark.parametrize("role", ["anonymous", "contestant", "administrator", "secretariat", "operators", "jury"])
def test_what_was_never_drawn_stays_hidden_after_the_close(role: str, part: Part) -> None:
    with clock.frozen_at(AFTER):
        client = signed_in(role, part)
        client.get("/")
        fold_due(AFTER)
        told = walk(client, part, [UNDRAWN], post=False)
    assert [finding for finding in told if role != "contestant" or not is_own_paper(finding, part)] == []


@pytest.mark.parametrize("role", sorted(BANK_READERS))
def test_the_walk_finds_what_is_there_to_be_found(role: str, part: Part) -> None:
    """Authors and reviewers do read all of it: the planted words are where the walk looks."""
    client = Client(raise_request_exception=False)
    user = Question.objects.get(code="NHAP1").pending
    assert user is not None
    holder = user.author if role == "authors" else banks.holder_of(part.contest, role)
    assert holder is not None
    client.force_login(holder)
    with clock.frozen_at(NOW):
        told = walk(client, part, [KEY, TEXT, UNDRAWN], post=False)
    base = f"get /cuoc-thi/{part.contest.slug}/ngan-hang/"
    assert f"{base}: {TEXT}" in told
    assert any(finding.startswith(f"{base}cau/") and finding.endswith(KEY) for finding in told)
    assert any(finding.endswith("the picture") for finding in told)
    assert any(".xlsx" in finding or "/xuat/" in finding for finding in told)


def test_a_crash_does_not_print_the_question_it_was_at(part: Part, caplog: pytest.LogCaptureFixture) -> None:
    """The error page and the log say where, never with what: no local variables, no mail with a report."""
    QuestionVersion.objects.update(options=[{"id": KEY}])  # damaged rows, and the key inside
    frozen_content.cache_clear()
    running = Attempt.objects.filter(part=part, ended_at__isnull=True).get()
    client = Client(raise_request_exception=False)
    assert running.entrant.person is not None
    client.force_login(running.entrant.person.user)
    with clock.frozen_at(NOW):
        response = client.get(f"/bai-thi/{running.code}/")
    assert response.status_code == 500
    assert KEY not in said(response)
    assert KEY not in caplog.text
    assert TEXT not in caplog.text
    assert not settings.ADMINS


def test_the_framework_admin_is_not_there_to_show_tables() -> None:
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert not any(route.startswith("admin") for route in routes())


def test_no_command_tells_a_sealed_question(
    part: Part, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the software has the console: what it prints and the files it leaves hold no key."""
    monkeypatch.chdir(tmp_path)
    slug = part.contest.slug
    written = [f"bank.{ending}" for ending in ("xlsx", "docx", "gift", "xml", "zip", "txt")]
    commands = [
        ("plan", "export", slug),
        ("plan", "export", slug, "--json"),
        ("audit", "verify", "--json"),
        ("account", "list", "--administrators", "--json"),
        *[("bank", "export", slug, name, "--bank", "de-thi", "--json") for name in written],
    ]
    with clock.frozen_at(NOW):
        done = [run(cli, list(command)) for command in commands]
    assert done == [0] * 4 + [1] * len(written)
    told = capsys.readouterr()
    left = [path.read_bytes().decode("utf-8", "replace") for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(word in text for text in (told.out, told.err, *left) for word in (KEY, TEXT, UNDRAWN))
    known = {
        "account",
        "audit",
        "bank",
        "demo",
        "doctor",
        "figures",
        "media",
        "migrate",
        "plan",
        "rank",
        "scorecard",
        "seat",
    }
    assert set(cli.list_commands(None)) == known | {"serve", "simulate", "verify", "worker"}, (  # type: ignore[arg-type]
        "a new command: does it read the bank?"
    )
