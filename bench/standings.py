"""Standings with 10 000, 100 000 and 1 000 000 ranked people: what each page costs, and the curve as a picture."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from bench.figure import Figure, ms, percentile
from bench.postgresql import NoPostgresql, Server
from bench.standings_curve import Curve, drawn

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "images" / "standings-{database}.svg"
WANTED = "at most 1.5"
Found = list[dict[str, Any]]


ROUNDS = {"queries": (30, 4), "views": (20, 2), "sequencer": (4, 1)}
"""How often the sizes are asked in turns, and how many times in a row: noise of the machine falls on all alike."""


def measure(*, few: int, some: int, many: int) -> list[Figure]:
    """On a PostgreSQL server of its own (where its programs are installed) and on SQLite."""
    figures = []
    for name, found in _everywhere([few, some, many]):
        if many >= 1_000_000:  # a quick run draws nothing
            path = Path(str(PICTURE).format(database=name.lower()))
            path.write_text(drawn(f"{name}: mili giây một lượt hỏi", _curves(found)), encoding="utf-8")
        figures += _figures(name, found)
    return figures


def _everywhere(sizes: list[int]) -> Iterator[tuple[str, Found]]:
    try:
        with Server() as server:
            yield "PostgreSQL", _compared({size: server.create(f"standings{size}") for size in sizes})
    except NoPostgresql as missing:
        print(missing, file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="hoithi-bench-") as folder:
        yield "SQLite", _compared({size: f"sqlite:///{folder}/{size}.sqlite3" for size in sizes})


def _compared(urls: dict[int, str]) -> Found:
    """Every size filled, one after another, then all asked in turns."""
    with ExitStack() as stack:
        asked = [stack.enter_context(Database(size, url)) for size, url in urls.items()]
        return [one.found for one in _in_turns(asked)]


def _in_turns(asked: list[Database]) -> list[Database]:
    for kind, (rounds, times) in ROUNDS.items():
        for name in asked[0].ready[kind]:
            for one in asked:
                one.ask(kind, name, 2)  # what is read for the first time is read from the disk
            for turn in range(rounds):
                for one in asked[:: 1 if turn % 2 else -1]:
                    one.times[kind, name] += one.ask(kind, name, times)
    return asked


class Database:
    """A child with one database; it answers until its input ends."""

    def __init__(self, size: int, url: str) -> None:
        self.size, self.times = size, defaultdict[tuple[str, str], list[float]](list)
        self._folder = tempfile.TemporaryDirectory(prefix="hoithi-bench-")
        own = {"HOITHI_VAR": self._folder.name, "HOITHI_MODE": "demo", "DJANGO_SETTINGS_MODULE": "hoithi.site.settings"}
        env = {**os.environ, **own, "DATABASE_URL": url, "DATABASE_POOL": "0", "HOITHI_NOW": ""}
        call = [sys.executable, "-m", "bench.standings_child", str(size)]
        self._child = subprocess.Popen(
            call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env
        )
        self.ready: dict[str, Any] = self._heard()
        print(f"  {size:,}: filled in {self.ready['fill_s']:.0f} s", file=sys.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._child.communicate()
        self._folder.cleanup()

    def ask(self, kind: str, name: str, times: int) -> list[float]:
        assert self._child.stdin is not None
        self._child.stdin.write(f"{kind}\t{name}\t{times}\n")
        self._child.stdin.flush()
        found: list[float] = self._heard()
        return found

    def _heard(self) -> Any:
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        if not line:
            raise RuntimeError(f"the database of {self.size:,} ended with {self._child.wait()}")
        return json.loads(line)

    @property
    def found(self) -> dict[str, Any]:
        out: dict[str, Any] = {"size": self.size, "fill_s": self.ready["fill_s"], "count_s": self.ready["count_s"]}
        for (kind, name), times in self.times.items():
            out.setdefault(kind, {})[name] = {"p50": percentile(times, 50), "p99": percentile(times, 99)}
        return out


def _figures(name: str, found: Found) -> list[Figure]:
    first, last = found[0], found[-1]
    group = f"Standings of {last['size']:,} people ({name})"
    figures = []
    for kind, said in (("queries", "queries"), ("views", "whole page"), ("sequencer", "sequencer")):
        for what in last[kind]:
            before, after = first[kind][what], last[kind][what]
            figures.append(
                Figure(
                    group,
                    f"{what}, {said}",
                    f"the same with {first['size']:,} (p50 {_ms(before)})",
                    after["p50"] / before["p50"],
                    f"p50 {_ms(after)}, p99 {ms(after['p99'] / 1000)}",
                    wanted="" if kind == "sequencer" or what.startswith("counting") else WANTED,
                    picture=f"standings-{name.lower()}.svg",
                )
            )
    return figures


def _ms(one: dict[str, float]) -> str:
    return f"{one['p50']:.2f} ms" if one["p50"] < 10 else ms(one["p50"] / 1000)


WORDS = {
    "top 100": "100 hạng đầu",
    "deep page": "trang giữa bảng",
    "my place": "hạng của tôi",
    "why": "vì sao",
    "by unit": "bảng đơn vị",
    "counting without": "hạng của tôi nếu đếm từng người",
}


def _curves(found: Found) -> list[Curve]:
    return [
        Curve(word, [(one["size"], one["queries"][key]["p50"]) for one in found], faint=key.startswith("counting"))
        for key, word in WORDS.items()
    ]
