"""Commitments (cam kết): what is fixed before the opening and can be checked after the close.

The secret behind all papers and every question with its key are committed to by digests; docs/rules/commitments.md.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from hoithi.core import merkle
from hoithi.core.canonical import canonical, keyed

SECRET_BYTES = 32
NONCE_BYTES = 32
_SECRET_TAG = b"hoithi-secret/1\x00"
DRAW_FORMAT = "hoithi-draw/1"


@dataclass(frozen=True)
class SealedQuestion:
    """A frozen question (content with its key) and the 32 random bytes that hide it until it is revealed."""

    content: dict[str, Any]
    nonce: bytes

    @property
    def leaf(self) -> bytes:
        """Its place in the tree: the leaf hash of SHA-256(canonical(content) ‖ nonce)."""
        return question_leaf(self.content, self.nonce)


@dataclass(frozen=True)
class Revealed:
    """A question opened after the close, with the way from its leaf to the published root."""

    content: dict[str, Any]
    nonce: bytes
    proof: list[merkle.Step]


def secret_commitment(secret: bytes) -> str:
    """SHA-256 (hex) of tag and secret: published before the opening. Raises ValueError when the secret is short."""
    if len(secret) < SECRET_BYTES:
        raise ValueError(f"a secret needs {SECRET_BYTES} bytes")
    return hashlib.sha256(_SECRET_TAG + secret).hexdigest()


def secret_matches(secret: bytes, commitment: str) -> bool:
    """Does the revealed secret belong to the commitment?"""
    return len(secret) >= SECRET_BYTES and hmac.compare_digest(secret_commitment(secret), commitment)


def question_leaf(content: dict[str, Any], nonce: bytes) -> bytes:
    """The leaf hash of a question. Raises ValueError when the nonce has another length than 32 bytes."""
    if len(nonce) != NONCE_BYTES:
        raise ValueError(f"a nonce has {NONCE_BYTES} bytes")
    return merkle.leaf_hash(hashlib.sha256(canonical(content) + nonce).digest())


def sealed_draw(content: dict[str, Any], secret: bytes, group: str) -> SealedQuestion:
    """The leaf that fixes how papers are drawn: blueprint, settings and the bank without texts and keys.

    Its nonce comes from the secret, so it is hidden as long as that and can be checked as soon as that is out.
    """
    return SealedQuestion({"format": DRAW_FORMAT, **content}, keyed(secret, "draw", group))


def bank_leaves(bank: Iterable[SealedQuestion]) -> list[bytes]:
    """Leaves in the order of the tree: by their own bytes, so that a place in the tree tells nothing."""
    return sorted(question.leaf for question in bank)


def bank_root(bank: Iterable[SealedQuestion]) -> str:
    """The root (hex) published before the opening."""
    return merkle.root(bank_leaves(bank)).hex()


def reveal(bank: Sequence[SealedQuestion], wanted: Iterable[SealedQuestion]) -> list[Revealed]:
    """Open the wanted leaves of a bank, in their order; all the others stay hidden."""
    leaves = bank_leaves(bank)
    tree, place = merkle.levels(leaves), {leaf: at for at, leaf in enumerate(leaves)}
    return [Revealed(one.content, one.nonce, merkle.proof_in(tree, place[one.leaf])) for one in wanted]


def reveal_matches(revealed: Revealed, root: str) -> bool:
    """Was this very question, with this key, in the bank behind the published root?"""
    leaf = question_leaf(revealed.content, revealed.nonce)
    return merkle.verify(leaf, revealed.proof, bytes.fromhex(root))
