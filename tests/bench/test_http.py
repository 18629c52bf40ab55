"""The bench over HTTP: what its client prints is read right, and what is missing is said in one sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench import http, wrk
from bench.ceiling import SCRIPTS, sqlite_saves, text_of
from bench.processes import cpu_seconds, tree

PRINTED = """Running 8s test @ http://127.0.0.1:1
  2 threads and 32 connections

{"requests": 1300, "seconds": 8.0, "p50_ms": 5.0, "p99_ms": 9.5, "max_ms": 20, "errors": 1, "whole": 99.5,
"refused": 2, "spent_s": 4.0, "times_s": [0.1,0.3,0.2]}
""".replace(",\n", ", ")


def test_answers_are_counted_over_the_whole_time():
    load = wrk.read(PRINTED, counted=False, client_cpu_s=7.3)
    assert (load.done, load.rate, load.errors) == (1300, 162.5, 3)
    assert load.client_bound


def test_whole_attempts_are_counted_until_the_last_one():
    load = wrk.read(PRINTED, counted=True)
    assert (load.done, load.seconds, load.p50_ms, load.p99_ms) == (99.5, 4.0, 200.0, 300.0)
    assert not load.client_bound


def test_a_missing_client_is_one_sentence_and_no_figures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert http.measure(seconds=1, sitters=1, starters=1, crowd=2, workers=1) == []
    assert (
        capsys.readouterr().err == "The client `wrk` is missing: apt-get install wrk. Nothing was measured over HTTP.\n"
    )


def test_the_ceiling_on_sqlite_writes_what_it_counts(tmp_path: Path):
    assert sqlite_saves(tmp_path, sittings=10, group=3, seconds=0.05) > 0


def test_every_load_has_its_script():
    assert {path.stem for path in wrk.LUA.glob("*.lua")} == {"common", "save", "whole", "start", "page", "public"}
    kept = {"schema", "save", "whole", "whole_in_two", "start", "page", "standings", "vote"}
    assert {path.stem for path in SCRIPTS.glob("*.sql")} == kept
    commits = [line for line in text_of("whole").splitlines() if line.endswith(";")]
    assert len([*commits, "start, ended by gset"]) == http.COMMITS


def test_processor_time_counts_children():
    work = [sys.executable, "-c", "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(10**7))'])"]
    before = cpu_seconds(os.getpid())
    done = subprocess.Popen(work)
    assert done.pid in tree(os.getpid())
    assert done.wait() == 0
    assert cpu_seconds(os.getpid()) > before
