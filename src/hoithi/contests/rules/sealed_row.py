"""The id under which a person stands in a sealed result (docs/rules/sealed-result.md)."""

from __future__ import annotations

from hoithi.core.canonical import sha256_hex


def row_id(code: str) -> str:
    """The id of an entrant's rows: computed from the code on their own receipt, by them and nobody else."""
    return sha256_hex(b"hoithi-row/1\x00" + code.encode())[:24]
