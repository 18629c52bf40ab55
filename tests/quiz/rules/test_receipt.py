from __future__ import annotations

from datetime import datetime

from hoithi.core import codes, sealed
from hoithi.core.canonical import CODE_ALPHABET
from hoithi.core.clock import VIETNAM
from hoithi.quiz.rules import receipt

SYMBOLS = "7F3K92QDABCDEFGH2345"
KEY = bytes(range(32))
AT = datetime(2024, 8, 31, 23, 59, 59, 999_000, VIETNAM)


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
    code = codes.human_code("SS24", SYMBOLS)
    assert receipt.check_url("https://vi.du/kiem-tra/", code) == f"https://vi.du/kiem-tra/{code}/"
    assert set(code) <= set(CODE_ALPHABET) | {"-"}
