"""Answers on a real connection: head and body in one write, with the headers the messages would have carried."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest
import uvicorn

from hoithi.quiz.fast import wire
from tests import loops

ASK = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answers with what it was sent."""
    body = await wire.read_body(dict(scope["headers"]), receive, 100)
    await wire.answer(send, 409, {"said": body.decode()}, language="vi", secure=False)


async def _asked(sent: bytes, answers: int) -> bytes:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    told: dict[str, Any] = {"loop": "uvloop", "lifespan": "off", "access_log": False, "log_level": "error"}
    server = uvicorn.Server(uvicorn.Config(application, http="httptools", **told))
    serving = asyncio.ensure_future(server.serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110  # it tells nobody
        await asyncio.sleep(0.01)
    reader, writer = await asyncio.open_connection(*listener.getsockname())
    writer.write(sent)
    read = b""
    while read.count(b'{"said"') < answers:
        read += await asyncio.wait_for(reader.read(65536), 10)
    writer.close()
    server.should_exit = True
    await serving
    return read


def spoken(sent: bytes, answers: int) -> list[tuple[bytes, dict[bytes, bytes], bytes]]:
    """What the server of `hoithi serve` answers to these bytes on one connection: status line, headers, body."""
    found, rest = [], loops.run(_asked(sent, answers))
    while rest:
        head, _blank, rest = rest.partition(b"\r\n\r\n")
        status, *lines = head.split(b"\r\n")
        headers = dict(line.split(b": ", 1) for line in lines)
        length = int(headers[b"content-length"])
        found.append((status, headers, rest[:length]))
        rest = rest[length:]
    return found


def test_requests_on_one_connection_are_answered_one_by_one() -> None:
    answers = spoken(ASK + ASK.replace(b"{}", b"[]"), 2)
    assert [(status, body) for status, _headers, body in answers] == [
        (b"HTTP/1.1 409 Conflict", b'{"said": "{}"}'),
        (b"HTTP/1.1 409 Conflict", b'{"said": "[]"}'),
    ]


def test_one_write_says_what_the_messages_say(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bool] = []
    at_once = wire.written_at_once

    def noted(*one: Any, **more: Any) -> bool:
        written.append(at_once(*one, **more))
        return written[-1]

    monkeypatch.setattr(wire, "written_at_once", noted)
    quick = spoken(ASK, 1)
    assert written == [True], "the server of `hoithi serve` is the one this was written for"
    monkeypatch.setattr(wire, "written_at_once", lambda *_one, **_more: False)
    (status, headers, body), (quick_status, quick_headers, quick_body) = spoken(ASK, 1)[0], quick[0]
    assert (status, headers | {b"date": b""}, body) == (quick_status, quick_headers | {b"date": b""}, quick_body)


def test_a_connection_that_is_to_be_closed_is_closed() -> None:
    (answer,) = spoken(ASK.replace(b"Host: x", b"Host: x\r\nConnection: close"), 1)
    assert answer[1][b"connection"] == b"close"
