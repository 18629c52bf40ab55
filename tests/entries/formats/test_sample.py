"""Sample films are small, legal, and each its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from hoithi.entries.formats.compare import better, hashes_of
from hoithi.entries.formats.inspect import inspected
from hoithi.entries.formats.sample import make_sample_film
from hoithi.entries.schema import FileRules

RULES = FileRules(containers=["mp4"], frames=["1280x720", "1920x1080"], aspect="16:9", min_seconds=300, max_seconds=600)


@pytest.mark.parametrize("seconds", [300, 420, 600])
def test_of_legal_length_and_small(tmp_path: Path, seconds: int) -> None:
    path = make_sample_film("a", seconds, tmp_path / "phim.mp4", title="Phim mẫu")
    report = inspected(path, RULES)
    assert (report["problems"], report["warnings"]) == ([], [])
    assert report["facts"]["duration_s"] == seconds
    assert report["facts"]["index_first"] is True
    assert path.stat().st_size < 3400 * seconds, "1 MB for five minutes"


def test_each_its_own_and_a_mirrored_copy_found(tmp_path: Path) -> None:
    one = hashes_of(make_sample_film(1, 30, tmp_path / "1.mp4"))
    for seed in range(2, 6):
        other, _ = hashes_of(make_sample_film(seed, 30, tmp_path / f"{seed}.mp4"))
        assert better(*one, other).score < 0.1
    copy, _ = hashes_of(make_sample_film(1, 30, tmp_path / "c.mp4", mirrored=True))
    assert better(*one, copy).score > 0.9
