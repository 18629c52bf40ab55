from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.quiz.rules import commitment
from hoithi.quiz.rules.commitment import SealedQuestion

SECRET = bytes(range(32))


def bank(size: int) -> list[SealedQuestion]:
    return [SealedQuestion({"id": f"q{at}", "correct": ["a"]}, bytes([at]) * 32) for at in range(size)]


def test_a_secret_matches_only_its_own_commitment():
    promised = commitment.secret_commitment(SECRET)
    assert commitment.secret_matches(SECRET, promised) is True
    assert commitment.secret_matches(bytes(32), promised) is False
    assert commitment.secret_matches(b"", promised) is False


def test_short_secrets_and_nonces_are_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        commitment.secret_commitment(b"short")
    with pytest.raises(ValueError, match="32 bytes"):
        commitment.question_leaf({"id": "q"}, b"short")


@given(st.integers(1, 20), st.data())
def test_drawn_questions_open_and_only_they(size, data):
    questions = bank(size)
    drawn = data.draw(st.sets(st.sampled_from([f"q{at}" for at in range(size)])))
    root = commitment.bank_root(questions)
    assert commitment.bank_root(questions[::-1]) == root
    revealed = commitment.reveal(questions, [one for one in questions if one.content["id"] in drawn])
    assert {one.content["id"] for one in revealed} == drawn
    assert all(commitment.reveal_matches(one, root) for one in revealed)


def test_a_changed_key_nonce_or_root_is_found():
    root = commitment.bank_root(bank(5))
    [one] = commitment.reveal(bank(5), bank(5)[3:4])
    assert commitment.reveal_matches(replace(one, content=one.content | {"correct": ["b"]}), root) is False
    assert commitment.reveal_matches(replace(one, nonce=bytes(32)), root) is False
    assert commitment.reveal_matches(one, commitment.bank_root(bank(6))) is False
