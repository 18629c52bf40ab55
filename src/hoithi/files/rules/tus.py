"""The headers of tus 1.0 (tus.io/protocols/resumable-upload): metadata, lengths, checksums."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,termination,expiration"
ALGORITHMS = ("sha1", "sha256")
CONTENT_TYPE = "application/offset+octet-stream"
_DIGITS = 15
_DIGEST_BYTES = {"sha1": 20, "sha256": 32}


class Malformed(ValueError):
    """A header that does not follow the protocol; the argument is the header's name."""


@dataclass(frozen=True)
class Checksum:
    """What a request promises its body hashes to."""

    algorithm: str
    digest: bytes


def read_number(name: str, raw: str | None) -> int:
    """A length or offset in bytes. Raises Malformed."""
    if raw is None or not raw.isascii() or not raw.isdigit() or len(raw) > _DIGITS:
        raise Malformed(name)
    return int(raw)


def read_metadata(raw: str) -> dict[str, str]:
    """`Upload-Metadata`: "filename cGhpbS5tcDQ=,is_x" → {"filename": "phim.mp4", "is_x": ""}. Raises Malformed."""
    found: dict[str, str] = {}
    for pair in filter(None, (piece.strip() for piece in raw.split(","))):
        key, _space, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, ValueError) as error:
            raise Malformed("Upload-Metadata") from error
    return found


def read_checksum(raw: str | None) -> Checksum | None:
    """`Upload-Checksum`: "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=". Raises Malformed, also for an unknown algorithm."""
    if not raw:
        return None
    algorithm, _space, value = raw.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("Upload-Checksum") from error
    if len(digest) != _DIGEST_BYTES.get(algorithm, -1):
        raise Malformed("Upload-Checksum")
    return Checksum(algorithm, digest)
