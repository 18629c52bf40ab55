"""Every kind of paper of each signed plan: built from data alone, the same in Word and PDF, in the plan's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from hoithi.contests.models import Contest
from hoithi.contests.operations.definition import define_contest
from hoithi.documents.formats.pdf import to_pdf
from hoithi.documents.formats.word import to_docx
from hoithi.documents.kinds import known
from hoithi.documents.rules.markup import from_lines, to_lines
from hoithi.documents.rules.paper import Paper, Table, from_data, texts_of, to_data, words_of
from hoithi.papers.kinds import KINDS
from hoithi.papers.queries.facts import gather
from hoithi.plans.files import load_plan
from tests.contests import factories as make
from tests.documents.texts import docx_words, pdf_says

PLANS = sorted((Path(__file__).parents[2] / "plans").glob("*.toml"))
pytestmark = pytest.mark.django_db


def contest_of(path: Path) -> Contest:
    return define_contest(load_plan(path), now=make.BEFORE).contest


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_every_kind_says_the_same_in_word_and_pdf(path: Path) -> None:
    facts = gather(contest_of(path), now=make.NOW)
    for kind in KINDS.values():
        paper = kind.build(facts)
        said = list(words_of(paper))
        assert docx_words(to_docx(paper)) == said, kind.key
        heads = [block.head for block in paper.blocks if isinstance(block, Table)]
        assert pdf_says(to_pdf(paper), said, heads), kind.key
        assert from_data(to_data(paper)) == paper
        assert list(words_of(Paper("", "", blocks=from_lines(to_lines(paper.blocks))))) == list(
            words_of(Paper("", "", blocks=paper.blocks))
        ), kind.key
        assert known(kind.key)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_plan_writes_its_own_words_and_signer(path: Path) -> None:
    contest = contest_of(path)
    plan = contest.plan
    text = " ".join(texts_of(KINDS["ke_hoach"].build(gather(contest, now=make.NOW))))
    for words in (*plan.texts.purpose, *(prize.title for prize in plan.prizes), plan.document.signer):
        assert words in text
    assert plan.document.authority.upper() in text
    assert f"/{plan.document.symbol}" in text
    assert "None" not in text
    for task in plan.tasks:
        assert task.title.rstrip(".") in text


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_unset_amounts_stay_unset(path: Path) -> None:
    contest = contest_of(path)
    text = " ".join(texts_of(KINDS["du_tru"].build(gather(contest, now=make.NOW))))
    unset = any(prize.cash is None for prize in contest.plan.prizes)
    assert ("chưa xác định" in text) or not unset


def test_papers_are_vietnamese_whatever_the_screen_speaks() -> None:
    from django.utils.translation import override

    contest = contest_of(PLANS[0])
    vietnamese = KINDS["ke_hoach"].build(gather(contest, now=make.NOW))
    with override("en"):
        assert KINDS["ke_hoach"].build(gather(contest, now=make.NOW)) == vietnamese


def test_the_law_on_praise_is_named_only_since_it_is_in_force() -> None:
    facts = gather(contest_of(PLANS[0]), now=make.NOW)
    from dataclasses import replace
    from datetime import date

    before = KINDS["qd_khen_thuong"].build(replace(facts, today=date(2023, 12, 31)))
    after = KINDS["qd_khen_thuong"].build(replace(facts, today=date(2024, 1, 1)))
    assert not any("Luật Thi đua" in basis for basis in before.bases)
    assert any("Luật Thi đua" in basis for basis in after.bases)
