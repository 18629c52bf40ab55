"""No contest is in the code: what only one of the five plans says may stand in plans, samples, docs and tests only."""

from __future__ import annotations

import ast
import re
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path
    for path in (ROOT / "src").rglob("*")
    if path.suffix in (".py", ".html", ".js", ".css", ".txt")
    and "samples" not in path.parts
    and not path.name.lstrip("_").startswith("style")  # the style guide shows sample content
)
NAMES = ("Sóc Sơn", "Sóc Trăng", "Vĩnh Linh", "Châu Thành", "Hậu Giang", "Tây Ninh", "Quảng Trị", "Tổ giúp việc CCHC")
SLUGS = ("soc-son", "soc-trang", "vinh-linh", "chau-thanh", "soc_son", "soc_trang", "vinh_linh", "chau_thanh")
AMOUNTS = ("15350000", "61000000", "4200000", "5850000", "9500000", "22000000")
DATES = ("2024-06-20", "2024-09-20", "2021-09-15", "2021-10-16", "2021-12-19")


def plain(text: str) -> str:
    """One normal form, and numbers without their separators."""
    return re.sub(r"(?<=\d)[._\s\u00a0](?=\d{3}(?:\D|$|[._]))", "", unicodedata.normalize("NFC", text))


def leaks(text: str) -> list[str]:
    folded = plain(text)
    found = [name for name in NAMES if name.casefold() in folded.casefold()]
    found += [slug for slug in SLUGS if slug in folded.casefold()]
    found += [amount for amount in AMOUNTS if re.search(rf"(?<!\d){amount}(?!\d)", folded)]
    return found + [day for day in DATES if day in folded]


def said(path: Path) -> str:
    """What a source says to the machine: of Python, its names and values without docstrings and comments."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(
            node
        ):
            node.body[0] = ast.Pass()
    return ast.unparse(tree)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_contest_is_in_the_code(path: Path) -> None:
    assert leaks(said(path)) == []


@pytest.mark.parametrize(
    "text", ["SOC_SON", "huyện Sóc Sơn", "15.350.000 đồng", "15_350_000", "plans/vinh-linh-2024.toml"]
)
def test_the_search_finds_what_it_looks_for(text: str) -> None:
    assert leaks(text) != []


def test_the_search_lets_other_numbers_pass() -> None:
    assert leaks("115350000 1535000 0912345678") == []
