"""A film against the plan's rules: every property alone, and both ends of the length with their tolerance."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.entries.rules.filecheck import Facts, FileRules, check, clock, megabytes, ratio

GOOD = Facts(
    "mp4", video_codec="h264", width=1280, height=720, dar=Fraction(16, 9), duration_ms=400_000, audio_codec="aac"
)
RULES = FileRules(("mp4",), ((1280, 720), (1920, 1080)), Fraction(16, 9), 300_000, 600_000, 500, 10**9)


def codes(**changes: object) -> list[str]:
    return [one.code for one in check(replace(GOOD, **changes), RULES)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ms", "found"),
    [
        (299_000, ["too_short"]),
        (299_499, ["too_short"]),
        (299_500, []),
        (300_000, []),
        (600_000, []),
        (600_500, []),
        (600_501, ["too_long"]),
        (601_000, ["too_long"]),
    ],
)
def test_both_ends_count_and_so_does_the_tolerance(ms: int, found: list[str]) -> None:
    assert codes(duration_ms=ms) == found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"container": "mkv"}, ["not_mp4"]),
        ({"container": ""}, ["not_mp4"]),
        ({"whole": False}, ["truncated"]),
        ({"readable": False}, ["unreadable"]),
        ({"video_codec": None}, ["no_video"]),
        ({"width": 720, "height": 1280, "dar": Fraction(9, 16)}, ["wrong_frame", "wrong_aspect"]),
        ({"dar": Fraction(16, 9) * Fraction(101, 100)}, []),
        ({"dar": Fraction(4, 3)}, ["wrong_aspect"]),
        ({"size": 10**9 + 1}, ["too_large"]),
    ],
)
def test_each_property_is_named(changes: dict[str, object], found: list[str]) -> None:
    assert codes(**changes) == found


@given(st.integers(0, 10**7))
def test_a_length_is_accepted_exactly_between_the_ends(ms: int) -> None:
    assert (codes(duration_ms=ms) == []) == (299_500 <= ms <= 600_500)


def test_how_things_are_written() -> None:
    assert (clock(299_000), clock(601_005)) == ("4:59,000", "10:01,005")
    assert (ratio(Fraction(16, 9)), ratio(Fraction(235, 100))) == ("16:9", "2,35:1")
    assert megabytes(12_345_678) == "12,3 MB"
