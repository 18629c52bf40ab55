"""Running a look into a file in a child process with limits on memory, processor time and what it may write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MEMORY = 3 * 1024**3
"""Address space: decoders of 4K pictures map a lot and touch little of it."""
CPU_S, WALL_S = 300, 600
WRITES = 0
TICK_S = 1.0
Tick = Callable[[int], None]
"""Told now and then how many percent are done, and so that the child still runs."""


class LimitReached(Exception):
    """The child was stopped, crashed or said nothing that can be read."""


def look(
    task: str,
    *paths: Path,
    cpu_s: int = CPU_S,
    wall_s: int = WALL_S,
    writes: int = WRITES,
    tick: Tick | None = None,
    **options: str | int,
) -> Any:
    """The answer of `child.py` to `task`. Raises LimitReached, and what `tick` raises once the child is stopped.

    The child sets its own limits before anything else is loaded (`child.py`): a process with threads must not run
    code of its own between fork and exec.
    """
    hear, tell = os.pipe()
    os.set_blocking(hear, False)
    limits = {"memory": MEMORY, "cpu_s": cpu_s, "writes": writes, "tell": tell}
    call = [sys.executable, "-m", "hoithi.entries.formats.child", json.dumps(limits), task, json.dumps(options)]
    try:
        child = subprocess.Popen(  # noqa: S603  # our own module; paths are ours, never a shell
            [*call, *map(str, paths)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(tell,),
            env={},
        )
    finally:
        os.close(tell)
    try:
        with child:
            stdout, stderr = _attended(child, hear, time.monotonic() + wall_s, tick)
    finally:
        os.close(hear)
    if child.returncode != 0:
        raise LimitReached(stderr.decode(errors="replace")[-500:] or f"stopped ({child.returncode})")
    try:
        return json.loads(stdout)
    except ValueError as error:
        raise LimitReached(str(error)) from error


def _attended(child: subprocess.Popen[bytes], hear: int, until: float, tick: Tick | None) -> tuple[bytes, bytes]:
    """What the child said, waiting for it no longer than `until` and telling `tick` how far it is."""
    percent = 0
    try:
        while True:
            try:
                return child.communicate(timeout=min(TICK_S, max(0.0, until - time.monotonic())))
            except subprocess.TimeoutExpired:
                if time.monotonic() >= until:
                    raise LimitReached("too slow") from None
                percent = _heard(hear, percent)
                if tick is not None:
                    tick(percent)
    except BaseException:
        child.kill()
        raise


def _heard(hear: int, before: int) -> int:
    """The last percent the child wrote, a byte each."""
    try:
        return (os.read(hear, 4096) or bytes([before]))[-1]
    except BlockingIOError:
        return before
