"""A phone as the protocol describes it (docs/developer/sitting-protocol.md), over a plain socket.

It keeps what was not acknowledged, sends one batch at a time, tries again after every failure, and remembers two things
for the test: every answer it ever sent with its stamp, and every stamp the server said it has.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")
Stamp = tuple[int, int]
Reply = tuple[int, dict[str, Any], str]
LETTERS = "ABCD"
CLOSED, FORGED, SUPERSEDED = "closed", "forged", "superseded"


class Lost(Exception):
    """No whole answer came: the network, the proxy or the server is gone."""


class Line:
    """One keep-alive connection, opened again when it broke."""

    def __init__(self, host: str, port: int, patience_s: float) -> None:
        self.host, self.port, self.patience_s = host, port, patience_s
        self._pair: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> tuple[int, str]:
        """Status and text of a whole answer. Raises Lost."""
        try:
            return await asyncio.wait_for(self._ask(method, path, headers, body), self.patience_s)
        except (TimeoutError, OSError, ValueError, asyncio.IncompleteReadError) as error:
            self.close()
            raise Lost from error

    async def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, str]:
        if self._pair is None:
            self._pair = await asyncio.open_connection(self.host, self.port)
        reader, writer = self._pair
        head = {"Host": f"127.0.0.1:{self.port}", "Content-Length": str(len(body)), **headers}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        status, told, content = await read_answer(reader)
        if told.get("connection", "").lower() == "close":
            self.close()
        return status, content.decode()

    def close(self) -> None:
        if self._pair is not None:
            self._pair[1].transport.abort()
            self._pair = None


async def read_head(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], bytes]:
    """First line, headers in lower case, and all of it as it came."""
    raw = await reader.readuntil(b"\r\n\r\n")
    first, *lines = raw.decode("latin-1").split("\r\n")[:-2]
    return first, {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}, raw


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
    first, headers, _ = await read_head(reader)
    if headers.get("transfer-encoding") == "chunked":
        content = b""
        while size := int(await reader.readuntil(b"\r\n"), 16):
            content += (await reader.readexactly(size + 2))[:-2]
        await reader.readexactly(2)
    else:
        content = await reader.readexactly(int(headers.get("content-length", 0)))
    return int(first.split()[1]), headers, content


def play(scene: Coroutine[Any, Any, T]) -> T:
    """Run it to its end in a thread of its own: a browser's test leaves an event loop behind in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, scene).result()


@asynccontextmanager
async def hung_up(devices: Sequence[Device]) -> AsyncIterator[None]:
    """At the end of the block every connection is closed."""
    try:
        yield
    finally:
        for device in devices:
            device.line.close()
        await asyncio.sleep(0.1)


class Device:
    """One person's phone with the paper open."""

    def __init__(
        self, address: tuple[str, int], ticket: dict[str, Any], rng: Random, *, patience_s: float = 20
    ) -> None:
        self.line = Line(*address, patience_s)
        self.code, self.token, self.cookie = ticket["code"], ticket["token"], ticket["cookie"]
        self.questions, self.rng = int(ticket["questions"]), rng
        self.epoch, self.seq = int(ticket["epoch"]), 0
        self.view: dict[int, str] = {}
        """What the page shows as chosen."""
        self.own: dict[int, int] = {}
        """pos → sequence, of what was changed since the page was opened."""
        self.queue: dict[int, int] = {}
        self.sent: dict[tuple[int, Stamp], str] = {}
        self.acknowledged: dict[int, Stamp] = {}
        self.receipt = ""
        self.stopped = ""
        """Why it writes no more: superseded, closed, forged."""
        self.refusals: list[str] = []
        self.saves = 0

    @property
    def path(self) -> str:
        return f"/bai-thi/{self.code}/"

    # ---- the person

    def choose(self) -> None:
        """Choose something at some question, or take it back."""
        pos = self.rng.randint(1, self.questions)
        self.seq += 1
        self.view[pos] = self.rng.choice([*LETTERS, *LETTERS, ""])
        self.own[pos] = self.queue[pos] = self.seq

    async def sit(self, done: asyncio.Event, pause_s: float = 0.05) -> None:
        """Go on choosing and sending until told to stop."""
        while not done.is_set() and not self.stopped:
            self.choose()
            await self.flush()
            await asyncio.sleep(pause_s * self.rng.random())

    # ---- what the page does

    async def flush(self) -> bool:
        """Send what waits, once; whether an answer came."""
        try:
            await self.save()
        except Lost:
            await asyncio.sleep(0.1 + 0.2 * self.rng.random())
            return False
        return True

    async def save(self) -> None:
        batch = sorted(self.queue.items())
        reply = await self._post("luu/", self._answers([pos for pos, _ in batch]))
        if reply is None or "saved" not in reply:
            return
        self.saves += 1
        for pos, seq in batch:
            if pos in reply["saved"]:
                self._acknowledge(pos, seq)
                if self.queue.get(pos) == seq:
                    del self.queue[pos]

    async def submit(self) -> None:
        """Hand in the whole paper, once; raises Lost."""
        answers = self._answers(sorted(self.view))
        reply = await self._post("nop/", answers)
        if reply is not None and "receipt" in reply:
            self.receipt = reply["receipt"]

    async def hand_in(self, tries: int = 40) -> None:
        """Hand in until there is a receipt, as the page does."""
        for _ in range(tries):
            if self.receipt or self.stopped:
                return
            try:
                await self.submit()
            except Lost:
                await asyncio.sleep(0.1 + 0.2 * self.rng.random())

    async def resume(self) -> bool:
        """The button “Tiếp tục trên máy này”."""
        reply = await self._post("tiep-tuc/", None)
        return reply is not None and "url" in reply

    async def reload(self) -> dict[int, str]:
        """Open the page again; what waited is stamped anew by the protocol's rule. Returns what the server had."""
        status, text = await self.line.ask("GET", self.path, {"Cookie": f"sessionid={self.cookie}"})
        if status != 200:
            raise Lost(status)
        epoch, self.token = int(_one(r'data-epoch="(\d+)"', text)), _one(r'data-token="([^"]+)"', text)
        held = _chosen(text)
        waiting = {pos: self.view[pos] for pos in sorted(self.queue, key=self.queue.__getitem__)}
        newest, self.epoch, self.seq, self.stopped = self.epoch == epoch - 1, epoch, 0, ""
        self.view, self.own, self.queue = dict(held), {}, {}
        for pos, letters in waiting.items():
            if newest or not held.get(pos):
                self.seq += 1
                self.view[pos] = letters
                self.own[pos] = self.queue[pos] = self.seq
        return held

    # ---- below

    def _answers(self, positions: list[int]) -> list[dict[str, Any]]:
        answers = []
        for pos in positions:
            stamp = (self.epoch, self.own.get(pos, 0))
            self.sent[pos, stamp] = self.view[pos]
            answers.append({"pos": pos, "seq": stamp[1], "choice": list(self.view[pos])})
        return answers

    def _acknowledge(self, pos: int, seq: int) -> None:
        self.acknowledged[pos] = max(self.acknowledged.get(pos, (0, 0)), (self.epoch, seq))

    async def _post(self, to: str, answers: list[dict[str, Any]] | None) -> dict[str, Any] | None:
        """The answer's JSON; None where the server refused or asks to come back later."""
        body = {} if answers is None else {"epoch": self.epoch, "answers": answers}
        headers = {"Authorization": f"Attempt {self.token}", "Content-Type": "application/json"}
        status, text = await self.line.ask("POST", self.path + to, headers, json.dumps(body).encode())
        try:
            told = json.loads(text)
        except ValueError:
            raise Lost(status) from None
        if status == 200:
            return told if isinstance(told, dict) else None
        if status in (400, 403, 409) and told.get("error"):
            self.refusals.append(told["error"])
            self.stopped = told["error"]
            return None
        raise Lost(status)


def _one(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, pattern
    return found[1]


def _chosen(text: str) -> dict[int, str]:
    """pos → letters marked as chosen on the page; questions nothing is chosen at are left out."""
    chosen: dict[int, str] = {}
    for tag in re.findall(r"<input[^>]*>", text):
        pos, value = re.search(r'name="cau-(\d+)"', tag), re.search(r'value="([A-Z])"', tag)
        if pos and value and re.search(r"\bchecked\b", tag):
            chosen[int(pos[1])] = chosen.get(int(pos[1]), "") + value[1]
    return chosen
