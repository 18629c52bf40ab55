"""Standings with 10 000, 100 000 and 1 000 000 ranked people: what each page costs, and the curve as a picture."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.figure import Figure, ms
from bench.postgresql import NoPostgresql, Server
from bench.standings_curve import Curve, drawn

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "images" / "standings-{database}.svg"
WANTED = "at most 1.5"
Found = list[dict[str, Any]]


def measure(*, few: int, some: int, many: int) -> list[Figure]:
    """On a PostgreSQL server of its own (where its programs are installed) and on SQLite."""
    figures = []
    for name, found in _everywhere([str(size) for size in (few, some, many)]):
        if many >= 1_000_000:  # a quick run draws nothing
            path = Path(str(PICTURE).format(database=name.lower()))
            path.write_text(drawn(f"{name}: ms một lượt hỏi", _curves(found)), encoding="utf-8")
        figures += _figures(name, found)
    return figures


def _everywhere(sizes: list[str]) -> Iterator[tuple[str, Found]]:
    try:
        with Server() as server:
            yield "PostgreSQL", _child(server.create("standings"), sizes)
    except NoPostgresql as missing:
        print(missing, file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="hoithi-bench-") as folder:
        yield "SQLite", _child(f"sqlite:///{folder}/bench.sqlite3", sizes)


def _child(url: str, sizes: list[str]) -> Found:
    with tempfile.TemporaryDirectory(prefix="hoithi-bench-") as folder:
        own = {"HOITHI_VAR": folder, "HOITHI_MODE": "demo", "DJANGO_SETTINGS_MODULE": "hoithi.site.settings"}
        env = {**os.environ, **own, "DATABASE_URL": url, "DATABASE_POOL": "0", "HOITHI_NOW": ""}
        call = [sys.executable, "-m", "bench.standings_child", *sizes]
        done = subprocess.run(call, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT, env=env)
    found: Found = json.loads(done.stdout)
    return found


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
