"""Aiken: blocks, letters, the answer's line; what is wrong is said with its line."""

from __future__ import annotations

import pytest

from hoithi.quiz.formats.aiken import read_aiken

GOOD = "Ai tiếp nhận hồ sơ?\nA. Kho bạc\nB) Bộ phận Một cửa\nANSWER: B\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_lines_of_any_system(end: str, mark: str) -> None:
    reading = read_aiken((mark + GOOD + "\nHai?\n A . x\nB. y\nanswer: a").replace("\n", end).encode())
    assert not reading.faults
    assert [(one.place, [o.correct for o in one.options]) for one in reading.items] == [
        ("dòng 1", [False, True]),
        ("dòng 6", [True, False]),
    ]


@pytest.mark.parametrize(
    ("block", "place", "sentence"),
    [
        ("Hỏi?\nA. a\nC. b\nANSWER: A\n", "dòng 9", "ở đây là A, C"),
        ("Hỏi?\nA. a\nB. b\nANSWER: D\n", "dòng 9", "Đáp án D không có"),
        ("Hỏi?\nA. a\nB. b\nANSWER: A, B\n", "dòng 9", "đúng một chữ cái"),
        ("Hỏi?\nA. a\nB. b\n", "dòng 6", "Thiếu dòng “ANSWER"),
    ],
)
def test_a_bad_block_is_named_and_the_others_are_read(block: str, place: str, sentence: str) -> None:
    reading = read_aiken(f"{GOOD}\n{block}".replace("\n\n", "\n\n").encode())
    assert [(fault.place, sentence in fault.message) for fault in reading.faults] == [(place, True)]
    assert len(reading.items) == 1
