"""What the README shows works: its commands run, in its order, on an empty machine; its links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.console import hoithi

ROOT = Path(__file__).resolve().parents[2]
PROMPT = "$ .venv/bin/hoithi "
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LONGEST_BYTES = 200_000


def commands() -> list[str]:
    text = (ROOT / "README.md").read_text("utf-8")
    return [line.removeprefix(PROMPT) for line in text.splitlines() if line.startswith(PROMPT)]


def expanded(words: list[str]) -> list[str]:
    """As a shell in the repository's folder would: plans/*.toml becomes the five plans."""
    found = ([str(path.relative_to(ROOT)) for path in ROOT.glob(word)] if "*" in word else [word] for word in words)
    return [name for names in found for name in sorted(names)]


def test_every_command_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("plans", "samples", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)  # the sealed result is written here, not into the repository
    seen = []
    for line in commands():
        words = expanded(shlex.split(line))
        serving = words[0] == "serve"
        done = hoithi(*words, *(["--help"] if serving else []), HOITHI_VAR=tmp_path / "var")
        assert done.returncode == 0, (line, done.stdout[-500:], done.stderr[-500:])
        seen.append(words[0])
    assert {"plan", "simulate", "verify", "rank", "scorecard", "bank", "audit", "doctor", "serve"} <= {*seen}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: os.path.relpath(page, ROOT))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    local = [unquote(target) for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_pictures_stay_small() -> None:
    pictures = list((ROOT / "docs" / "images").glob("*.png"))
    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size > LONGEST_BYTES] == []
