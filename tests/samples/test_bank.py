"""The sample question bank: well-formed, varied, cited, and large enough to draw papers from."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations, product
from typing import Any

import pytest

from hoithi.core.text import fold, nfc
from tests.samples.reading import SAMPLES, texts, toml

BANK = toml("banks/cchc.toml")
QUESTIONS: list[dict[str, Any]] = BANK["question"]
TOPICS = [topic["key"] for topic in BANK["topic"]]
LEVELS = ["easy", "medium", "hard"]
KEYS = {"code", "topic", "difficulty", "kind", "bank", "shuffle", "text", "options", "explanation", "citation"}
SINGLES = [question for question in QUESTIONS if question["kind"] == "single"]

each = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["code"])


def correct(question: dict[str, Any]) -> list[str]:
    return [option["text"] for option in question["options"] if option.get("correct")]


@each
def test_a_question_is_well_formed(question: dict[str, Any]) -> None:
    options = [option["text"] for option in question["options"]]
    right = correct(question)
    assert set(question) - {"shuffle"} == KEYS - {"shuffle"}
    assert question["topic"] in TOPICS
    assert question["difficulty"] in LEVELS
    assert question["bank"] in ("study", "sealed")
    assert len({fold(option) for option in options}) == len(options)
    match question["kind"]:
        case "single":
            assert len(options) == 4
            assert len(right) == 1
        case "multiple":
            assert 2 <= len(right) < len(options)
            assert question["text"].endswith("(Chọn tất cả phương án đúng)")
        case "true_false":
            assert options == ["Đúng", "Sai"]
            assert len(right) == 1
            assert question["shuffle"] is False
        case kind:
            pytest.fail(f"unknown kind {kind}")


@each
def test_a_question_rests_on_a_dated_document(question: dict[str, Any]) -> None:
    assert re.search(r"ngày \d{1,2}/\d{1,2}/\d{4}", question["citation"])
    assert question["explanation"].endswith(".")


@each
def test_a_question_is_stored_text(question: dict[str, Any]) -> None:
    assert [text for text in texts(question) if text != nfc(text)] == []


@each
def test_no_option_points_at_the_others(question: dict[str, Any]) -> None:
    if question.get("shuffle", True):
        shown = " ".join(fold(option["text"]) for option in question["options"])
        assert not re.search(r"tat ca (cac )?(dap an|phuong an)|ca (a|ba|hai|ca) (dap an|phuong an)|deu dung", shown)


def test_codes_are_unique_and_no_question_is_asked_twice() -> None:
    codes = [question["code"] for question in QUESTIONS]
    assert len(set(codes)) == len(codes)
    words = {question["code"]: set(re.findall(r"\w+", fold(question["text"]))) for question in QUESTIONS}
    twins = [(a, b) for a, b in combinations(words, 2) if len(words[a] & words[b]) / len(words[a] | words[b]) > 0.95]
    assert twins == []


def test_there_are_enough_of_each_kind_and_bank() -> None:
    kinds = Counter(question["kind"] for question in QUESTIONS)
    banks = Counter(question["bank"] for question in QUESTIONS)
    assert kinds["single"] > len(QUESTIONS) / 2
    assert kinds["true_false"] >= 10
    assert kinds["multiple"] >= 8
    assert banks["study"] >= 60
    assert banks["sealed"] >= 60


def test_sealed_bank_holds_two_for_every_cell_a_blueprint_may_draw() -> None:
    cells = Counter((q["topic"], q["difficulty"]) for q in QUESTIONS if q["bank"] == "sealed")
    assert [cell for cell in product(TOPICS, LEVELS) if cells[cell] < 2] == []


def test_study_bank_covers_every_topic_at_every_level() -> None:
    cells = {(q["topic"], q["difficulty"]) for q in QUESTIONS if q["bank"] == "study"}
    assert cells == set(product(TOPICS, LEVELS))


def test_the_right_answer_has_no_favourite_place_or_word() -> None:
    places = Counter(
        next(place for place, option in enumerate(question["options"]) if option.get("correct")) for question in SINGLES
    )
    assert max(places.values()) - min(places[place] for place in range(4)) <= 5
    verdicts = Counter(correct(question)[0] for question in QUESTIONS if question["kind"] == "true_false")
    assert min(verdicts["Đúng"], verdicts["Sai"]) >= 4


def test_the_right_answer_is_rarely_the_longest() -> None:
    longest = 0
    for question in SINGLES:
        right = len(correct(question)[0])
        longest += all(right > 1.15 * len(o["text"]) for o in question["options"] if not o.get("correct"))
    assert longest <= len(SINGLES) / 5


def test_the_file_says_that_it_is_a_sample_and_of_which_day() -> None:
    head = (SAMPLES / "banks" / "cchc.toml").read_text(encoding="utf-8").split("[bank]")[0]
    assert "BẢN MẪU" in head
    assert BANK["bank"]["as_of"].isoformat() == "2025-07-01"
    assert "thẩm định" in BANK["bank"]["note"]
