"""Five hundred open boards before a real server process: counted are its queries and computations, never time."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from hoithi.contests.models import Contest
from hoithi.contests.operations.figures import refresh_figures
from tests import loops
from tests.awards import story
from tests.contests import factories as make
from tests.contests.views.desk import DESK, SLUG, UNIT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
BOARDS = 500
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def contest() -> Contest:
    contest, units = story.contest_with_units(*(f"Phòng Số {n}" for n in range(5)))
    for n, unit in enumerate(units):
        story.sit(story.join(contest, f"Người Thứ {n}", unit), right=n, seconds=60)
    refresh_figures(contest.parts.get(), now=make.NOW)
    return contest


@pytest.fixture
def server(contest: Contest) -> Iterator[int]:
    """The port of a server process on this test's database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "tests.contests.live_server:application", "--port", str(port)]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": _database()}
    process = subprocess.Popen([*command, "--log-level", "warning", "--backlog", "1024"], cwd=ROOT, env=environment)
    try:
        for _ in range(300):
            if process.poll() is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _database() -> str:
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    user = f"{found['USER']}:{found['PASSWORD']}@" if found["PASSWORD"] else f"{found['USER']}@"
    return f"postgres://{user}{found['HOST']}:{found['PORT']}/{found['NAME']}"


async def _get(port: int, path: str, cookie: str = "", tag: str = "") -> tuple[int, dict[str, str], str]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Connection: close"]
    lines += [f"Cookie: sessionid={cookie}"] if cookie else []
    lines += [f"If-None-Match: {tag}"] if tag else []
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    raw = (await reader.read()).decode()
    writer.close()
    head, _, body = raw.partition("\r\n\r\n")
    first, *rest = head.split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest)}
    return int(first.split()[1]), headers, body


async def _together(port: int, asked: list[tuple[str, str, str]]) -> list[tuple[int, dict[str, str], str]]:
    return await asyncio.gather(*(_get(port, *one) for one in asked))


async def _counts(port: int) -> dict[str, int]:
    return dict(json.loads((await _get(port, "/dem/"))[2]))


def _since(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {name: after[name] - before[name] for name in after}


def _board(port: int, role: str, path: str, contest: Contest, unit: Any = None) -> tuple[str, str]:
    """(address, session cookie) of a board somebody with this role has opened at the server."""
    holder = make.holder_of(role, contest, unit)
    assert holder is not None
    client = Client()
    client.force_login(holder)
    cookie = client.cookies["sessionid"].value
    status, _headers, page = loops.run(_get(port, path, cookie))
    assert status == 200, page[:300]
    found = re.search(r'data-live="([^"]+)"', page)
    assert found is not None
    return found[1], cookie


def test_five_hundred_boards_at_one_instant(contest: Contest, server: int) -> None:
    units = list(contest.units.order_by("position"))
    boards = [_board(server, "leader", f"{DESK}tong-quan/", contest)]
    boards += [_board(server, "coordinator", f"{UNIT}{unit.code}/", contest, unit) for unit in units]
    open_boards = [boards[n % len(boards)] for n in range(BOARDS)]
    time.sleep(6)  # what opening the pages left behind is no longer fresh
    before = loops.run(_counts(server))
    answers = loops.run(_together(server, [(address, cookie, "") for address, cookie in open_boards]))
    spent = _since(before, loops.run(_counts(server)))
    assert Counter(status for status, _headers, _body in answers) == {200: BOARDS}
    assert spent["fragments"] <= 2 * len(boards)  # once each, twice if the seconds ran out between
    assert spent["snapshots"] <= 2
    assert spent["queries"] <= 2 * 60, spent  # two rounds of computing, for five hundred boards
    _nobody_sees_another_unit(answers, open_boards, boards)
    tags = [headers["etag"] for _status, headers, _body in answers]
    before = loops.run(_counts(server))
    asked = [(address, cookie, tag) for (address, cookie), tag in zip(open_boards, tags, strict=True)]
    again = loops.run(_together(server, asked))
    spent = _since(before, loops.run(_counts(server)))
    assert Counter(status for status, _headers, _body in again) == {304: BOARDS}
    assert spent["snapshots"] <= 2
    assert spent["queries"] <= 2 * 60, spent


def _nobody_sees_another_unit(answers: list[Any], open_boards: list[Any], boards: list[Any]) -> None:
    bodies: dict[str, set[str]] = {}
    for (address, _cookie), (_status, _headers, body) in zip(open_boards, answers, strict=True):
        bodies.setdefault(address, set()).add(body)
    for address, _cookie in boards[1:]:
        assert all("Phòng Số" not in body for body in bodies[address])


def test_somebody_elses_cookie_opens_nothing(contest: Contest, server: int) -> None:
    unit = contest.units.order_by("position")[0]
    address, _cookie = _board(server, "leader", f"{DESK}tong-quan/", contest)
    _other, cookie = _board(server, "coordinator", f"{UNIT}{unit.code}/", contest, unit)
    before = loops.run(_counts(server))
    answers = loops.run(_together(server, [(address, cookie, ""), (address, "", ""), ("/so-lieu/?ve=x", cookie, "")]))
    assert [status for status, _headers, _body in answers] == [403, 403, 403]
    assert _since(before, loops.run(_counts(server)))["queries"] == 0
    assert SLUG in address or "ve=" in address
