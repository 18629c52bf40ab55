"""Near-identical questions: what is found, what is not, what the difference is called, and that nothing is skipped."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.core.text import fold
from hoithi.quiz.rules.alike import (
    SAME_MOULD,
    TEXT_PERCENT,
    Wording,
    alike_pairs,
    difference_kinds,
    differences,
    features,
)

BIRTH = "Thời hạn giải quyết thủ tục đăng ký khai sinh tại Ủy ban nhân dân cấp xã là bao lâu?"


def kinds(one: str, other: str) -> list[tuple[str, ...]]:
    return [pair.kinds for pair in alike_pairs({"1": Wording(one), "2": Wording(other)})]


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (BIRTH, "same"),
        ("Thoi han giai quyet thu tuc dang ky khai sinh tai Uy ban nhan dan cap xa la bao lau", "marks"),
        ("Thời hạn giải quyết thủ tục đăng kí khai sinh tại Ủy ban nhân dân cấp xã là bao lâu?", "words"),
        ("Tại Ủy ban nhân dân cấp xã, thời hạn giải quyết thủ tục đăng ký khai sinh là bao lâu?", "words"),
        ("Thời hạn giải quyết thủ tục đăng ký khai sinh không tại Ủy ban nhân dân cấp xã là bao lâu?", "negation"),
    ],
)
def test_twins_are_found_and_their_difference_named(other: str, kind: str) -> None:
    assert kinds(BIRTH, other) == [(kind,)]


def test_a_negation_and_a_number_flip_the_meaning_and_are_named() -> None:
    one = "Cơ quan nào có thẩm quyền tiếp nhận hồ sơ theo Nghị định 61/2018/NĐ-CP?"
    assert kinds(one, one.replace("có", "không có")) == [("negation",)]
    assert kinds(one, one.replace("61/2018", "107/2021")) == [("number",)]
    assert kinds(one, one.replace("có", "không có").replace("61/2018", "45/2020")) == [("negation", "number")]
    assert kinds("Phát biểu nào sau đây là đúng về chữ ký số?", "Phát biểu nào sau đây là sai về chữ ký số?") == [
        ("negation",)
    ]


@pytest.mark.parametrize(
    "other",
    [
        "Lệ phí đăng ký kết hôn có yếu tố nước ngoài do cơ quan nào quy định?",
        "Thời hạn bầu cử đại biểu Hội đồng nhân dân các cấp là bao lâu?",
    ],
)
def test_other_questions_are_left_alone(other: str) -> None:
    assert kinds(BIRTH, other) == []


def test_a_common_phrase_is_no_twin_unless_the_options_agree() -> None:
    phrase = "Phát biểu nào sau đây là đúng?"
    rows = {str(n): Wording(phrase, (f"Nội dung {n} thứ nhất", f"Nội dung {n} thứ hai")) for n in range(5)}
    assert alike_pairs(rows) == []
    rows["again"] = Wording(phrase, ("Nội dung 3 thứ hai", "Nội dung 3 thứ nhất"))
    assert [{pair.one, pair.other} for pair in alike_pairs(rows)] == [{"again", "3"}]


def test_the_same_text_with_other_options_is_named() -> None:
    assert difference_kinds(Wording(BIRTH, ("1 ngày", "3 ngày")), Wording(BIRTH, ("5 ngày", "3 ngày"))) == ("options",)
    assert difference_kinds(Wording(BIRTH, ("1 ngày", "3 ngày")), Wording(BIRTH, ("3 ngày", "1 ngày"))) == ("same",)


def test_new_against_known_only() -> None:
    known = {"k1": Wording(BIRTH), "k2": Wording(BIRTH)}
    found = alike_pairs({"n": Wording(BIRTH)}, known)
    assert {(pair.one, pair.other) for pair in found} == {("n", "k1"), ("n", "k2")}
    assert alike_pairs({"k1": Wording("Một câu khác hẳn về lệ phí")}, known) == []


def test_differences_are_marked_on_both_sides() -> None:
    left, right = differences("Ai có quyền ký?", "Ai không có quyền ký?")
    assert [(span.text, span.differs) for span in left] == [("Ai", False), ("có quyền ký?", False)]
    assert [(span.text, span.differs) for span in right] == [("Ai", False), ("không", True), ("có quyền ký?", False)]


words = st.lists(st.sampled_from(["ai", "bo", "co", "du", "em", "ga", "khong", "7"]), max_size=8).map(" ".join)
texts = st.lists(words, max_size=9)


@given(texts, texts)
def test_the_index_skips_no_pair(new: list[str], known: list[str]) -> None:
    """What is found by rare features is exactly what comparing all pairs finds."""
    fresh = {f"n{i}": Wording(text) for i, text in enumerate(new)}
    old = {f"k{i}": Wording(text) for i, text in enumerate(known)}
    both = {**old, **fresh}
    sets = {key: features(wording.text) for key, wording in both.items()}
    times: dict[str, int] = {}
    for found in sets.values():
        for feature in found:
            times[feature] = times.get(feature, 0) + 1
    weight = {feature: max(1, (len(both) // n).bit_length()) for feature, n in times.items()}

    def share(one: str, other: str) -> int:
        total = sum(weight[f] for f in sets[one] | sets[other])
        return 100 * sum(weight[f] for f in sets[one] & sets[other]) // total if total else 0

    expected = {
        frozenset((a, b)) for a in fresh for b in both if a != b and share(a, b) >= TEXT_PERCENT and share(a, b) > 0
    }
    assert {frozenset((pair.one, pair.other)) for pair in alike_pairs(fresh, old)} == expected


def test_five_thousand_questions_take_seconds() -> None:
    heads, tails = (
        ("b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "ph", "th"),
        ("an", "anh", "ao", "i", "ong", "ươi"),
    )
    syllables = [head + tail for head in heads for tail in tails]
    rows: dict[str, Any] = {}
    for number in range(5000):
        own = [syllables[(number * step + step) % len(syllables)] for step in (1, 5, 7, 11, 13, 17)]
        rows[str(number)] = Wording(f"Theo quy định của pháp luật, {' '.join(own)} thuộc thẩm quyền của cơ quan nào?")
    rows["twin"] = Wording(fold(rows["77"].text))
    started = time.process_time()
    found = alike_pairs(rows)
    assert time.process_time() - started < 20
    assert {"twin", "77"} in [{pair.one, pair.other} for pair in found]


def test_thousands_from_one_mould_take_a_moment_and_each_is_still_flagged():
    """What differs in a number only has the same features: every pair would be millions."""
    mould = {
        f"c{n}": Wording(f"Năm {1000 + n} cơ quan nào ban hành kế hoạch cải cách hành chính?") for n in range(3000)
    }
    found = alike_pairs(mould)
    assert len(found) <= 3000 * SAME_MOULD
    assert {key for pair in found for key in (pair.one, pair.other)} == set(mould)
    assert {pair.kinds for pair in found} == {("number",)}
