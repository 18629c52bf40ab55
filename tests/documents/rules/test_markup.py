"""What is edited as lines comes back as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoithi.documents.rules.markup import from_lines, to_lines
from hoithi.documents.rules.paper import Annex, Heading, Items, Paper, Paragraph, Signers, Table, article
from tests.documents import papers

WORDS = st.text("aăđê Ộ1.,-+#*/>~=\\[]", min_size=1, max_size=30).map(lambda t: " ".join(t.split())).filter(bool)
CELLS = st.text("aăđ1-:. ", max_size=12).map(lambda t: " ".join(t.split()))


@pytest.mark.parametrize("paper", papers.ALL.values(), ids=papers.ALL)
def test_papers_come_back(paper: Paper) -> None:
    back = from_lines(to_lines(paper.blocks))
    filled = [
        replace(one, aligns=(*one.aligns, *("left",) * (len(one.head) - len(one.aligns))))
        if isinstance(one, Table)
        else one
        for one in paper.blocks
    ]
    assert list(back) == filled


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=5))
def test_paragraphs_come_back_whatever_they_look_like(texts: list[str]) -> None:
    plain = [Paragraph(text) for text in texts]
    assert list(from_lines(to_lines(plain))) == plain


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5), st.integers(0, 3))
def test_tables_come_back(rows: list[tuple[str, str]], total: int) -> None:
    table = Table(("Một", "Hai"), tuple(rows), ("center", "right"), (3, 4), min(total, len(rows)))
    assert from_lines(to_lines([table])) == (table,)


def test_what_somebody_writes_by_hand_is_understood() -> None:
    text = "# I. MỞ ĐẦU\r\nĐiều 1. Công nhận.\n\n- một\n- hai\n+ ba\n| A | B |\n| 1 |\n|= 2 | 3 | 4 |"
    text += "\n=== Danh sách\n~~ Thư ký: An"
    assert from_lines(text) == (
        Heading("I. MỞ ĐẦU"),
        article(1, "Công nhận."),
        Items(("một", "hai")),
        Items(("ba",), "+"),
        Table(("A", "B"), (("1", ""), ("2", "3 4")), total=1),
        Annex("Danh sách"),
        Signers((("Thư ký", "An"),)),
    )
    assert from_lines("  \n\n") == ()
