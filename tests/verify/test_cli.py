"""`hoithi verify`, run as a stranger does: no database, no settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hoithi.core.sealed import public_key
from tests.verify import sample

KEY = public_key(sample.KEY)


def run(*args: str, lang: str = "vi_VN.UTF-8") -> subprocess.CompletedProcess[str]:
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = clean | {"LANG": lang, "DJANGO_SETTINGS_MODULE": "there.is.none", "DATABASE_URL": "nowhere://"}
    code = "from hoithi.site.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "verify", *args],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ket-qua.json"
    path.write_text(json.dumps(sample.sealed()), "utf-8")
    return path


def test_an_honest_file(file):
    done = run(str(file), "--json", "--key", KEY.upper())
    assert (done.returncode, done.stderr) == (0, "")
    report: dict[str, Any] = json.loads(done.stdout)
    assert sorted(report) == ["differences", "digest", "ok", "rules_hash"]
    assert (report["ok"], report["differences"]) == (True, [])


def test_words_for_people(file):
    done = run(str(file))
    assert done.returncode == 0
    assert "Khớp: chữ ký, thể lệ" in done.stdout
    assert "--key" in done.stderr
    assert "Ok: signature" in run(str(file), "--key", KEY, lang="en_US.UTF-8").stdout


def test_a_changed_file(file):
    envelope = json.loads(file.read_text())
    envelope["body"]["facts"][3]["correct"] += 1
    file.write_text(json.dumps(envelope))
    done = run(str(file), "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["ok"] is False
    assert {"digest", "signature"} <= {difference["path"] for difference in report["differences"]}
    assert "KHÔNG khớp" in run(str(file)).stdout


@pytest.mark.parametrize("text", ["", "{}", "không phải JSON", '{"body": {"x": 1.5}}'])
def test_a_file_of_another_kind(file, text):
    file.write_text(text, "utf-8")
    done = run(str(file), "--json")
    assert (done.returncode, json.loads(done.stdout)["ok"]) == (1, False)
    assert "không phải kết quả niêm phong" in done.stderr


@pytest.mark.parametrize("args", [(), ("nowhere.json",), ("--key", "abc")])
def test_called_wrongly(file, args):
    done = run(*(args if args != ("--key", "abc") else (str(file), *args)))
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 1
