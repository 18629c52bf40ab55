"""A paper as PDF/A, set by typst in the layout of Nghị định 30/2020/NĐ-CP; `to_png` shows the same pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from hoithi.documents.formats.typesetting import compile_pdf, compile_png
from hoithi.documents.rules.columns import aligns, shares
from hoithi.documents.rules.paper import (
    MOTTO,
    NATION,
    Block,
    Paper,
    Table,
    addressees_of,
    bases_of,
    parts_of,
    recipients_of,
    to_data,
)

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Written into a file of a paper without a date: the file's own date says nothing then."""


def to_pdf(paper: Paper, *, at: datetime | None = None) -> bytes:
    """The paper as PDF/A-2b; `at` is the file's date, the paper's own day unless told. Equal papers, equal bytes."""
    return compile_pdf(_source(), _data(paper), at=at or _day(paper))


def to_png(paper: Paper, *, ppi: int = 96) -> list[bytes]:
    """The same pages as pictures."""
    return compile_png(_source(), _data(paper), at=_day(paper), ppi=ppi)


@cache
def _source() -> str:
    return (Path(__file__).parent / "paper.typ").read_text("utf-8")


def _day(paper: Paper) -> datetime:
    return datetime(paper.date.year, paper.date.month, paper.date.day, tzinfo=UTC) if paper.date else UNDATED


def _data(paper: Paper) -> dict[str, Any]:
    body, annexes = parts_of(paper)
    return {
        "name": f"{paper.kind_title} {paper.title}".strip(),
        "superior": paper.superior,
        "agency": paper.agency,
        "nation": NATION,
        "motto": MOTTO,
        "number": paper.number_line,
        "date": paper.date_line,
        "kind": paper.kind_title.upper(),
        "title": paper.title,
        "authority": paper.authority.upper(),
        "bases": bases_of(paper),
        "to": addressees_of(paper),
        "resolve": paper.resolve,
        "body": _blocks(body),
        "annexes": _blocks(annexes),
        "recipients": recipients_of(paper),
        "signature": paper.signature.lines,
        "signer": paper.signature.name,
    }


def _blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = to_data(Paper("", "", blocks=tuple(blocks)))["blocks"]
    for one, block in zip(data, blocks, strict=True):
        if isinstance(block, Table):
            one |= {"shares": shares(block), "aligns": aligns(block)}
    return data
