from __future__ import annotations

from datetime import datetime

import pytest

from hoithi.core import sealed
from hoithi.core.canonical import CODE_ALPHABET, random_code
from hoithi.core.clock import VIETNAM
from hoithi.quiz.rules import receipt

SYMBOLS = "7F3K92QDABCDEFGH2345"
KEY = bytes(range(32))
AT = datetime(2024, 8, 31, 23, 59, 59, 999_000, VIETNAM)


def test_codes_are_long_enough_and_read_in_fours():
    assert receipt.code_bits("2" * receipt.CODE_SYMBOLS) >= receipt.MIN_BITS
    assert receipt.human_code("SS24", SYMBOLS) == "SS24-7F3K-92QD-ABCD-EFGH-2345"
    assert receipt.human_code("", random_code(receipt.CODE_SYMBOLS)).count("-") == 4


@pytest.mark.parametrize("weak", ["", SYMBOLS[:16], "0" + SYMBOLS, SYMBOLS.lower()])
def test_a_code_that_could_be_guessed_is_refused(weak):
    with pytest.raises(receipt.WeakCode):
        receipt.human_code("SS24", weak)


@pytest.mark.parametrize(
    "typed", ["SS24-7F3K-92QD-ABCD-EFGH-2345", "ss24 7f3k 92qd abcd efgh 2345", " ss247f3k92qdabcdefgh2345\n"]
)
def test_a_typed_code_finds_its_one_form(typed):
    assert receipt.typed_code(typed, "SS24") == "SS24-7F3K-92QD-ABCD-EFGH-2345"


@pytest.mark.parametrize("typed", ["", "SS24", "XX24-7F3K-92QD-ABCD-EFGH-2345", "SS24-7F3K", "SS24-" + "O" * 20])
def test_what_cannot_be_a_code_is_none(typed):
    assert receipt.typed_code(typed, "SS24") is None


def test_a_receipt_is_signed_and_every_word_counts():
    payload = receipt.receipt_payload(code="SS24-X", contest="soc-son-2024", part="trac-nghiem", received_at=AT)
    assert payload["received_at"] == "2024-08-31T23:59:59+07:00"
    assert "correct" not in payload
    signature = sealed.sign(receipt.receipt_bytes(payload), KEY)
    key = sealed.public_key(KEY)
    assert sealed.signed_by(receipt.receipt_bytes(payload), signature, key) is True
    for name in payload:
        assert sealed.signed_by(receipt.receipt_bytes(payload | {name: "x"}), signature, key) is False


def test_a_receipt_tells_the_total_only_when_asked():
    payload = receipt.receipt_payload(code="A", contest="c", part="p", received_at=AT, correct=0, questions=20)
    assert (payload["correct"], payload["questions"]) == (0, 20)


def test_the_qr_code_holds_the_check_page():
    code = receipt.human_code("SS24", SYMBOLS)
    assert receipt.check_url("https://vi.du/kiem-tra/", code) == f"https://vi.du/kiem-tra/{code}/"
    assert set(code) <= set(CODE_ALPHABET) | {"-"}
