"""Measure everything in one run, print it and write docs/performance.md: python -m bench.run [--quick] [ONLY…]."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.report import page, table

ROOT = Path(__file__).resolve().parents[1]
FULL: dict[str, dict[str, int]] = {
    "ranking": {"subjects": 100_000, "units": 5_000},
    "sitting": {"attempts": 600},
    "http": {"seconds": 6, "sitters": 6_000, "starters": 12_000, "crowd": 512, "workers": 1},
    "pages": {"few": 1_000, "many": 10_000},
    "standings": {"few": 10_000, "some": 100_000, "many": 1_000_000},
    "roster": {"rows": 50_000},
    "sealed": {"few": 1_000, "many": 5_000},
    "gallery": {"few": 100, "many": 5_000},
    "media": {"seconds": 600, "few": 100, "many": 1_000},
    "voting": {"votes": 2_000, "seconds": 5},
    "allocation": {"subjects": 100_000},
    "certificates": {"papers": 200},
    "documents": {"documents": 200},
    "campaign": {"units": 10_000, "few": 100, "many": 1_000},
}
QUICK: dict[str, dict[str, int]] = {
    "ranking": {"subjects": 2_000, "units": 200},
    "sitting": {"attempts": 20},
    "http": {"seconds": 1, "sitters": 200, "starters": 1_000, "crowd": 64, "workers": 1},
    "pages": {"few": 100, "many": 300},
    "standings": {"few": 300, "some": 600, "many": 1_200},
    "roster": {"rows": 500},
    "sealed": {"few": 60, "many": 120},
    "gallery": {"few": 30, "many": 60},
    "media": {"seconds": 60, "few": 10, "many": 40},
    "voting": {"votes": 60, "seconds": 1},
    "allocation": {"subjects": 2_000},
    "certificates": {"papers": 3},
    "documents": {"documents": 3},
    "campaign": {"units": 50, "few": 60, "many": 120},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", metavar="ONLY", help=f"only these: {', '.join(FULL)}")
    parser.add_argument("--quick", action="store_true", help="small sizes; writes no page")
    parser.add_argument("--one", choices=list(FULL), help=argparse.SUPPRESS)
    parser.add_argument("--keep-url", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if unknown := [name for name in options.only if name not in FULL]:
        parser.error(f"not a measurement: {', '.join(unknown)}")
    sizes = QUICK if options.quick else FULL
    if options.one:
        _child(options.one, sizes[options.one], keep_url=options.keep_url)
        return
    began, figures = time.monotonic(), []
    machine, busy = _machine(), _busy()
    for name in options.only or sizes:
        started = time.monotonic()
        figures += _measure(name, quick=options.quick)
        print(f"  {time.monotonic() - started:.0f} s", file=sys.stderr)
        if name == "sitting" and os.environ.get("DATABASE_URL", "").startswith("postgres"):
            figures += _measure(name, quick=options.quick, keep_url=True)
    print(table(figures))
    took = time.monotonic() - began
    print(f"\n{took:.0f} s" + (", on a busy machine: measure again when it is quiet" if busy else ""))
    if not options.quick and not options.only:
        text = page(figures, took_s=took, machine=machine, busy=busy)
        (ROOT / "docs" / "performance.md").write_text(text, encoding="utf-8")
        print("docs/performance.md")


def _measure(name: str, *, quick: bool, keep_url: bool = False) -> list[dict[str, Any]]:
    """Each measurement is a process of its own: no other's memory, settings or database."""
    print(f"{name}…", file=sys.stderr)
    call = [sys.executable, "-m", "bench.run", "--one", name]
    call += ["--quick"] * quick + ["--keep-url"] * keep_url
    env = {**os.environ, "HOITHI_NOW": ""}
    done = subprocess.run(call, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT, env=env)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def _child(name: str, sizes: dict[str, int], *, keep_url: bool) -> None:
    module = importlib.import_module(f"bench.{name}")
    more = {"keep_url": True} if keep_url else {}
    json.dump([figure.as_json() for figure in module.measure(**sizes, **more)], sys.stdout)


def _machine() -> str:
    load = f"load {os.getloadavg()[0]:.1f} when it began" if hasattr(os, "getloadavg") else "load unknown"
    return f"{os.cpu_count()} processors, {load}, {platform.system()}, Python {platform.python_version()}"


def _busy() -> bool:
    """Whether others take more than half of the processors before anything of ours runs."""
    return hasattr(os, "getloadavg") and os.getloadavg()[0] > (os.cpu_count() or 1) / 2


if __name__ == "__main__":
    main()
