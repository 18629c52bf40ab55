"""The product over HTTP with real attempt tokens, beside what its database does alone in the same run and settings."""

from __future__ import annotations

import json
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self

from bench import wrk
from bench.ceiling import CLIENTS, Pgbench, sqlite_saves
from bench.figure import Figure
from bench.postgresql import NoPostgresql, Server
from bench.product import Product
from bench.wrk import Load

SAVES = 10
ROOM = 128
"""People who sit at once, each going on as soon as they are answered, as thousands with pauses do."""
COMMITS = SAVES + 2
"""A whole attempt as the ceiling counts it: start, ten saves, hand in."""


def measure(*, seconds: int, sitters: int, starters: int, crowd: int, workers: int) -> list[Figure]:
    """On PostgreSQL and on SQLite; without the client or the server, one sentence on the terminal and no figures."""
    try:
        wrk.require_wrk()
        return [
            *_on_postgresql(seconds, sitters, starters, crowd, workers),
            *_on_sqlite(seconds, sitters, crowd),
        ]
    except (wrk.NoWrk, NoPostgresql) as error:
        print(error, file=sys.stderr)
        return []


class Stage:
    """A served product with people in the middle of its contest."""

    def __init__(self, url: str, folder: Path, *, sitters: int, starters: int, workers: int) -> None:
        self.product = Product(url, folder / "var", workers=workers)
        self.product.migrate()
        file = folder / "people.json"
        size = ["--sitters", str(sitters), "--starters", str(starters), "--copied"]
        self.product.call(sys.executable, "-m", "bench.scene", str(file), *size)
        self.scene: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        self._starters: list[dict[str, str]] = self.scene["starters"]
        self._run = 0

    def __enter__(self) -> Self:
        self.product.start()
        self._try_one_save()
        return self

    def __exit__(self, *_error: object) -> None:
        self.product.stop()

    def saves(self, connections: int, seconds: int) -> Load:
        self._run += 1
        people = [(one["code"], one["token"], one["epoch"], one["questions"]) for one in self.scene["sitters"]]
        more = {"seq": self._run * 1_000_000}
        return wrk.run("save", self.product.address, people=people, connections=connections, seconds=seconds, **more)

    def wholes(self, connections: int, seconds: int, share: float) -> Load:
        """One client thread for each connection: an attempt's calls follow one another."""
        return self._pressing("whole", share, connections=connections, threads=connections, seconds=seconds)

    def starts(self, connections: int, seconds: int, share: float) -> Load:
        return self._pressing("start", share, connections=connections, seconds=seconds)

    def pages(self, connections: int, seconds: int) -> Load:
        """Run last: every page raises the epoch of its attempt."""
        people = [(one["code"], one["cookie"]) for one in self.scene["sitters"]]
        return wrk.run("page", self.product.address, people=people, connections=connections, seconds=seconds)

    def standings(self, connections: int, seconds: int) -> Load:
        url = self.product.address + self.scene["standings"]
        return wrk.run("public", url, connections=connections, seconds=seconds)

    def _pressing(self, script: str, share: float, **size: int) -> Load:
        """People who have not started yet, each of them once."""
        number = int(len(self.scene["starters"]) * share)
        chosen, self._starters = self._starters[:number], self._starters[number:]
        people = [(one["cookie"], one["entry"]) for one in chosen]
        told = {
            "start": f"/cuoc-thi/{self.scene['contest']}/{self.scene['part']}/vao-thi/",
            "agreed": json.dumps({"rules": self.scene["rules"]}),
        }
        return wrk.run(script, self.product.address, people=people, **size, **told)

    def _try_one_save(self) -> None:
        """The answer the client then only counts: 200 with `saved`."""
        one = self.scene["sitters"][0]
        body = {"epoch": one["epoch"], "answers": [{"pos": 1, "seq": 1, "choice": ["A"]}]}
        request = urllib.request.Request(
            f"{self.product.address}/bai-thi/{one['code']}/luu/",
            data=json.dumps(body).encode(),
            headers={"Authorization": f"Attempt {one['token']}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                told = json.load(response)
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"a save was refused: {error.read()[:300]!r}") from error
        if told.get("saved") != [1]:
            raise RuntimeError(f"a save was not kept: {told}")


def _on_postgresql(seconds: int, sitters: int, starters: int, crowd: int, workers: int) -> list[Figure]:
    with Server() as server, tempfile.TemporaryDirectory(prefix="hoithi-bench-") as folder:
        bare = Pgbench(server, sittings=max(sitters, 1_000))
        group = f"Over HTTP (PostgreSQL {server.version}, `fsync=on`, {workers} web process{'es' * (workers > 1)})"
        url = server.create("hoithi")
        with Stage(url, Path(folder), sitters=sitters, starters=starters, workers=workers) as stage:
            book = Book(group, stage, server.cpu_s)
            ceiling = bare.rate("save", seconds=seconds)
            beside = f"bare guarded upserts, pgbench with {CLIENTS} clients ({ceiling:,.0f} a second)"
            book.add("save one answer", beside, ceiling, 32, lambda: stage.saves(32, seconds), "≥ 50 %, p99 ≤ 25 ms")
            book.add("save one answer", beside, ceiling, crowd, lambda: stage.saves(crowd, seconds), "p99 ≤ 150 ms")
            ceiling, two = bare.rate("whole", seconds=seconds), bare.rate("whole_in_two", seconds=seconds)
            what = f"whole attempt: start, {SAVES} single saves, hand in"
            beside = f"bare whole attempts in {COMMITS} commits ({ceiling:,.0f} a second; in 2 commits {two:,.0f})"
            book.add(what, beside, ceiling, 32, lambda: stage.wholes(32, seconds, 0.3), each="attempt")
            run = partial(stage.wholes, ROOM, seconds, 0.5)
            book.add(what, beside, ceiling, ROOM, run, "≥ 40 %", each="attempt")
            ceiling = bare.rate("start", seconds=seconds)
            beside = f"bare one-row commits ({ceiling:,.0f} a second)"
            book.add("start", beside, ceiling, 32, lambda: stage.starts(32, seconds, 0.2), each="start")
            ceiling = bare.rate("standings", seconds=seconds)
            beside = f"bare reads of 50 places from a covering index ({ceiling:,.0f} a second)"
            book.add(
                "standings page, a visitor", beside, ceiling, 32, lambda: stage.standings(32, seconds), each="page"
            )
            ceiling = bare.rate("page", seconds=seconds)
            beside = f"bare updates that return the paper ({ceiling:,.0f} a second)"
            book.add("question page", beside, ceiling, 32, lambda: stage.pages(32, seconds), each="page")
        return book.figures


def _on_sqlite(seconds: int, sitters: int, crowd: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="hoithi-bench-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'hoithi.sqlite3'}"
        with Stage(url, folder, sitters=sitters, starters=0, workers=1) as stage:
            book = Book("Over HTTP (SQLite, WAL, `synchronous=FULL`, 1 web process)", stage, lambda: 0.0)
            for connections in (32, crowd):
                place = folder / str(connections)
                place.mkdir()
                ceiling = sqlite_saves(place, sittings=sitters, group=connections, seconds=seconds)
                beside = f"bare guarded upserts, {connections} to a commit ({ceiling:,.0f} a second)"
                book.add("save one answer", beside, ceiling, connections, lambda n=connections: stage.saves(n, seconds))
        return book.figures


class Book:
    """Takes each load, its processor time beside it, and writes the figure."""

    def __init__(self, group: str, stage: Stage, database_cpu_s: Callable[[], float]) -> None:
        self.group, self.stage, self.database_cpu_s = group, stage, database_cpu_s
        self.figures: list[Figure] = []

    def add(
        self,
        what: str,
        beside: str,
        ceiling: float,
        connections: int,
        run: Callable[[], Load],
        wanted: str = "",
        *,
        each: str = "answer",
    ) -> None:
        cpu: Sequence[float] = (self.stage.product.cpu_s(), self.database_cpu_s())
        load = run()
        took = (self.stage.product.cpu_s() - cpu[0], self.database_cpu_s() - cpu[1])
        here = [
            f"{load.rate:,.0f} a second, p50 {load.p50_ms:.1f} ms, p99 {load.p99_ms:.1f} ms",
            _cpu(load, took, each),
        ]
        here += [f"**{load.errors} refused or lost**"] if load.errors else []
        here += ["the client was the limit"] if load.client_bound else []
        name = f"{what}, {connections} connections"
        self.figures.append(Figure(self.group, name, beside, load.rate / ceiling, "; ".join(here), wanted=wanted))
        print(f"  {name}: {load.rate / ceiling:.1%}, {'; '.join(here)}", file=sys.stderr)


def _cpu(load: Load, took_s: Sequence[float], each: str) -> str:
    web, database = (1000 * seconds / max(load.done, 1) for seconds in took_s)
    beside = f" and {database:.2f} ms in PostgreSQL" if database else ""
    client = 1000 * load.client_cpu_s / max(load.done, 1)
    return f"CPU for each {each} {web:.2f} ms in the web process{beside} (client {client:.2f} ms)"
