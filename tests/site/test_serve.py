"""The product behind its real server: several web processes, the path of saves, limits on bodies."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from hoithi.contests.models import Part
from hoithi.quiz.models import Answer, Attempt
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.tokens import issue_token
from tests.console import PROGRAM, environment
from tests.quiz import factories as make
from tests.quiz.fast.caller import move_clock, one


def post(site: str, path: str, body: bytes, **headers: str) -> tuple[int, Any, Any]:
    parts = urlsplit(site)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=20)
    try:
        connection.request("POST", path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


@pytest.fixture
def attempt(site: str) -> Attempt:
    part: Part = make.contest().parts.select_related("contest").get()
    make.frozen(part)
    move_clock(make.NOW)
    return start_attempt(make.entrant(part.contest), part, now=make.NOW)


@pytest.mark.both
def test_a_save_goes_over_the_wire_into_the_database(site: str, attempt: Attempt) -> None:
    given = {"Content_Type": "application/json", "Authorization": f"Attempt {issue_token(attempt)}"}
    address = f"/bai-thi/{attempt.code}/luu/"
    status, headers, body = post(site, address, json.dumps(one(1, "A", 1)).encode(), **given)
    assert (status, json.loads(body)["saved"]) == (200, [1])
    assert headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "set-cookie" not in headers
    assert Answer.objects.get().seq == 1
    status, headers, body = post(site, address, b" " * 300_000, **given)
    assert (status, json.loads(body)["error"]) == (400, "malformed")


def test_no_view_is_given_an_endless_body(site: str) -> None:
    length = {"Content_Length": str(100 * 1024 * 1024), "Content_Type": "application/x-www-form-urlencoded"}
    status, _headers, body = post(site, "/dang-nhap/", b"", **length)
    assert (status, "quá lớn" in body.decode()) == (413, True)


def test_several_processes_serve_one_is_replaced_and_all_end(tmp_path: Path) -> None:
    env = environment(HOITHI_VAR=tmp_path, HOITHI_MODE="demo", LANG="en_US.UTF-8")
    command = [*PROGRAM, "serve", "--migrate", "--port", "0", "--workers", "2"]
    server = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        site = next(word for word in iter(server.stderr.readline, "") if word.startswith("Serving")).split()[1]
        assert _answers(site)
        workers = _children(server.pid)
        assert len(workers) == 2
        os.kill(workers[0], signal.SIGKILL)
        limit = time.monotonic() + 30
        while (len(_children(server.pid)) < 2 or workers[0] in _children(server.pid)) and time.monotonic() < limit:
            time.sleep(0.2)
        assert len(_children(server.pid)) == 2
        assert _answers(site)
        workers = _children(server.pid)
    finally:
        server.send_signal(signal.SIGTERM)
        _said, complaints = server.communicate(timeout=30)
    assert "Traceback" not in complaints
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def _answers(site: str) -> bool:
    parts = urlsplit(site)
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            time.sleep(0.3)
        finally:
            connection.close()
    return False


def _children(pid: int) -> list[int]:
    """The web processes: what `spawn` keeps for itself is left out."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    commands = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in found}
    return [child for child, command in commands.items() if b"spawn_main" in command]
