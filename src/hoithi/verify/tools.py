"""What every check here needs: exact JSON, differences, signatures, Merkle proofs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Json = dict[str, Any]


class NotSealed(ValueError):
    """The file is not a sealed result (or not a statement) at all."""


def load(text: str | bytes) -> Json:
    """One JSON object. Names given twice and numbers with a point are refused: they could say two things at once."""
    found = json.loads(text, object_pairs_hook=once, parse_float=refuse, parse_constant=refuse)
    canonical(found)
    if not isinstance(found, dict):
        raise NotSealed("no object")
    return found


def once(pairs: list[tuple[str, Any]]) -> Json:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return dict(pairs)


def refuse(text: str) -> Any:
    raise ValueError(f"{text} is not an exact number")


def canonical(value: Any) -> bytes:
    """UTF-8 JSON, keys sorted by code point, no spaces."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def compare(path: str, expected: Any, found: Any) -> Iterator[Json]:
    """Every place where two values differ."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for name in sorted({*expected, *found}):
            yield from compare(f"{path}.{name}", expected.get(name), found.get(name))
    elif isinstance(expected, list) and isinstance(found, list):
        for at in range(max(len(expected), len(found))):
            pair = [side[at] if at < len(side) else None for side in (expected, found)]
            yield from compare(f"{path}[{at}]", *pair)
    elif type(expected) is not type(found) or expected != found:
        yield difference(path, expected, found)


def difference(path: str, expected: Any, found: Any) -> Json:
    return {"path": path, "expected": expected, "found": found}


def signed(name: str, content: bytes, signature: Any, key: Any) -> bool:
    """Ed25519 over the format's name, a zero byte and the content; only lower-case hex is accepted."""
    try:
        raw_signature, raw_key = bytes.fromhex(signature), bytes.fromhex(key)
        message = name.encode() + b"\x00" + content
        Ed25519PublicKey.from_public_bytes(raw_key).verify(raw_signature, message)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return (raw_signature.hex(), raw_key.hex()) == (signature, key)


def climb(question: Json) -> str:
    """From a revealed question to the root of its Merkle tree."""
    inner = hashlib.sha256(canonical(question["content"]) + bytes.fromhex(question["nonce"])).digest()
    node = hashlib.sha256(b"\x00" + inner).digest()
    for side, digest in question["proof"]:
        pair = (bytes.fromhex(digest), node) if side == "left" else (node, bytes.fromhex(digest))
        node = hashlib.sha256(b"\x01" + b"".join(pair)).digest()
    return node.hex()
