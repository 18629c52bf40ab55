"""Running a look into a file in a child process with limits on memory, processor time and what it may write."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

MEMORY = 3 * 1024**3
"""Address space: decoders of 4K pictures map a lot and touch little of it."""
CPU_S, WALL_S = 300, 600
WRITES = 0


class LimitReached(Exception):
    """The child was stopped, crashed or said nothing that can be read."""


def look(task: str, *paths: Path, cpu_s: int = CPU_S, wall_s: int = WALL_S, writes: int = WRITES) -> Any:
    """The answer of `child.py` to `task`. Raises LimitReached."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
        resource.setrlimit(resource.RLIMIT_FSIZE, (writes, writes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    call = [sys.executable, "-m", "hoithi.entries.formats.child", task, *map(str, paths)]
    try:
        done = subprocess.run(  # noqa: S603  # our own module; paths are ours, never a shell
            call, capture_output=True, timeout=wall_s, check=False, preexec_fn=limit, env={}, stdin=subprocess.DEVNULL
        )
        return json.loads(done.stdout) if done.returncode == 0 else _failed(done.stderr)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise LimitReached(str(error)) from error


def _failed(stderr: bytes) -> Any:
    raise LimitReached(stderr.decode(errors="replace")[-500:])
