"""A real server, raw sockets, 300 MB cut at twenty random points, the server killed in between."""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from hoithi.files.models import StoredFile, Upload
from hoithi.files.operations.receive import SAFE_EVERY_BYTES
from tests.contests import factories as make
from tests.files.conftest import metadata

MB = 1024 * 1024
LENGTH, CUTS, KILLS = 300 * MB + 12_345, 20, {6, 13}
GROWTH_KB = 48 * 1024
"""What the server may grow by while 300 MB go through it."""
BLOCK = random.Random(20240625).randbytes(MB)


def data(start: int, end: int) -> Iterator[bytes]:
    """Bytes of a file nobody has to hold: each megabyte is the first one turned by its number."""
    while start < end:
        number, within = divmod(start, MB)
        turned = BLOCK[number:] + BLOCK[:number]
        piece = turned[within : min(MB, within + end - start)]
        yield piece
        start += len(piece)


class Server:
    """The product in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        url = f"sqlite:///{connection.settings_dict['NAME']}" if connection.vendor == "sqlite" else self._postgresql()
        values = {"HOITHI_VAR": os.environ["HOITHI_VAR"], "STORAGE_URL": f"file://{self.folder}"}
        environment = {**os.environ, **values, "DATABASE_URL": url}
        command = [sys.executable, "-m", "tests.files.server", str(self.port)]
        self.process = subprocess.Popen(command, env=environment, cwd=Path(__file__).parents[2])
        limit = time.monotonic() + 30
        while time.monotonic() < limit:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                assert self.process.poll() is None
                time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def _postgresql(self) -> str:
        return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def most_memory_kb(self) -> int:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0])


class Line:
    """One sender's way to the server, without a library between."""

    def __init__(self, server: Server, cookies: str, token: str) -> None:
        self.server = server
        self.headers = {"Cookie": cookies, "X-CSRFToken": token, "Tus-Resumable": "1.0.0"}

    def ask(self, method: str, path: str, **headers: str) -> Any:
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            line.request(
                method, path, headers=self.headers | {name.replace("_", "-"): v for name, v in headers.items()}
            )
            answer = line.getresponse()
            answer.read()
            return answer
        finally:
            line.close()

    def open(self, path: str, offset: int, end: int = LENGTH) -> socket.socket:
        line = socket.create_connection(("127.0.0.1", self.server.port), timeout=60)
        told = self.headers | {
            "Host": "127.0.0.1",
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(offset),
            "Content-Length": str(end - offset),
        }
        head = f"PATCH {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in told.items())
        line.sendall(head.encode() + b"\r\n")
        return line

    def sent(self, path: str, offset: int, cut: int) -> socket.socket:
        line = self.open(path, offset)
        for piece in data(offset, cut):
            line.sendall(piece)
        return line


@pytest.fixture
def server(transactional_db: None, tmp_path: Path) -> Iterator[Server]:
    found = Server(tmp_path / "store")
    yield found
    found.kill()


@pytest.fixture
def line(server: Server, client: Any) -> Line:
    client.force_login(make.user("Chị Lan"))
    client.get("/dang-nhap/")
    secret = "a" * 32
    cookies = f"sessionid={client.cookies['sessionid'].value}; csrftoken={secret}"
    return Line(server, cookies, secret)


def begin(line: Line, length: int) -> str:
    told = metadata(filename="phim-1.mp4", filetype="video/mp4", purpose="thu", target="ABC")
    answer = line.ask("POST", "/tai-len/", Upload_Length=str(length), Upload_Metadata=told)
    assert answer.status == 201
    return str(answer.headers["Location"])


def stands(line: Line, path: str) -> int:
    """Where the upload stands once the server has noticed the cut."""
    limit = time.monotonic() + 10
    while (answer := line.ask("HEAD", path)).status == 423 and time.monotonic() < limit:
        time.sleep(0.02)
    assert answer.status == 200
    return int(answer.headers["Upload-Offset"])


def taken(server: Server, least: int) -> None:
    """Wait until the store has taken so much."""
    limit = time.monotonic() + 30
    while time.monotonic() < limit:
        if any(part.stat().st_size >= least for part in (server.folder / "dang-tai").glob("*.phan")):
            return
        time.sleep(0.01)
    raise AssertionError("the bytes do not arrive")


def test_three_hundred_megabytes_survive_twenty_cuts_and_two_kills(server: Server, line: Line, tmp_path: Path) -> None:
    path = begin(line, LENGTH)
    cuts = sorted(random.Random(4).sample(range(MB, LENGTH - MB), CUTS))
    memory = server.most_memory_kb()
    grown, offset, again = 0, 0, 0
    for number, cut in enumerate(cuts):
        if cut <= offset:
            continue
        ended = line.sent(path, offset, cut)
        watched = number in KILLS or number % 3
        if watched:  # else what is on its way in buffers may never arrive
            taken(server, cut - 2 * MB)
        if number in KILLS:
            grown = max(grown, server.most_memory_kb() - memory)
            server.kill()
            ended.close()
            server.start()
            memory = server.most_memory_kb()
        elif number % 2:  # the network vanishes instead of saying good-bye
            ended.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        ended.close()
        begun, offset = offset, stands(line, path)
        lost = SAFE_EVERY_BYTES + 2 * MB if number in KILLS else 2 * MB
        assert max(begun, cut - lost if watched else 0) <= offset <= cut
        again += cut - offset
    with line.sent(path, offset, LENGTH) as last:
        answer = last.recv(4096).decode()
    assert answer.startswith("HTTP/1.1 204")
    assert "upload-next: /tac-pham/ABC/" in answer
    expected = hashlib.sha256()
    for piece in data(0, LENGTH):
        expected.update(piece)
    stored = StoredFile.objects.get()
    assert (stored.size, stored.sha256) == (LENGTH, expected.hexdigest())
    with (tmp_path / "store" / "kho" / stored.key).open("rb") as kept:
        assert hashlib.file_digest(kept, "sha256").hexdigest() == stored.sha256
    assert max(grown, server.most_memory_kb() - memory) < GROWTH_KB
    assert again < LENGTH // 2


def test_two_tabs_the_second_is_told(server: Server, line: Line) -> None:
    path = begin(line, 4 * MB)
    with line.open(path, 0, 4 * MB) as first:
        first.sendall(BLOCK * 2)
        taken(server, 1)
        answer = line.ask("PATCH", path, Upload_Offset="0", Content_Type="application/offset+octet-stream")
        assert answer.status == line.ask("HEAD", path).status == 423
        first.sendall(BLOCK * 2)
        assert first.recv(4096).startswith(b"HTTP/1.1 204")
    assert Upload.objects.get().finished_at is not None


def test_what_the_streaming_path_refuses(server: Server, line: Line) -> None:
    """The same answers as the views give: nobody, a foreign page, somebody else, a wrong offset, a wrong checksum."""
    path = begin(line, 2 * MB)
    told = {"Content_Type": "application/offset+octet-stream", "Upload_Offset": "0"}
    assert line.ask("PATCH", path, **told | {"Upload_Offset": "9"}).status == 409
    assert line.ask("PATCH", path, **told | {"Content_Type": "text/plain"}).status == 415
    assert line.ask("PATCH", path, **told, X_CSRFToken="b" * 32).status == 403
    assert line.ask("PATCH", path, **told, Host="la.vidu.vn").status == 400
    assert line.ask("PATCH", path, **told, Cookie="csrftoken=" + "a" * 32).status == 401
    wrong = f"sha1 {base64.b64encode(bytes(20)).decode()}"
    line.headers["Upload-Checksum"] = wrong
    with line.open(path, 0, 2 * MB) as sending:
        sending.sendall(BLOCK * 2)
        assert sending.recv(4096).startswith(b"HTTP/1.1 460")
    with line.open(path, 0, 2 * MB) as cut:  # cut before it can be proved: nothing of it counts
        cut.sendall(BLOCK)
    assert stands(line, path) == 0
    Upload.objects.update(owner=make.user("Anh Tư"))
    assert line.ask("PATCH", path, **told).status == 404
