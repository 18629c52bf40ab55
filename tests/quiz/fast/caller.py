"""Requests to the speed path as a server hands them over, without a server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from hoithi.core import clock
from hoithi.quiz.fast.asgi import SpeedPath
from hoithi.quiz.models import Attempt
from hoithi.quiz.queries.attempt_paper import LETTERS
from hoithi.quiz.tokens import issue_token
from tests import loops


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: Any


async def handed_on(scope: Any, receive: Any, send: Any) -> None:
    """What stands behind the path: answers 299 and tells what it got."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": json.dumps(body.decode()).encode()})


def speaking(talk: Callable[[SpeedPath], Coroutine[Any, Any, Any]]) -> Any:
    """Run `talk(path)` with a path of its own, which is stopped afterwards."""

    async def run() -> Any:
        path = SpeedPath(handed_on)
        try:
            return await talk(path)
        finally:
            await path.stop()

    return loops.run(run())


async def call(path: SpeedPath, address: str, chunks: list[bytes], *, delay_s: float = 0.0, **headers: str) -> Reply:
    """Post `chunks` to `address`; header names with "_" for "-", None leaves one out."""
    names = {"host": "localhost", "content_type": "application/json", **headers}
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in names.items()]
    scope = {"type": "http", "method": "POST", "scheme": "http", "path": address, "headers": raw}
    waiting = list(chunks)
    sent: list[Any] = []

    async def receive() -> Any:
        if len(waiting) < len(chunks):
            await asyncio.sleep(delay_s)
        if not waiting:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Any) -> None:
        sent.append(message)

    await path(scope, receive, send)
    if not sent:
        return Reply(0, {}, None)
    return Reply(
        sent[0]["status"],
        {name.decode(): value.decode() for name, value in sent[0]["headers"]},
        json.loads(b"".join(message.get("body", b"") for message in sent[1:]) or b"null"),
    )


async def post(
    path: SpeedPath, attempt: Attempt, what: str, body: Any, *, token: str | None = None, **headers: str
) -> Reply:
    """What a sitting's script posts."""
    authorization = f"Attempt {issue_token(attempt) if token is None else token}"
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await call(path, f"/bai-thi/{attempt.code}/{what}/", [raw], authorization=authorization, **headers)


def one(pos: int, letter: str, seq: int, epoch: int = 1) -> dict[str, Any]:
    return {"epoch": epoch, "answers": [{"pos": pos, "seq": seq, "choice": list(letter)}]}


def whole(attempt: Attempt, right: int, epoch: int = 1, seq: int = 1) -> dict[str, Any]:
    """All answers, the first `right` of them correct ("a" is)."""
    letters = [LETTERS[order.index("a" if n < right else "b")] for n, (_id, order) in enumerate(attempt.paper)]
    return {"epoch": epoch, "answers": [{"pos": n, "seq": seq, "choice": [one]} for n, one in enumerate(letters, 1)]}


def move_clock(instant: datetime) -> None:
    """The clock of every thread stands at `instant` and ticks; the harness puts it back after the test."""
    clock.set_offset(timedelta(0))
    clock.set_offset(instant - clock.now())
