"""Copies are found, other films are not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from hoithi.entries.formats.compare import better, hashes_of, likeness
from hoithi.entries.formats.fingerprint import VIEWS, Hashes, compare, keys, packed, unpacked
from hoithi.entries.formats.limited import LimitReached
from tests.console import hoithi
from tests.entries import clips
from tests.entries.clips import Picture

FRAMES = 160
Pair = tuple[Hashes, Hashes]
Change = Callable[[list[Picture]], list[Picture]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("phim")
    clips.write(path / "goc.mp4", clips.scenes(7, FRAMES), sound="none")
    clips.write(path / "khac.mp4", clips.scenes(8, FRAMES), sound="none")
    return path


@pytest.fixture(scope="module")
def original(folder: Path) -> Pair:
    return hashes_of(folder / "goc.mp4")


def boxed(pictures: list[Picture]) -> list[Picture]:
    found = []
    for picture in pictures:
        whole = np.zeros((480, 640, 3), np.uint8)
        whole[60:420] = picture
        found.append(whole)
    return found


def marked(pictures: list[Picture]) -> list[Picture]:
    found = [picture.copy() for picture in pictures]
    for picture in found:
        picture[10:110, 10:210] = 255
    return found


COPIES: dict[str, Change] = {
    "the same": lambda pictures: pictures,
    "cut at the edges": lambda pictures: [picture[18:-18, 32:-32] for picture in pictures],
    "trimmed": lambda pictures: pictures[40:120],
    "mirrored": lambda pictures: [picture[:, ::-1] for picture in pictures],
    "boxed": boxed,
    "twice as fast": lambda pictures: pictures[::2],
    "with a logo": marked,
    "brighter": lambda pictures: [np.clip(picture * 0.8 + 40, 0, 255).astype(np.uint8) for picture in pictures],
}


@pytest.mark.parametrize("change", COPIES)
def test_a_copy_is_found(original: Pair, tmp_path: Path, change: str) -> None:
    pictures = COPIES[change](list(clips.scenes(7, FRAMES)))
    copy = clips.write(tmp_path / "ban-sao.mp4", pictures, crf=36, sound="none")
    match = better(*original, hashes_of(copy)[0])
    assert match.score >= 0.9
    assert match.moments


def test_another_film_is_not(folder: Path) -> None:
    assert likeness(folder / "goc.mp4", folder / "khac.mp4").score <= 0.05


def test_matching_moments_lie_where_the_copy_was_taken_from(folder: Path, tmp_path: Path) -> None:
    part = clips.write(tmp_path / "doan.mp4", list(clips.scenes(7, FRAMES))[80:], sound="none")
    for there, here in likeness(folder / "goc.mp4", part).moments:
        assert abs((there - here) - 8) <= 4.5, "within one scene"


def test_copies_share_keys_of_the_index_and_strangers_hardly_any(original: Pair, folder: Path, tmp_path: Path) -> None:
    copy = clips.write(tmp_path / "cat.mp4", COPIES["cut at the edges"](list(clips.scenes(7, FRAMES))), sound="none")
    own = set(keys(original[0]))
    cut = keys(hashes_of(copy)[0])
    assert len(own & set(cut)) >= 10
    assert len(own & set(keys(hashes_of(folder / "khac.mp4")[0]))) <= 3
    thin, both = set(keys(original[0], 60)), own & set(cut)
    assert 10 <= len(thin) <= 60
    assert thin < own
    assert thin & set(cut) == {key for key in both if key in thin}, "thinned out alike"


def test_black_frames_tell_nothing(tmp_path: Path) -> None:
    black = clips.write(tmp_path / "den.mp4", [np.zeros((360, 640, 3), np.uint8)] * 20, sound="none")
    hashes, _ = hashes_of(black)
    assert not hashes.any()
    assert compare(hashes, hashes).score == 0
    assert keys(hashes) == []


def test_kept_as_bytes(original: Pair) -> None:
    hashes, _ = original
    assert hashes.shape == (FRAMES // 5, VIEWS)
    assert (unpacked(packed(hashes)) == hashes).all()


def test_what_is_no_video(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "x.mp4").write_text("không phải phim")
    with pytest.raises(LimitReached):
        hashes_of(tmp_path / "x.mp4")
    done = hoithi("media", "compare", str(folder / "goc.mp4"), str(tmp_path / "x.mp4"))
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)


def test_the_command(folder: Path) -> None:
    done = hoithi("media", "compare", str(folder / "goc.mp4"), str(folder / "khac.mp4"), "--json")
    assert done.returncode == 0
    assert set(json.loads(done.stdout)) == {"score", "verdict"}
    assert json.loads(done.stdout)["verdict"] == "different"
    same = hoithi("media", "compare", str(folder / "goc.mp4"), str(folder / "goc.mp4"), "--json")
    assert json.loads(same.stdout) == {"score": 1.0, "verdict": "copy"}
