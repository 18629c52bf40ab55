"""Samples of every kind under docs/samples: still what the code writes, and each says the same in Word.

`pytest tests/papers/test_samples.py --approve` writes them anew; look at every picture before committing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from hoithi.documents.formats.pdf import to_pdf, to_png
from hoithi.documents.formats.word import to_docx
from hoithi.documents.rules.paper import Table, words_of
from hoithi.papers.kinds import KINDS
from tests.documents.texts import docx_words, pdf_pages, pdf_says
from tests.papers.sample import FACTS
from tests.pictures import checker

SAMPLES = Path(__file__).parents[2] / "docs" / "samples" / "van-ban"
PPI = 64


@pytest.mark.parametrize("key", KINDS)
def test_a_sample_is_what_the_code_writes(key: str, request: pytest.FixtureRequest) -> None:
    paper = KINDS[key].build(FACTS)
    pdf, path = to_pdf(paper), SAMPLES / f"{key}.pdf"
    approve = request.config.getoption("--approve")
    if approve:
        SAMPLES.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf)
    checker(SAMPLES, approve=approve)(key, to_png(paper, ppi=PPI)[:1])
    assert pdf_pages(path.read_bytes()) == pdf_pages(pdf), "written anew with --approve, after a look"
    said = list(words_of(paper))
    assert docx_words(to_docx(paper)) == said
    assert pdf_says(pdf, said, [block.head for block in paper.blocks if isinstance(block, Table)])


@pytest.mark.parametrize("key", KINDS)
def test_no_paper_is_left_with_machine_words(key: str) -> None:
    said = " ".join(words_of(KINDS[key].build(FACTS)))
    assert not any(word in said for word in ("None", "{", "}", "[]", "Fraction", "  "))


def test_a_notice_names_only_those_who_agreed() -> None:
    said = " ".join(words_of(KINDS["tb_ket_qua"].build(FACTS)))
    assert "Nguyễn Thị Hường" in said
    assert "Vũ Kỵ" not in said
    assert "Công an xã" not in said
    assert "(không công bố tên)" in said


def test_minutes_of_review_hold_no_question() -> None:
    said = " ".join(words_of(KINDS["bb_tham_dinh_de"].build(FACTS)))
    assert "TTHC-07" in said
    assert "112 câu" in said


def test_sums_are_of_what_is_set() -> None:
    estimate = " ".join(words_of(KINDS["du_tru"].build(FACTS)))
    assert "5.900.000" in estimate
    assert "Cộng các khoản chưa xác định" in estimate
    assert "5.200.000 đồng" in " ".join(words_of(KINDS["qd_khen_thuong"].build(FACTS)))
