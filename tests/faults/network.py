"""A bad network between phones and server: it drops, delays, duplicates and reorders requests, by seeded chance."""

from __future__ import annotations

import asyncio
from collections import Counter
from random import Random

from tests.faults.device import read_answer, read_head

FATES = {
    "pass": 30,
    "lose the request": 12,
    "lose the answer": 16,
    "delay": 14,
    "send twice": 14,
    "send late": 14,
}
"""How often each befalls a call. “Send late”: the phone is cut off, and its request arrives after newer ones."""
LATE_S = 1.0


class Network:
    """`async with Network(("127.0.0.1", port), Random(1)) as port:` → phones connect to `port` instead."""

    def __init__(self, server: tuple[str, int], rng: Random) -> None:
        self.server, self.rng = server, rng
        self.calm = False
        """True once the weather is better: everything passes from here on, also what is still on its way."""
        self.befell: Counter[str] = Counter()
        self._under_way: set[asyncio.Task[bytes]] = set()
        self._lines: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> int:
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return int(self._listener.sockets[0].getsockname()[1])

    async def __aexit__(self, *_error: object) -> None:
        self._listener.close()
        for line in self._lines:
            line.cancel()
        await asyncio.gather(*self._lines, *self._under_way, return_exceptions=True)

    async def settled(self) -> None:
        """Whatever was held back has arrived."""
        while self._under_way:
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = asyncio.current_task()
        assert line is not None
        self._lines.add(line)
        try:
            while await self._one_call(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._lines.discard(line)
            writer.transport.abort()

    async def _one_call(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and what becomes of it; False when the phone's connection breaks."""
        _, headers, head = await read_head(reader)
        request = head + await reader.readexactly(int(headers.get("content-length", 0)))
        fate = "pass" if self.calm else self.rng.choices([*FATES], [*FATES.values()])[0]
        self.befell[fate] += 1
        if fate == "lose the request":
            return False
        if fate == "send late":
            self._send(request, after_s=LATE_S * self.rng.random())
            return False
        if fate == "send twice":
            self._send(request, after_s=LATE_S * self.rng.random())
        answer = await self._send(request, after_s=LATE_S / 2 * self.rng.random() if fate == "delay" else 0)
        if fate == "lose the answer":
            return False
        writer.write(answer)
        await writer.drain()
        return True

    def _send(self, request: bytes, *, after_s: float) -> asyncio.Task[bytes]:
        task = asyncio.create_task(self._deliver(request, after_s))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _deliver(self, request: bytes, after_s: float) -> bytes:
        """The server's answer as it goes over the wire."""
        await asyncio.sleep(after_s)
        reader, writer = await asyncio.open_connection(*self.server)
        try:
            writer.write(request)
            await writer.drain()
            status, headers, content = await read_answer(reader)
        finally:
            writer.transport.abort()
        kept = {"content-type", "retry-after", "location"}
        lines = [f"HTTP/1.1 {status} -", *(f"{name}: {value}" for name, value in headers.items() if name in kept)]
        return "\r\n".join([*lines, f"content-length: {len(content)}", "", ""]).encode() + content
