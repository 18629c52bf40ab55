"""Sample rules texts and questions-and-answers: marked as samples, complete, and true to the plans' figures."""

from __future__ import annotations

import re
import unicodedata

import pytest

from hoithi.core.text import nfc
from tests.samples.reading import SAMPLES, texts, toml, unit_files

RULES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((SAMPLES / "the-le").glob("*.md"))}


def test_every_plan_has_rules() -> None:
    assert set(RULES) == set(unit_files())


@pytest.mark.parametrize("slug", RULES)
def test_rules_are_marked_as_a_sample_and_numbered(slug: str) -> None:
    text = RULES[slug]
    articles = [int(number) for number in re.findall(r"^## Điều (\d+)\. ", text, re.MULTILINE)]
    assert "> BẢN MẪU." in text
    assert text == unicodedata.normalize("NFC", text)
    assert articles == list(range(1, len(articles) + 1))
    assert text.rstrip().endswith("./.")


@pytest.mark.parametrize("slug", sorted(set(RULES) - {"soc-son-2024"}))
def test_short_rules_are_short(slug: str) -> None:
    assert len(RULES[slug].splitlines()) <= 60


@pytest.mark.parametrize(
    ("slug", "figures"),
    [
        ("soc-son-2024", ["20 câu hỏi", "20 phút", "03 lượt", "16 giải", "15.350.000 đồng", "24:00 ngày 31/8/2024"]),
        ("soc-trang-2021", ["10 câu hỏi", "46 đơn vị", "07:00 ngày 15/9/2021", "24:00 ngày 15/10/2021"]),
        ("chau-thanh-2024", ["1.000.000 đồng", "24:00 ngày 25/9/2024"]),
        ("vinh-linh-2024", ["05 phút đến 10 phút", "1280×720", "24:00 ngày 25/6/2024"]),
        ("chau-thanh-a-2021", ["1.500", "90 điểm", "18/12/2021"]),
    ],
)
def test_rules_carry_the_figures_of_the_plan(slug: str, figures: list[str]) -> None:
    assert [figure for figure in figures if figure not in RULES[slug]] == []


def test_eight_questions_are_answered() -> None:
    items = toml("hoi-dap/soc-son-2024.toml")["item"]
    assert len(items) == 8
    assert len({item["question"] for item in items}) == 8
    assert all(item["question"].endswith("?") and item["answer"].endswith(".") for item in items)
    assert [text for text in texts(items) if text != nfc(text)] == []
