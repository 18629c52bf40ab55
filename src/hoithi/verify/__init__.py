"""Check a sealed result (kiểm tra kết quả niêm phong) without trusting the program that made it.

This folder runs alone (`python -m verify FILE`, or `hoithi verify FILE`): it needs Python and `cryptography`, no
database, and nothing else of hoithi. It recomputes digest, signature, hash of the rules, every standing, every award
and every commitment, and lists each difference. The format is described in docs/rules/sealed-result.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .ranking import Board, CannotRecompute, awards
from .standing import boards, plain

FORMAT = "hoithi-sealed/1"
SMALL = 5  # people of units with fewer participants carry no unit
Json = dict[str, Any]
Difference = Json


class NotSealed(ValueError):
    """The file is not a sealed result at all."""


def verify_file(text: str | bytes, key: str | None = None) -> Json:
    """{"ok", "digest", "rules_hash", "differences": [{"path", "expected", "found"}]}; `key` = 64 hex digits.

    Raises NotSealed when the text cannot be read as an envelope.
    """
    envelope = read(text)
    body = envelope["body"]
    digest = hashlib.sha256(canonical(body)).hexdigest()
    rules_hash = hashlib.sha256(canonical(body.get("rules"))).hexdigest()
    differences = [*_seal(envelope, digest, key), *compare("body.rules_hash", rules_hash, body.get("rules_hash"))]
    try:
        differences += [*_result(body), *_small_units(body), *_commitments(body)]
    except CannotRecompute as unknown:
        differences.append(_difference("body.rules", "rules this check knows", str(unknown)))
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, IndexError) as broken:
        differences.append(_difference("body", "a body as the format describes", f"{type(broken).__name__}: {broken}"))
    return {"ok": not differences, "digest": digest, "rules_hash": rules_hash, "differences": differences}


def read(text: str | bytes) -> Json:
    """The envelope. Names given twice and numbers with a point are refused: they could say two things at once."""
    try:
        envelope = json.loads(text, object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse)
        canonical(envelope)
    except (ValueError, RecursionError) as error:
        raise NotSealed(f"not a sealed result: {error}") from error
    if not isinstance(envelope, dict) or not isinstance(envelope.get("body"), dict):
        raise NotSealed("not a sealed result: no body")
    return envelope


def _once(pairs: list[tuple[str, Any]]) -> Json:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return dict(pairs)


def _refuse(text: str) -> Any:
    raise ValueError(f"{text} is not an exact number")


def canonical(value: Any) -> bytes:
    """UTF-8 JSON, keys sorted by code point, no spaces."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def compare(path: str, expected: Any, found: Any) -> Iterator[Difference]:
    """Every place where two values differ."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for name in sorted({*expected, *found}):
            yield from compare(f"{path}.{name}", expected.get(name), found.get(name))
    elif isinstance(expected, list) and isinstance(found, list):
        for at in range(max(len(expected), len(found))):
            pair = [side[at] if at < len(side) else None for side in (expected, found)]
            yield from compare(f"{path}[{at}]", *pair)
    elif type(expected) is not type(found) or expected != found:
        yield _difference(path, expected, found)


def _difference(path: str, expected: Any, found: Any) -> Difference:
    return {"path": path, "expected": expected, "found": found}


def _seal(envelope: Json, digest: str, key: str | None) -> Iterator[Difference]:
    yield from compare("names", ["body", "digest", "format", "public_key", "signature"], sorted(envelope))
    yield from compare("format", FORMAT, envelope.get("format"))
    yield from compare("digest", digest, envelope.get("digest"))
    if key is not None:
        yield from compare("public_key", key.strip().lower(), envelope.get("public_key"))
    if not _signed(digest, envelope.get("signature"), envelope.get("public_key")):
        yield _difference("signature", "made by public_key over the digest", envelope.get("signature"))


def _signed(digest: str, signature: Any, key: Any) -> bool:
    """Ed25519 over the format's name, a zero byte and the 32 bytes of the digest; only lower-case hex is accepted."""
    try:
        raw_signature, raw_key = bytes.fromhex(signature), bytes.fromhex(key)
        message = FORMAT.encode() + b"\x00" + bytes.fromhex(digest)
        Ed25519PublicKey.from_public_bytes(raw_key).verify(raw_signature, message)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return (raw_signature.hex(), raw_key.hex()) == (signature, key)


def _result(body: Json) -> Iterator[Difference]:
    """Standings from facts, prizes from standings."""
    ids = [(row["id"], row.get("kind", "person"), row.get("part"), row.get("figure")) for row in body["facts"]]
    yield from compare("body.facts", len(ids), len(set(ids)))
    found_boards, wrong = boards(body)
    for problem in wrong:
        yield _difference("body.decisions", "an order of exactly the equal subjects", problem)
    result = body["result"]
    yield from compare("body.result.standings", _by_board(map(written, found_boards)), _by_board(result["standings"]))
    given, ties = awards(body["rules"], found_boards)
    placed = {prize["key"] for prize in body["rules"].get("prizes", []) if prize.get("standing") is not None}
    found = [award for award in result["awards"] if award["prize"] in placed]
    by_name, tie_name = ("prize", "scope", "subject"), ("standing", "scope", "prize_place")
    yield from compare("body.result.awards", _named(given, *by_name), _named(found, *by_name))
    yield from compare("body.result.ties", _named(ties, *tie_name), _named(result.get("ties", []), *tie_name))


def written(board: Board) -> Json:
    """A standing as the result writes it; who is not ranked stands there without keys."""
    rows = [
        {
            "subject": line.subject,
            "place": line.place,
            "value": plain(line.value),
            "keys": {} if line.place is None else {name: plain(value) for name, value in line.values.items()},
        }
        for line in board.lines
    ]
    return {"standing": board.spec["key"], "scope": board.scope, "rows": rows}


def _named(items: Any, *names: str) -> Json:
    """Things under their names, so that differences say whose they are; a name twice is refused."""
    return _once([("/".join(str(item[name]) for name in names), item) for item in items])


def _by_board(standings: Any) -> Json:
    boards_by_name = _named(standings, "standing", "scope")
    return {name: _named(board["rows"], "subject") for name, board in boards_by_name.items() if board["rows"]}


def _small_units(body: Json) -> Iterator[Difference]:
    """No row may tell the unit of one of fewer than five participants; such a unit states its own totals."""
    people: dict[str, set[str]] = {}
    for row in body["facts"]:
        if row.get("unit") is not None and row.get("kind", "person") == "person":
            people.setdefault(row["unit"], set()).add(row["id"])
    for code in sorted({*people} - {unit["code"] for unit in body["units"]}):
        yield _difference("body.facts", "units of the list", code)
    for at, unit in enumerate(body["units"]):
        count = len(people.get(unit["code"], ()))
        if 0 < count < SMALL or (count and "given" in unit):
            yield _difference(f"body.units[{at}]", f"no row of a unit with fewer than {SMALL} participants", count)


def _commitments(body: Json) -> Iterator[Difference]:
    """The revealed secret and questions against what was published before the opening."""
    for at, part in enumerate(body.get("commitments", [])):
        path = f"body.commitments[{at}]"
        if part.get("secret") is not None:
            digest = hashlib.sha256(b"hoithi-secret/1\x00" + bytes.fromhex(part["secret"])).hexdigest()
            yield from compare(f"{path}.secret_commitment", digest, part["secret_commitment"])
        for number, question in enumerate(part.get("questions", [])):
            root = _climb(question)
            yield from compare(f"{path}.questions[{number}]", root, part["bank_root"])


def _climb(question: Json) -> str:
    """From a revealed question to the root of its Merkle tree."""
    inner = hashlib.sha256(canonical(question["content"]) + bytes.fromhex(question["nonce"])).digest()
    node = hashlib.sha256(b"\x00" + inner).digest()
    for side, digest in question["proof"]:
        pair = (bytes.fromhex(digest), node) if side == "left" else (node, bytes.fromhex(digest))
        node = hashlib.sha256(b"\x01" + b"".join(pair)).digest()
    return node.hex()
