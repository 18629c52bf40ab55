"""Which questions may stand in a bank, and which say nearly the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hoithi.quiz.rules.question import Draft, Option, doubts, flaws, option_ids

GOOD = Draft("chung", "easy", "single", "Câu hỏi?", (Option("Một", True), Option("Hai"), Option("Ba")), citation="Luật")


def found(**changes: Any) -> list[tuple[str, str, int]]:
    draft = replace(GOOD, **changes)
    return [(f.code, f.field, f.option) for f in flaws(draft, topics={"chung"}, difficulties={"easy"})]


def options(*texts: str, right: str = "") -> tuple[Option, ...]:
    return tuple(Option(text, str(number) in right) for number, text in enumerate(texts, 1))


def test_a_good_question_has_no_flaw() -> None:
    assert found() == []
    assert found(kind="multiple", options=options("a", "b", "c", right="13")) == []
    assert found(kind="true_false", options=options("Đúng", "Sai", right="2")) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"topic": "la"}, ("unknown_topic", "topic", 0)),
        ({"difficulty": "khó"}, ("unknown_difficulty", "difficulty", 0)),
        ({"kind": "essay"}, ("unknown_kind", "kind", 0)),
        ({"text": ""}, ("empty", "text", 0)),
        ({"text": "x" * 2001}, ("too_long", "text", 0)),
        ({"citation": "x" * 1001}, ("too_long", "citation", 0)),
        ({"options": options("a", right="1")}, ("too_few", "options", 0)),
        ({"options": options(*"abcdefghijk", right="1")}, ("too_many", "options", 0)),
        ({"options": options("a", "", right="1")}, ("empty", "option", 2)),
        ({"options": options("Đúng hết", "dung  HET", right="1")}, ("twice", "option", 2)),
        ({"options": options("a", "x" * 501, right="1")}, ("too_long", "option", 2)),
        ({"options": options("a", "b")}, ("not_one_right", "right", 0)),
        ({"options": options("a", "b", right="12")}, ("not_one_right", "right", 0)),
        ({"kind": "multiple", "options": options("a", "b")}, ("none_or_all_right", "right", 0)),
        ({"kind": "multiple", "options": options("a", "b", right="12")}, ("none_or_all_right", "right", 0)),
        ({"kind": "true_false", "options": options("a", "b", "c", right="1")}, ("not_two", "options", 0)),
    ],
)
def test_a_flaw_is_named_with_its_place(changes: dict[str, Any], expected: tuple[str, str, int]) -> None:
    assert found(**changes) == [expected]


def test_an_author_is_warned_of_what_approval_asks_for() -> None:
    assert [flaw.field for flaw in doubts(GOOD)] == ["explanation"]
    assert [flaw.field for flaw in doubts(replace(GOOD, citation=""))] == ["citation", "explanation"]


def test_options_are_kept_under_letters() -> None:
    kept = option_ids(GOOD.options)
    assert [(option["id"], option["correct"]) for option in kept] == [("a", True), ("b", False), ("c", False)]
