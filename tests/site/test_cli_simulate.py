"""`hoithi simulate` as another program calls it: one JSON document, the same for the same seed, nothing left behind."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hoithi.verify import verify_file


def simulate(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hoithi.site.cli", "simulate", *args], capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, object], Path]:
    sealed = tmp_path_factory.mktemp("niem-phong") / "ket-qua.json"
    done = simulate("soc-son-2024", "--people", "60", "--seed", "3", "--json", "--sealed", str(sealed))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), sealed


def test_one_document_with_every_prize(first: tuple[dict[str, object], Path]) -> None:
    data, sealed = first
    assert data["people"] == 60
    assert len(data["awards"]) == 16  # type: ignore[arg-type]
    checked = verify_file(sealed.read_bytes())
    assert (checked["ok"], checked["digest"]) == (True, data["digest"])


def test_the_same_seed_gives_the_same_result(first: tuple[dict[str, object], Path], tmp_path: Path) -> None:
    again = tmp_path / "lan-hai.json"
    done = simulate("soc-son-2024", "--people", "60", "--seed", "3", "--json", "--sealed", str(again))
    data, sealed = first
    assert {**json.loads(done.stdout), "seconds": 0} == {**data, "seconds": 0}
    assert again.read_bytes() == sealed.read_bytes()
    other = json.loads(simulate("soc-son-2024", "--people", "60", "--seed", "4", "--json").stdout)
    assert other["digest"] != data["digest"]


def test_an_unknown_contest_is_a_sentence() -> None:
    done = simulate("khong-co-cuoc-thi-nay", "--people", "5")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "khong-co-cuoc-thi-nay" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_options_are_exit_2() -> None:
    assert simulate("soc-son-2024", "--people", "0").returncode == 2
    assert simulate().returncode == 2
