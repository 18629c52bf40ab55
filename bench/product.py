"""The product as an organiser runs it: `hoithi migrate` and `hoithi serve` as processes, settings of production.

Nothing of the caller's environment or database is used.
"""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.postgresql import with_signal
from bench.processes import cpu_seconds, free_port, tree

ROOT = Path(__file__).absolute().parents[1]
PROGRAM = [sys.executable, "-c", "from hoithi.site.cli import main; main()"]
_OURS = ("HOITHI_", "DATABASE_", "DJANGO_", "CACHE_URL", "EMAIL_", "STORAGE_URL", "LANG", "LC_")


def environment(url: str, var: Path, *, workers: int = 1, **more: object) -> dict[str, str]:
    """Production over plain HTTP on loopback, with secrets made for the occasion."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return kept | {
        "HOITHI_MODE": "production",
        "HOITHI_VAR": str(var),
        "DATABASE_URL": url,
        "SECRET_KEY": "only for a server that lives for a few seconds on loopback",
        "IDENTITY_PEPPERS": f"1:{bytes(range(32)).hex()}",
        "SIGNING_KEY": base64.b64encode(bytes(range(32))).decode(),
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "false",
        "CACHE_URL": "locmem://" if workers == 1 else "db://",
        "EMAIL_URL": f"file://{var / 'mail'}",
        "LOG_LEVEL": "WARNING",
        "LANG": "vi_VN.UTF-8",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        **{name: str(value) for name, value in more.items()},
    }


class Product:
    """One installation: a database address and a folder; served, killed and served again at the same port."""

    def __init__(self, url: str, var: Path, *, workers: int = 1, **settings: object) -> None:
        self.workers, self.var, self.port = workers, var, free_port()
        self.env = environment(url, var, workers=workers, **settings)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.var / "serve.log"

    def call(self, *command: str) -> str:
        """What a program prints, run in this installation's environment."""
        done = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{command}: {done.stderr[-2000:]}")
        return done.stdout

    def migrate(self) -> None:
        self.var.mkdir(parents=True, exist_ok=True)
        self.call(*PROGRAM, "migrate")

    def start(self) -> None:
        """Serve; returns when it answers."""
        call = [*PROGRAM, "serve", "--port", str(self.port), "--workers", str(self.workers)]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                call, env=self.env, cwd=ROOT, stdout=out, stderr=out, start_new_session=True
            )
        limit = time.monotonic() + 60
        while not self.answers("/readyz"):
            if self.process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(self.log.read_text(encoding="utf-8", errors="replace")[-3000:])
            time.sleep(0.05)

    def answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """`kill -9`, every process of it at once."""
        if self.process is not None:
            for pid in [self.process.pid, *tree(self.process.pid)]:
                with_signal(pid, signal.SIGKILL)
            self.process.wait(30)
            self.process = None

    def stop(self) -> None:
        """As an operator stops it; killed when it does not listen."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
            self.process = None
        except subprocess.TimeoutExpired:
            self.kill()

    def cpu_s(self) -> float:
        assert self.process is not None
        return cpu_seconds(self.process.pid)
