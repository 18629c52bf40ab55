"""Pictures and papers that prove something (tệp minh chứng): told by their first bytes, whatever their name says."""

from __future__ import annotations

SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"%PDF-", "application/pdf"),
)
HEAD = 16
"""Bytes needed to tell."""


def told_by(head: bytes) -> str:
    """The media type of a PNG, JPEG, WebP or PDF; "" for anything else."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for sign, kind in SIGNATURES if head.startswith(sign)), "")
