"""Sealed documents and signatures (niêm phong, ký số): Ed25519 over canonical bytes; docs/rules/sealed-result.md.

`hoithi.verify` checks the same format with code of its own, on purpose.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hoithi.core.canonical import canonical, sha256_hex
from hoithi.core.errors import Refusal

FORMAT = "hoithi-sealed/1"
ENVELOPE = ("format", "body", "digest", "public_key", "signature")


class SealBroken(Refusal):
    """A sealed document that is not what was signed (niêm phong không còn nguyên vẹn)."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Tài liệu niêm phong không còn nguyên vẹn: {reason}.", hint="Hãy lấy lại bản đã công bố.")
        self.reason = reason


def public_key(private_key: bytes) -> str:
    """The public key (64 hex digits) of a 32-byte private key."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw().hex()


def sign(message: bytes, private_key: bytes) -> str:
    """Signature (128 hex digits) of a message that already carries its format's name."""
    return _opened(private_key).sign(message).hex()


@lru_cache(maxsize=4)
def _opened(private_key: bytes) -> Ed25519PrivateKey:
    """Opening a key costs as much as a signature; a site has one."""
    return Ed25519PrivateKey.from_private_bytes(private_key)


def signed_by(message: bytes, signature: str, key: str) -> bool:
    """Is `signature` (hex) made over `message` by the holder of public key `key` (hex)? Garbage is simply not."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def signed_message(digest: str) -> bytes:
    """What is signed: the format's name, a zero byte, the 32 bytes of the digest."""
    return FORMAT.encode() + b"\x00" + bytes.fromhex(digest)


def make_envelope(body: dict[str, Any], private_key: bytes) -> dict[str, Any]:
    """Seal a body of plain JSON values (no floats): its digest, the site's key and signature."""
    digest = sha256_hex(canonical(body))
    return {
        "format": FORMAT,
        "body": body,
        "digest": digest,
        "public_key": public_key(private_key),
        "signature": sign(signed_message(digest), private_key),
    }


def open_envelope(envelope: dict[str, Any], key: str | None = None) -> dict[str, Any]:
    """The body of an intact envelope, signed by `key` if one is given. Raises SealBroken."""
    if set(envelope) != set(ENVELOPE) or envelope["format"] != FORMAT:
        raise SealBroken("không đúng định dạng hoithi-sealed/1")
    body: dict[str, Any] = envelope["body"]
    if sha256_hex(canonical(body)) != envelope["digest"]:
        raise SealBroken("nội dung không khớp mã băm")
    if key is not None and envelope["public_key"] != key:
        raise SealBroken("khóa ký không phải khóa đã công bố")
    if not signed_by(signed_message(envelope["digest"]), envelope["signature"], envelope["public_key"]):
        raise SealBroken("chữ ký không đúng")
    return body
