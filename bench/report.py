"""The figures as a table in the terminal and as a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

Figures = Sequence[dict[str, Any]]

HEAD = """\
# Performance

Written by `make bench`; do not edit. Everything below was measured in **one run on one machine** ({machine}, {took} s).

Read the ratios. Each figure stands beside a yardstick taken on the same machine in the same minutes: what sorting,
reading or committing costs there with nothing of ours around it. Seconds depend on the machine, its disk and on who
else uses it; ratios carry over, roughly. No test of this project depends on a figure of this page.
"""

BUSY = """\
**Others used this machine while it was measured: seconds are too high, and ratios between separate processes are rough.
Measure again when it is quiet.**
"""

NOTES = """\
## How it is measured

- Every measurement is a process of its own with a database of its own; nothing of yours is read or written.
- The sitting goes through the operations pages call (`start_attempt`, `save_answers`, `submit_attempt`) one after
  another on one connection, each in its durable transaction; network, TLS and templates are not in it. The yardstick is
  a bare one-row `INSERT` with its commit on the same connection, taken between blocks of attempts. On fast disks a
  commit costs little, so the share is smaller there and the operations are not slower for it.
- A save is one statement and one question about the attempt; handing in saves everything, marks, counts, signs the
  receipt and writes the log of deeds in one transaction.
- Over HTTP the product runs as `hoithi serve` in production settings, the client is `wrk` (Debian's package) with the
  scripts of `bench/lua`, and the ceiling is `pgbench` with `bench/pgbench` on the same server, just before: 16 clients,
  prepared statements, the same durability. Product, database and client share the processors, as product and database
  alone would not; the processor time of each is stated, and `wrk` with a script takes several times that of `pgbench`:
  the ratios bear that too. Whole attempts are taken with few and with many people at once, since what comes together is
  written together. Attempts, sessions and tokens are prepared in the database; a
  whole attempt starts with the entry ticket of the page before the start, saves ten answers one by one and hands
  in all of them. The page that shows the paper is measured apart.
- Pages are rendered by the whole product including middleware, without network; the rows behind them are made up.
- The rehearsal uses a scratch database that is thrown away, so it does not wait for the disk as a real contest does.
- Standings are filled with made-up people through COPY (SQLite: many rows a statement) into the product's own tables,
  triggers and keys in force. Databases of three sizes are asked in turns, so that the noise of the machine falls on all
  alike; *queries* are what the page asks of its standing, *whole page* is rendered by the whole product.
- PostgreSQL is measured when `DATABASE_URL` names a server: in a new database `test_…` beside yours, dropped
  afterwards. `PGFSYNC=on scripts/with-postgresql.sh make bench` starts a throw-away server that writes durably.
"""


def table(figures: Figures) -> str:
    """For a terminal."""
    lines = []
    for group, rows in _groups(figures):
        lines.append(f"\n{group}")
        for row in rows:
            lines.append(f"  {ratio(row):>8}  {row['what']}: {row['here']}, beside {row['beside']}{_wanted(row)}")
    return "\n".join(lines)


def page(figures: Figures, *, took_s: float, machine: str, busy: bool = False) -> str:
    """docs/performance.md."""
    parts = [HEAD.format(machine=machine, took=round(took_s)), *([BUSY] if busy else [])]
    for group, rows in _groups(figures):
        lines = [f"## {group}\n", "| what | ratio | beside | in this run |", "|---|---:|---|---|"]
        lines += [
            f"| {row['what']}{_wanted(row)} | **{ratio(row)}** | {row['beside']} | {row['here']} |" for row in rows
        ]
        pictures = dict.fromkeys(row.get("picture", "") for row in rows)
        lines += [f"\n![{group}](images/{picture})" for picture in pictures if picture]
        parts.append("\n".join(lines) + "\n")
    return "\n".join([*parts, NOTES])


def _groups(figures: Figures) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    return [(group, list(rows)) for group, rows in groupby(figures, lambda row: str(row["group"]))]


def ratio(row: dict[str, Any]) -> str:
    """2.31 ×, or a share of a ceiling in percent."""
    value = row["ratio"]
    if value is None:
        return "–"
    if row["beside"].startswith("bare"):
        return f"{value * 100:.1f} %"
    return f"{value:.2f} ×" if value < 10 else f"{value:.0f} ×"


def _wanted(row: dict[str, Any]) -> str:
    return f" (wanted: {row['wanted']})" if row["wanted"] else ""
