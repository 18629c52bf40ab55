from __future__ import annotations

import pytest

from hoithi.core import codes
from hoithi.core.canonical import random_code

SYMBOLS = "7F3K92QDABCDEFGH2345"


def test_codes_are_long_enough_and_read_in_fours():
    assert codes.code_bits("2" * len(SYMBOLS)) >= codes.MIN_BITS
    assert codes.human_code("SS24", SYMBOLS) == "SS24-7F3K-92QD-ABCD-EFGH-2345"
    assert codes.human_code("", random_code(len(SYMBOLS))).count("-") == 4


@pytest.mark.parametrize("weak", ["", SYMBOLS[:16], "0" + SYMBOLS, SYMBOLS.lower()])
def test_a_code_that_could_be_guessed_is_refused(weak):
    with pytest.raises(codes.WeakCode):
        codes.human_code("SS24", weak)


@pytest.mark.parametrize(
    "typed", ["SS24-7F3K-92QD-ABCD-EFGH-2345", "ss24 7f3k 92qd abcd efgh 2345", " ss247f3k92qdabcdefgh2345\n"]
)
def test_a_typed_code_finds_its_one_form(typed):
    assert codes.typed_code(typed, "SS24") == "SS24-7F3K-92QD-ABCD-EFGH-2345"


@pytest.mark.parametrize("typed", ["", "SS24", "XX24-7F3K-92QD-ABCD-EFGH-2345", "SS24-7F3K", "SS24-" + "O" * 20])
def test_what_cannot_be_a_code_is_none(typed):
    assert codes.typed_code(typed, "SS24") is None


@pytest.mark.parametrize(
    "typed", ["SS24-7F3K-92QD-ABCD-EFGH-2345", "7f3k92qdabcdefgh2345", "ss24 7f3k 92qd abcd efgh 2345"]
)
def test_the_random_end_is_found_with_or_without_prefix(typed):
    assert codes.last_symbols(typed, 20) == SYMBOLS


def test_too_short_a_text_has_no_code():
    assert codes.last_symbols("7F3K", 20) == ""
