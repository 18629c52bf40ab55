"""Laws: what is written in a format is read again as the same questions, whatever characters are in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hoithi.quiz.formats.files import FORMATS, read_file
from hoithi.quiz.formats.model import Choice, Image, Item
from hoithi.quiz.formats.words import old_font
from tests.quiz.formats.items import item, items

FULL = ["docx", "gift", "moodle", "qti21", "qti3"]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def again(key: str, given_items: Sequence[Item]) -> list[Item]:
    out = FORMATS[key]
    assert out.write is not None
    reading = read_file(out.write(given_items, "Ngân hàng đề thi"), f"ngan-hang.{out.ending}")
    assert reading is not None
    assert not reading.faults, reading.faults
    return reading.items


@pytest.mark.parametrize("key", FULL)
@settings(max_examples=100, deadline=None)
@given(st.lists(items(), min_size=1, max_size=3))
def test_what_is_written_is_read_again(key: str, given_items: list[Item]) -> None:
    assume(not any(old_font(" ".join([one.text, *(choice.text for choice in one.options)])) for one in given_items))
    assert again(key, given_items) == given_items


@settings(max_examples=100, deadline=None)
@given(st.lists(items(kinds=("single",)), min_size=1, max_size=3))
def test_aiken_keeps_question_options_and_answer(given_items: list[Item]) -> None:
    assume(not any(FORMATS["aiken"].not_carried(one) for one in given_items))
    assert again("aiken", given_items) == [Item(one.text, one.options) for one in given_items]


@pytest.mark.parametrize("key", ["docx", "moodle", "qti21", "qti3"])
def test_pictures_of_questions_and_options_travel(key: str) -> None:
    image = Image("so-do.png", PIXEL, "Sơ đồ “một cửa” <&>")
    options = (
        Choice("Hình một", True, replace(image, alt="Nút đỏ")),
        Choice("Hình hai", image=replace(image, data=PIXEL + b"x")),
    )
    given_items = [item(images=(image,)), item("Chọn hình?", options=options)]
    assert again(key, given_items) == given_items


@pytest.mark.parametrize("key", ["gift", "aiken"])
def test_a_format_without_pictures_says_so(key: str) -> None:
    assert FORMATS[key].not_carried(item(images=(Image("a.png", PIXEL, "A"),)))
    assert not FORMATS[key].not_carried(item())


@pytest.mark.parametrize("key", FULL)
def test_the_same_questions_give_the_same_bytes(key: str) -> None:
    write: Callable[[Sequence[Item], str], bytes] | None = FORMATS[key].write
    assert write is not None
    assert write([item()], "A") == write([item()], "A")


@pytest.mark.parametrize("key", FULL)
def test_ten_options_are_kept(key: str) -> None:
    ten = item(options=tuple(Choice(f"Phương án số {n}", n == 10) for n in range(1, 11)))
    assert again(key, [ten]) == [ten]
