"""`wrk` with one of the scripts of `bench/lua`: a client quick enough not to measure itself."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figure import percentile

LUA = Path(__file__).absolute().parent / "lua"
COUNTING = ("whole", "start")
MISSING = "The client `wrk` is missing: apt-get install wrk. Nothing was measured over HTTP."


class NoWrk(RuntimeError):
    """The client is not installed; the text says how to get it."""


@dataclass(frozen=True)
class Load:
    """What one run of the client saw."""

    done: float
    """Answers; whole attempts or starts where the script counts those."""
    seconds: float
    p50_ms: float
    p99_ms: float
    errors: int
    client_cpu_s: float
    wall_s: float

    @property
    def rate(self) -> float:
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def client_bound(self) -> bool:
        """Whether the client itself was busy nearly all the time, so that a quicker one might have seen more."""
        return self.client_cpu_s > 0.9 * self.wall_s


def require_wrk() -> str:
    """Where it is. Raises NoWrk with the sentence that says how to get it."""
    found = shutil.which("wrk")
    if found is None:
        raise NoWrk(MISSING)
    return found


def run(
    script: str,
    url: str,
    *,
    people: Iterable[Sequence[object]] = (),
    connections: int,
    seconds: int,
    threads: int | None = None,
    **told: object,
) -> Load:
    """`told` reaches the script as HOITHI_…; each of `people` is one line of its fields."""
    threads = threads or min(2, connections)
    with tempfile.NamedTemporaryFile("w", prefix="hoithi-people-", encoding="utf-8") as file:
        file.writelines("\t".join(map(str, fields)) + "\n" for fields in people)
        file.flush()
        env = os.environ | {"HOITHI_LUA": str(LUA), "HOITHI_PEOPLE": file.name, "HOITHI_THREADS": str(threads)}
        env |= {f"HOITHI_{name.upper()}": str(value) for name, value in told.items()}
        size = [f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout=20s"]
        call = [require_wrk(), *size, "-s", str(LUA / f"{script}.lua"), url]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(call, env=env, capture_output=True, text=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if not done.stdout.rstrip().endswith("}"):
        raise RuntimeError(f"wrk said: {done.stdout[-500:]} {done.stderr[-500:]}")
    return read(done.stdout, counted=script in COUNTING, client_cpu_s=cpu_s)


def read(printed: str, *, counted: bool, client_cpu_s: float = 0.0) -> Load:
    """The line of JSON a script of ours ends with. `counted`: it counts attempts or starts, not answers."""
    told = json.loads(printed.strip().rpartition("\n")[2])
    times = told["times_s"]
    return Load(
        done=told["whole"] if counted else told["requests"],
        seconds=told["spent_s"] if counted else told["seconds"],
        p50_ms=percentile(times, 50) * 1000 if times else told["p50_ms"],
        p99_ms=percentile(times, 99) * 1000 if times else told["p99_ms"],
        errors=told["errors"] + told["refused"],
        client_cpu_s=client_cpu_s,
        wall_s=told["seconds"],
    )
