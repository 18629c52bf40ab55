"""A lane: everything that waits goes into the database together, by one thread with a connection of its own.

Callers wait on the event loop; the thread takes all that have come meanwhile, writes them in one go and answers them
after the commit. Whoever comes during a flush goes with the next one, so the batch grows with the load by itself.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from django.db import InterfaceError, OperationalError, connection, connections
from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import Refusal
from hoithi.quiz.fast.database import own_connection, writing
from hoithi.quiz.operations.attempt_batch import isolated

logger = logging.getLogger(__name__)
Item = TypeVar("Item")
Answer = TypeVar("Answer")
Work = Callable[[Sequence[Item]], "Sequence[Answer | Refusal | None]"]
PAUSE_S = 0.005
"""How long after a flush that left somebody waiting the next one comes."""
PASSING = ("08", "40001", "40P01", "57P0")
"""PostgreSQL: connection lost, serialisation failure, deadlock, server stopping or starting; without a state the
connection broke before the server could say one."""


class Busy(Refusal):
    """More is waiting than memory is set aside for, or the database does not answer: come again in a moment."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            _("Máy chủ đang bận nên chưa nhận được."),
            hint=_("Máy của bạn sẽ tự gửi lại, bài vẫn còn nguyên."),
        )


@dataclass
class _Call(Generic[Item, Answer]):
    item: Item
    weight: int
    future: asyncio.Future[Answer]
    since: float = field(default_factory=time.monotonic)


class Lane(Generic[Item, Answer]):
    """One queue, one thread, one connection. `work` writes a batch and says what became of each item.

    None means "being changed by somebody else, ask again". `key`: what may stand only once in a batch (of two requests
    for one attempt the second waits for the next flush). `weight`: rows of an item; `most` of them go together,
    `room` of them may wait. Flushes
    begin at least `every_s` apart: whoever comes to a quiet lane goes at once, under load more go together.
    """

    def __init__(
        self,
        name: str,
        work: Work[Item, Answer],
        *,
        key: Callable[[Item], Hashable],
        weight: Callable[[Item], int] = lambda _item: 1,
        most: int = 2_000,
        room: int = 20_000,
        every_s: float = 0.0,
        patience_s: float = 8.0,
    ) -> None:
        self.name, self.work, self.key, self.weight = name, work, key, weight
        self.most, self.room, self.every_s, self.patience_s = most, room, every_s, patience_s
        self._flushed = 0.0
        self._queue: SimpleQueue[_Call[Item, Answer] | None] = SimpleQueue()
        self._waiting = 0
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    async def ask(self, item: Item) -> Answer:
        """What became of `item`, once it is committed. Raises Refusal (Busy above all)."""
        weight = self.weight(item)
        if self._waiting + weight > self.room:
            raise Busy
        call: _Call[Item, Answer] = _Call(item, weight, asyncio.get_running_loop().create_future())
        self._waiting += weight
        self._queue.put(call)
        if self._thread is None:
            self._start()
        try:
            return await call.future
        finally:
            self._waiting -= weight

    def stop(self) -> None:
        """Write what waits, give the connection back, end the thread. Asking again starts another."""
        thread = self._thread
        if thread is not None:
            self._queue.put(None)
            thread.join()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
                self._thread.start()

    def _run(self) -> None:
        own_connection()
        later: list[_Call[Item, Answer]] = []
        stopping = False
        try:
            while True:
                batch, later, told = self._gather(later, wait=not stopping)
                stopping = stopping or told
                if batch:
                    later = self._flush(batch) + later
                if stopping and not later:
                    with self._starting:
                        if self._queue.empty():
                            self._thread = None
                            return
        except Exception:  # a mistake of the program: whoever asks next gets a new thread
            logger.exception("%s: the lane broke", self.name)
        finally:
            if self._thread is threading.current_thread():
                self._thread = None
            connections.close_all()

    def _gather(
        self, later: list[_Call[Item, Answer]], *, wait: bool
    ) -> tuple[list[_Call[Item, Answer]], list[_Call[Item, Answer]], bool]:
        """The next batch, what is left for the one after, and whether the end was announced."""
        coming = list(later)
        try:
            if not coming:
                coming.append(self._queue.get(block=wait))  # type: ignore[arg-type]  # None is sorted out below
            else:
                time.sleep(PAUSE_S)
            rest = self._flushed + self.every_s - time.monotonic()
            if rest > 0 and wait:
                time.sleep(rest)
            self._flushed = time.monotonic()
            weight = sum(call.weight for call in coming if call is not None)
            while weight < self.most:
                found = self._queue.get_nowait()
                coming.append(found)  # type: ignore[arg-type]
                weight += found.weight if found else 0
        except Empty:
            pass
        batch: list[_Call[Item, Answer]] = []
        left: list[_Call[Item, Answer]] = []
        met: set[Hashable] = set()
        weight = 0
        for call in filter(None, coming):
            key = self.key(call.item)
            if key in met or (batch and weight + call.weight > self.most):
                left.append(call)
                continue
            met.add(key)
            weight += call.weight
            batch.append(call)
        return batch, left, None in coming

    def _flush(self, batch: list[_Call[Item, Answer]]) -> list[_Call[Item, Answer]]:
        """Write the batch and answer it; returns whom to ask for again."""
        answers = self._written([call.item for call in batch])
        again: list[_Call[Item, Answer]] = []
        told: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Answer], Answer | Exception]]] = {}
        latest = time.monotonic() - self.patience_s
        for call, answer in zip(batch, answers, strict=True):
            if isinstance(answer, Exception) and not isinstance(answer, Refusal):
                logger.error("%s: a request could not be written", self.name, exc_info=answer)
            if answer is None and call.since > latest:
                again.append(call)
            else:
                told.setdefault(call.future.get_loop(), []).append((call.future, Busy() if answer is None else answer))
        for loop, outcomes in told.items():
            try:
                loop.call_soon_threadsafe(_tell, outcomes)
            except RuntimeError:  # the loop has ended, and with it whoever waited
                logger.warning("%s: %d answers without a reader", self.name, len(outcomes))
        return again

    def _written(self, items: Sequence[Item]) -> Sequence[Answer | Exception | None]:
        """What became of each, always as many answers as items."""
        try:
            with writing():
                try:
                    answers = isolated(self.work, items)
                except (OperationalError, InterfaceError) as error:
                    if not _worth_repeating(error):
                        raise
                    answers = isolated(self.work, items)
            if len(answers) != len(items):
                raise ValueError(f"{len(answers)} answers to {len(items)} requests")
            return answers
        except Exception:
            logger.exception("%s: %d requests could not be written", self.name, len(items))
            with suppress(Exception):
                connection.close()
            return [Busy()] * len(items)


def _worth_repeating(error: Exception) -> bool:
    """Whether the connection was lost (a new one is made) or a conflict is over. Nothing was written, or writing it
    again changes nothing; a lock or a statement that took too long is not tried again."""
    if connection.vendor == "sqlite":
        return False
    state: str | None = getattr(error.__cause__, "sqlstate", None)
    if state is not None and not state.startswith(PASSING):
        return False
    if not connection.is_usable():
        connection.close()
    return True


def _tell(outcomes: Sequence[tuple[asyncio.Future[Answer], Answer | Exception]]) -> None:
    for future, outcome in outcomes:
        if future.done():  # the client has gone
            continue
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
