"""What the database does with nothing of ours in front: pgbench on the same server, the driver on a file of its own."""

from __future__ import annotations

import re
import sqlite3
import time
from pathlib import Path
from random import Random

from bench.postgresql import Server

SCRIPTS = Path(__file__).absolute().parent / "pgbench"
CLIENTS = 16
SITTINGS = 100_000


class Pgbench:
    """A database `ceiling` on the given server; `rate("save")` runs pgbench/save.sql."""

    def __init__(self, server: Server, *, sittings: int = SITTINGS) -> None:
        self.server, self.sittings = server, sittings
        server.create("ceiling")
        schema = self._readable("schema")
        server.tool("psql", "ceiling", "-q", "-v", "ON_ERROR_STOP=1", "-v", f"sittings={sittings}", "-f", schema)

    def rate(self, script: str, *, seconds: int) -> float:
        """Transactions a second; a transaction is what the script says, each statement its own commit."""
        size = [f"--client={CLIENTS}", "--jobs=2", "--protocol=prepared", f"--time={seconds}", "--no-vacuum"]
        given = [f"--define=sittings={self.sittings}", f"--file={self._readable(script)}"]
        printed = self.server.tool("pgbench", "ceiling", *size, *given)
        found = re.search(r"tps = ([\d.]+)", printed)
        if found is None:
            raise RuntimeError(printed)
        return float(found[1])

    def _readable(self, script: str) -> str:
        """A copy where the server's own account may read it."""
        copy = self.server.home / f"{script}.sql"
        copy.write_text(text_of(script), encoding="utf-8")
        copy.chmod(0o644)
        return str(copy)


def text_of(script: str) -> str:
    """A script of `bench/pgbench`; in `whole` the line that says so becomes the statement of `save`, ten times."""
    text = (SCRIPTS / f"{script}.sql").read_text(encoding="utf-8")
    if _TEN_SAVES in text:
        save = text_of("save").partition("INSERT")
        one = (save[1] + save[2]).replace(":who", ":id")
        saves = [one.replace(":pos", str(n)).replace(":choice", f":c{n % 3}") for n in range(1, 11)]
        text = text.replace(_TEN_SAVES, "".join(saves))
    return text


_TEN_SAVES = "-- ten times the statement of save.sql\n"
_SAVE = """
INSERT INTO reply (sitting, pos, choice, at) SELECT id, ?, ?, ? FROM sitting WHERE id = ? AND ended IS NULL
AND deadline > ? ON CONFLICT (sitting, pos) DO UPDATE SET choice = excluded.choice, at = excluded.at
"""


def sqlite_saves(folder: Path, *, sittings: int, group: int, seconds: float) -> float:
    """Guarded upserts a second on one connection, `group` of them to a commit, written as durably as the product's."""
    base = sqlite3.connect(folder / "ceiling.sqlite3", isolation_level=None)
    base.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE sitting (id INTEGER PRIMARY KEY, deadline INTEGER NOT NULL, ended INTEGER);"
        "CREATE TABLE reply (sitting INTEGER, pos INTEGER, choice INTEGER, at INTEGER, PRIMARY KEY (sitting, pos));"
        f"WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < {sittings})"
        "INSERT INTO sitting SELECT n, 2, NULL FROM n;"
    )
    rng, done, began = Random(1), 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        base.execute("BEGIN IMMEDIATE")
        rows = [(rng.randint(1, 10), rng.randint(1, 4), 1, rng.randint(1, sittings), 1) for _ in range(group)]
        base.executemany(_SAVE, rows)
        base.execute("COMMIT")
        done += group
    rate = done / (time.perf_counter() - began)
    base.close()
    return rate
