"""Captions are read strictly and written plainly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.entries.rules.captions import CaptionFault, Cue, as_vtt, read

SRT = (
    "1\r\n00:00:01,500 --> 00:00:04,000\r\nKính chào quý vị\r\nvà các bạn\r\n\r\n"
    "2\r\n00:01:00,000 --> 00:01:02,250\r\nHết"
)
VTT = """WEBVTT - phim

STYLE
::cue { color: red }

NOTE người làm: --> không ai

mo-dau
00:01.500 --> 00:04.000 align:start onclick:x
Kính chào

01:00:00.000 --> 01:00:01.000
<b>Hết</b>
"""


def test_srt_becomes_vtt() -> None:
    assert as_vtt(read(SRT)) == (
        "WEBVTT\n\n00:00:01.500 --> 00:00:04.000\nKính chào quý vị\nvà các bạn\n\n00:01:00.000 --> 00:01:02.250\nHết\n"
    )


def test_vtt_keeps_cues_and_known_settings_only() -> None:
    assert read("\ufeff" + VTT) == [
        Cue(1500, 4000, "Kính chào", "align:start"),
        Cue(3_600_000, 3_601_000, "<b>Hết</b>"),
    ]


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        ("", "empty", 1),
        ("WEBVTT\n\nNOTE x", "empty", 1),
        ("Một bức thư\ngửi ban", "timing", 2),
        ("Một bức thư", "timing", 1),
        ("1\n00:00:01,000 -> 00:00:02,000\nChào", "timing", 2),
        ("1\n00:00:01,000 --> 00:00:02,000\nChào\n\n2\n00:61:03,000 --> 00:00:04,000\nx", "timing", 6),
        ("WEBVTT\n\n00:05.000 --> 00:05.000\nx", "backwards", 3),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\n\nx", "no_text", 3),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\n" + "x" * 2001, "too_long", 4),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\na\n00:07.000 --> 00:08.000\nb", "timing", 4),
    ],
)
def test_the_line_of_what_is_wrong(text: str, fault: str, line: int) -> None:
    with pytest.raises(CaptionFault) as error:
        read(text)
    assert (error.value.fault, error.value.line) == (fault, line)


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Zs"]), min_size=1, max_size=20)
spans = st.tuples(st.integers(0, 10**7), st.integers(1, 10**5))


@given(st.lists(st.tuples(spans, words.filter(lambda text: "-->" not in text)), min_size=1, max_size=8))
def test_what_is_written_reads_the_same(parts: list[tuple[tuple[int, int], str]]) -> None:
    cues = sorted(
        (Cue(start, start + length, text) for (start, length), text in parts),
        key=lambda cue: (cue.start_ms, cue.end_ms),
    )
    assert read(as_vtt(cues)) == cues
