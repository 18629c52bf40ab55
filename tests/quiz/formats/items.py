"""Items for the tests of formats: what Hypothesis makes of them, and a plain one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from hoithi.core.text import fold
from hoithi.quiz.formats.model import FALSE, TRUE, Choice, Item
from hoithi.quiz.formats.words import clean

AWKWARD = [
    *"~=#{}:%\\*<>&\"'[]()/-–.,;?!@$^_`|+",
    "->",
    "\\n",
    "::",
    "//",
    "]]>",
    "&amp;",
    "<b>",
    "%50%",
    "[html]",
    "$CATEGORY:",
    "ANSWER: A",
    "A.",
    "B)",
    "Câu 2:",
    "3.",
    "Đáp án:",
    "1-A",
    "Giải thích:",
    "Căn cứ:",
    "ĐÁP ÁN",
    "PHẦN II",
    "=1+1",
]
VIETNAMESE = [
    "Ủy ban",
    "thủ tục",
    "hồ sơ",
    "đúng",
    "sai",
    "Nghị định",
    "ạ",
    "ữ",
    "Ỹ",
    "số 61/2018/NĐ-CP",
    "à",
    "x",
    "7",
]
_ANY = st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn")), max_size=8)
_PIECES = st.lists(st.sampled_from([*AWKWARD, *VIETNAMESE]) | _ANY, min_size=1, max_size=6)
TEXT = st.tuples(_PIECES, st.sampled_from(["", " "])).map(lambda pair: clean(pair[1].join(pair[0])))
SAID = TEXT.filter(lambda text: bool(fold(text)))
"""Words with at least something a person would see: what a bank keeps."""
CODES = st.from_regex(r"[A-Z][A-Z0-9.\-]{0,9}", fullmatch=True) | st.just("")


@st.composite
def items(draw: Any, kinds: tuple[str, ...] = ("single", "multiple", "true_false")) -> Item:
    """A question a bank would keep, with whatever characters."""
    kind = draw(st.sampled_from(kinds))
    if kind == "true_false":
        texts = draw(st.just([TRUE, FALSE]) | st.lists(SAID, min_size=2, max_size=2, unique_by=fold))
    else:
        texts = draw(st.lists(SAID, min_size=2, max_size=10, unique_by=fold))
    last = len(texts) - 1
    right = (
        draw(st.sets(st.integers(0, last), min_size=1, max_size=last))
        if kind == "multiple"
        else {draw(st.integers(0, last))}
    )
    return Item(
        draw(SAID),
        tuple(Choice(text, at in right) for at, text in enumerate(texts)),
        kind=kind,
        code=draw(CODES),
        topic=draw(st.sampled_from(["", "Một cửa", "Đề án 06", "CCHC/PAR & “số”"])),
        difficulty=draw(st.sampled_from(["", "Dễ", "Trung bình", "Khó"])),
        shuffle=kind != "true_false" and draw(st.booleans()),
        explanation=draw(TEXT | st.just("")),
        citation=draw(TEXT | st.just("")),
    )


def item(text: str = "Ai tiếp nhận hồ sơ?", **changes: Any) -> Item:
    choices = (Choice("Bộ phận Một cửa", True), Choice("Văn thư"), Choice("Kho bạc"))
    return replace(Item(text, choices), **changes)
