"""Processes by `/proc`: who descends from whom, and how much processor time they took."""

from __future__ import annotations

import os
import socket
from pathlib import Path

TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stat(pid: int) -> list[str] | None:
    """The fields after the program's name: [state, parent, …]; None when it has gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return text.rpartition(")")[2].split()


def tree(root: int) -> list[int]:
    """Every process that descends from `root`, without it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def cpu_seconds(root: int) -> float:
    """User and system time of `root`, of those it started, and of those of them that have ended."""
    ticks = 0
    for pid in [root, *tree(root)]:
        if fields := _stat(pid):
            own, ended = fields[11:13], fields[13:15]
            ticks += sum(map(int, own)) + sum(map(int, ended))
    return ticks * TICK_S
