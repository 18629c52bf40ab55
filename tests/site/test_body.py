"""Bodies longer than anything the site takes are refused while they arrive."""

from __future__ import annotations

from typing import Any

import pytest

from hoithi.site.body import BodyLimit
from tests import loops


def talk(chunks: list[bytes], *, stated: str | None = None) -> tuple[list[Any], int]:
    """What is sent for a body in chunks, and how many bytes the application behind was given."""
    given = 0

    async def application(scope: Any, receive: Any, send: Any) -> None:
        nonlocal given
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            given += len(message["body"])
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    sent: list[Any] = []
    waiting = list(chunks)

    async def receive() -> Any:
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [] if stated is None else [(b"content-length", stated.encode())]
    loops.run(BodyLimit(application, most=100)({"type": "http", "headers": headers}, receive, send))
    return sent, given


@pytest.mark.parametrize("chunks", [[b""], [b"x" * 100], [b"x" * 50, b"x" * 50]])
def test_what_fits_goes_on_whole(chunks: list[bytes]) -> None:
    sent, given = talk(chunks)
    assert (sent[0]["status"], given) == (200, sum(map(len, chunks)))


def test_a_stated_length_is_refused_at_once() -> None:
    for stated in ("101", "many", "-1"):
        sent, given = talk([b"x"], stated=stated)
        assert (sent[0]["status"], given) == (413, 0)
        assert "quá lớn" in sent[1]["body"].decode()


def test_an_unstated_length_is_counted_while_it_arrives() -> None:
    sent, given = talk([b"x" * 60] * 50)
    assert (sent[0]["status"], given) == (413, 60)
    assert (b"connection", b"close") in sent[0]["headers"]
