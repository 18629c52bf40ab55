"""Files people really send, against the rules of a plan that asks for HD, 16:9, five to ten minutes of MP4."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from hoithi.entries.formats.inspect import inspected
from hoithi.entries.formats.limited import LimitReached, look
from hoithi.entries.schema import FileRules
from tests.console import hoithi
from tests.entries import clips

RULES = FileRules(containers=["mp4"], frames=["1280x720", "1920x1080"], aspect="16:9", min_seconds=300, max_seconds=600)
SHORT = FileRules(containers=["mp4"], frames=["1280x720"], aspect="16:9")
PLAN = Path(__file__).parents[3] / "plans" / "vinh-linh-2024.toml"


def codes(path: Path, rules: FileRules | None = SHORT) -> list[str]:
    return [problem["code"] for problem in inspected(path, rules)["problems"]]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds that meet every rule but the length, its index first."""
    path = tmp_path_factory.mktemp("film") / "phim.mp4"
    return clips.write(path, [clips.plain(1280, 720)] * 20, options={"movflags": "faststart"})


def test_a_good_file_and_what_is_told_of_it(film: Path) -> None:
    report = inspected(film, SHORT)
    assert (report["accepted"], report["problems"], report["warnings"]) == (True, [], [])
    assert report["facts"] == {
        "container": "mp4",
        "video_codec": "h264",
        "audio_codec": "aac",
        "width": 1280,
        "height": 720,
        "dar": "16:9",
        "rotation": 0,
        "duration_s": 2.0,
        "size": film.stat().st_size,
        "index_first": True,
        "sha256": hashlib.sha256(film.read_bytes()).hexdigest(),
    }


@pytest.mark.parametrize(
    ("seconds", "found"),
    [
        (299, ["too_short"]),
        (Fraction(2994, 10), ["too_short"]),
        (Fraction(2995, 10), []),
        (300, []),
        (600, []),
        (Fraction(6005, 10), []),
        (Fraction(6006, 10), ["too_long"]),
        (601, ["too_long"]),
    ],
)
def test_both_ends_count_with_half_a_second_beside_them(tmp_path: Path, seconds: Fraction, found: list[str]) -> None:
    assert codes(clips.lasting(tmp_path / "phim.mp4", seconds), RULES) == found


def test_the_sentence_says_what_was_found_and_what_is_asked(tmp_path: Path) -> None:
    report = inspected(clips.lasting(tmp_path / "phim.mp4", 2, 640, 480), RULES)
    assert [(one["code"], one["found"], one["required"]) for one in report["problems"]] == [
        ("too_short", "0:02,000", "≥ 5:00,000"),
        ("wrong_frame", "640×480", "1280×720, 1920×1080"),
        ("wrong_aspect", "4:3", "16:9"),
    ]
    assert report["problems"][0]["message"] == "Video dài 0:02,000, ngắn hơn quy định (≥ 5:00,000)."


def test_an_empty_file_a_playlist_and_a_letter_are_no_video(tmp_path: Path) -> None:
    texts = {
        "rong": b"",
        "danh-sach": b"#EXTM3U\n/etc/passwd\n",
        "thu": "Kính gửi".encode() * 99,
        "ts": b"\x47" + b"x" * 400,
    }
    for name, data in texts.items():
        path = tmp_path / f"{name}.mp4"
        path.write_bytes(data)
        assert codes(path) == ["not_mp4"]
        assert codes(path, None) == ["unreadable"]


def test_a_renamed_matroska_is_found_by_its_bytes(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "phim.mp4", [clips.plain(1280, 720)] * 10, container="matroska")
    assert codes(path) == ["not_mp4"]
    assert codes(path, None) == []
    assert inspected(path, None)["facts"]["container"] == "mkv"


@pytest.mark.parametrize("share", [2, 3, 10])
def test_half_a_file_with_its_index_first_is_half_a_file(film: Path, tmp_path: Path, share: int) -> None:
    data = film.read_bytes()
    path = tmp_path / "nua.mp4"
    path.write_bytes(data[: len(data) // share])
    assert codes(path) == ["truncated"]


def test_half_a_file_with_its_index_last_is_half_a_file(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "phim.mp4", [clips.plain(1280, 720)] * 20)
    path.write_bytes(path.read_bytes()[:-200])
    assert codes(path) == ["truncated"]


def test_a_file_whose_end_is_zeros_does_not_bring_anything_down(film: Path, tmp_path: Path) -> None:
    data = film.read_bytes()
    path = tmp_path / "hong.mp4"
    path.write_bytes(data[: len(data) // 3] + bytes(len(data) - len(data) // 3))
    assert inspected(path, SHORT)["accepted"] in (True, False)


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    assert codes(clips.only_sound(tmp_path / "nhac.mp4")) == ["no_video"]


@pytest.mark.parametrize(("degrees", "found"), [(90, ["wrong_frame", "wrong_aspect"]), (180, [])])
def test_a_phone_held_upright(film: Path, tmp_path: Path, degrees: int, found: list[str]) -> None:
    """What counts is what is shown: pictures lying on their side stand upright on every screen."""
    report = inspected(clips.turned(tmp_path / "doc.mp4", film, degrees), SHORT)
    assert [problem["code"] for problem in report["problems"]] == found
    assert [warning["code"] for warning in report["warnings"]] == ["rotated"]


def test_pixels_that_are_not_square(tmp_path: Path) -> None:
    """720 × 576 stretched to 16:9: the shape is right, the frame is not."""
    path = clips.write(tmp_path / "phim.mp4", [clips.plain(720, 576)] * 10, sar="64:45")
    assert codes(path) == ["wrong_frame"]
    wide = clips.write(tmp_path / "rong.mp4", [clips.plain(1280, 720)] * 10, sar="3:4")
    assert codes(wide) == ["wrong_aspect"]


@pytest.mark.parametrize(("sound", "told"), [("none", ["silent"]), ("quiet", ["silent"]), ("tone", [])])
def test_silence_is_a_caution(tmp_path: Path, sound: str, told: list[str]) -> None:
    path = clips.write(tmp_path / "phim.mp4", [clips.plain(1280, 720)] * 10, sound=sound)
    report = inspected(path, SHORT)
    assert report["accepted"] is True
    assert [warning["code"] for warning in report["warnings"]] == told


@pytest.mark.parametrize(("codec", "told"), [("libx265", ["hevc"]), ("mpeg4", ["odd_codec"])])
def test_what_phones_record_and_browsers_do_not_play(tmp_path: Path, codec: str, told: list[str]) -> None:
    path = clips.write(tmp_path / "phim.mp4", [clips.plain(1280, 720)] * 10, codec=codec)
    report = inspected(path, SHORT)
    assert report["accepted"] is True
    assert [warning["code"] for warning in report["warnings"]] == told


def test_a_fragmented_file_tells_no_count_of_frames_and_is_read_all_the_same(tmp_path: Path) -> None:
    path = clips.write(
        tmp_path / "manh.mp4", [clips.plain(1280, 720)] * 20, options={"movflags": "frag_keyframe+empty_moov"}
    )
    assert codes(path) == []


def test_too_heavy(film: Path) -> None:
    rules = FileRules(containers=["mp4"], max_mb=1)
    heavy = film.with_name("nang.mp4")
    heavy.write_bytes(film.read_bytes() + (8 + 2_000_000).to_bytes(4, "big") + b"free" + bytes(2_000_000))
    assert codes(heavy, rules) == ["too_large"]


def test_the_child_is_stopped_at_its_limits(film: Path) -> None:
    with pytest.raises(LimitReached):
        look("probe", film, wall_s=0)
    with pytest.raises(LimitReached):
        look("no-such-task", film)


def test_the_command(film: Path, tmp_path: Path) -> None:
    done = hoithi("media", "check", str(film), "--plan", str(PLAN), "--json")
    report: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == 1
    assert [problem["code"] for problem in report["problems"]] == ["too_short"]
    assert set(report) == {"accepted", "problems", "warnings", "facts"}
    assert "ngắn hơn quy định" in hoithi("media", "check", str(film), "--plan", str(PLAN)).stdout
    assert hoithi("media", "check", str(tmp_path / "x.mp4"), "--plan", str(PLAN)).returncode == 2
    anything = hoithi("media", "check", str(film), "--plan", str(PLAN.with_name("chau-thanh-2024.toml")), "--json")
    assert (anything.returncode, json.loads(anything.stdout)["accepted"]) == (0, True)
