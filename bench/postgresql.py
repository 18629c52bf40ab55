"""A PostgreSQL server of the caller's own, on loopback, in a temporary folder; it can be killed and started again.

As `scripts/with-postgresql.sh`, and durable as shipped (`fsync` and `synchronous_commit` on) unless told otherwise.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Self

from bench.processes import cpu_seconds, free_port, tree

NEEDED = "PostgreSQL's programs are missing: apt-get install postgresql, or PGBIN=/path/to/bin"
USER = "hoithi"


class NoPostgresql(RuntimeError):
    """Its programs are not on this machine; the text says what to install."""


def programs() -> Path:
    """The folder of initdb and postgres, newest version first. Raises NoPostgresql."""
    found = [Path(os.environ["PGBIN"])] if os.environ.get("PGBIN") else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).parent)
    for folder in found:
        if (folder / "initdb").exists():
            return folder
    raise NoPostgresql(NEEDED)


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", folder.parent.name)))


def _account() -> dict[str, Any]:
    """Whom to run as: PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return {}
    names = [one.pw_name for one in pwd.getpwall()]
    owner = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


class Server:
    """`with Server() as server:` → `server.url("name")` of a database made with `server.create("name")`."""

    def __init__(self, *, fsync: bool = True, max_connections: int = 200) -> None:
        self.bin, self._as = programs(), _account()
        self.home = Path(tempfile.mkdtemp(prefix="hoithi-pg-"))
        self.port = free_port()
        self._options = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.home,
            "fsync": "on" if fsync else "off",
            "synchronous_commit": "on",
            "max_connections": max_connections,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        if self._as:
            os.chown(self.home, self._as["user"], self._as["group"])
        try:
            flags = [f"--username={USER}", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
            self._run("initdb", f"--pgdata={self.home / 'data'}", *flags)
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process is not None:
            self.kill()  # nothing in it is wanted any more
        shutil.rmtree(self.home, ignore_errors=True)

    def start(self) -> None:
        """Start, or start again after `kill`; returns when it answers."""
        options = [word for name, value in self._options.items() for word in ("-c", f"{name}={value}")]
        call = [str(self.bin / "postgres"), "-D", str(self.home / "data"), *options]
        log = self.home / "log"
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                call, stdout=out, stderr=out, cwd=self.home, start_new_session=True, **self._as
            )
        limit = time.monotonic() + 60
        while self._call("pg_isready", *self._where(), "--dbname=postgres").returncode:
            if self.process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(log.read_text(encoding="utf-8", errors="replace"))
            time.sleep(0.05)

    def kill(self) -> None:
        """`kill -9` of the postmaster and everything it started, as a power cut would do it."""
        assert self.process is not None
        children = tree(self.process.pid)
        for pid in [self.process.pid, *children]:  # the postmaster first, or it would start new ones
            with_signal(pid, signal.SIGKILL)
        self.process.wait(30)
        self.process = None
        limit = time.monotonic() + 30
        while any(Path(f"/proc/{pid}/cmdline").exists() and _alive(pid) for pid in children):
            if time.monotonic() > limit:
                raise RuntimeError("processes of the killed server are still there")
            time.sleep(0.01)

    def create(self, name: str, *, template: str = "template1") -> str:
        """A new database, a copy of `template`; returns its address."""
        self._run("createdb", *self._where(), f"--template={template}", name)
        return self.url(name)

    def url(self, name: str) -> str:
        return f"postgres://{USER}@127.0.0.1:{self.port}/{name}"

    def tool(self, program: str, database: str, *args: str) -> str:
        """What one of its own client programs (psql, pgbench) prints for this database."""
        return self._run(program, *self._where(), *args, database)

    @property
    def version(self) -> str:
        found = re.search(r"\d+(\.\d+)*", self._run("postgres", "--version"))
        return found[0] if found else "?"

    def cpu_s(self) -> float:
        """Processor seconds, user and system, of all its processes so far."""
        assert self.process is not None
        return cpu_seconds(self.process.pid)

    def _where(self) -> list[str]:
        return ["--host=127.0.0.1", f"--port={self.port}", f"--username={USER}"]

    def _call(self, program: str, *args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.bin / program), *args], cwd=self.home, capture_output=True, text=True, check=False, **self._as
        )

    def _run(self, program: str, *args: str) -> str:
        done = self._call(program, *args)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.strip()}")
        return done.stdout


def with_signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _alive(pid: int) -> bool:
    """Neither gone nor a zombie waiting to be reaped."""
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[0] != "Z"
        )
    except OSError:
        return False
