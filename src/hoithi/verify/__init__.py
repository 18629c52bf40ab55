"""Check a sealed result (kiểm tra kết quả niêm phong) without trusting the program that made it.

This folder runs alone (`python -m verify FILE`, or `hoithi verify FILE`): it needs Python and `cryptography`, no
database, and nothing else of hoithi. It recomputes digest, signature, hash of the rules, every standing, every award,
every count of votes and every commitment, and lists each difference. Format: docs/rules/sealed-result.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from . import attempt, papers, votes
from .ranking import Board, CannotRecompute, awards
from .standing import boards, plain
from .tools import Json, NotSealed, canonical, climb, compare, difference, load, once, signed

__all__ = ["NotSealed", "read", "verify_file", "written"]
FORMAT = "hoithi-sealed/1"
SMALL = 5  # people of units with fewer participants carry no unit


def verify_file(text: str | bytes, key: str | None = None, statement: str | bytes | None = None) -> Json:
    """{"ok", "digest", "rules_hash", "differences": [{"path", "expected", "found"}]}; `key` = 64 hex digits.

    `statement`: one person's own statement of an attempt; then their paper is drawn and marked again as well, and the
    report has "attempt": {"row", "questions", "correct"} beside. Raises NotSealed for what cannot be read.
    """
    envelope, own = read(text), None if statement is None else attempt.read(statement)
    body = envelope["body"]
    digest = hashlib.sha256(canonical(body)).hexdigest()
    rules_hash = hashlib.sha256(canonical(body.get("rules"))).hexdigest()
    differences = [*_seal(envelope, digest, key), *compare("body.rules_hash", rules_hash, body.get("rules_hash"))]
    report: Json = {"digest": digest, "rules_hash": rules_hash}
    try:
        differences += [*_result(body), *_small_units(body), *votes.check(body), *_commitments(body)]
        if own is not None:
            report["attempt"], found = attempt.check(body, envelope.get("public_key"), own)
            differences += found
    except CannotRecompute as unknown:
        differences.append(difference("body.rules", "rules this check knows", str(unknown)))
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, IndexError) as broken:
        differences.append(difference("body", "a body as the format describes", f"{type(broken).__name__}: {broken}"))
    return {"ok": not differences, **report, "differences": differences}


def read(text: str | bytes) -> Json:
    """The envelope. Raises NotSealed."""
    try:
        envelope = load(text)
    except (ValueError, RecursionError) as error:
        raise NotSealed(f"not a sealed result: {error}") from error
    if not isinstance(envelope.get("body"), dict):
        raise NotSealed("not a sealed result: no body")
    return envelope


def _seal(envelope: Json, digest: str, key: str | None) -> Iterator[Json]:
    yield from compare("names", ["body", "digest", "format", "public_key", "signature"], sorted(envelope))
    yield from compare("format", FORMAT, envelope.get("format"))
    yield from compare("digest", digest, envelope.get("digest"))
    if key is not None:
        yield from compare("public_key", key.strip().lower(), envelope.get("public_key"))
    if not signed(FORMAT, bytes.fromhex(digest), envelope.get("signature"), envelope.get("public_key")):
        yield difference("signature", "made by public_key over the digest", envelope.get("signature"))


def _result(body: Json) -> Iterator[Json]:
    """Standings from facts, prizes from standings."""
    names = ("part", "month", "figure")
    ids = [(row["id"], row.get("kind", "person"), *(row.get(name) for name in names)) for row in body["facts"]]
    yield from compare("body.facts", len(ids), len(set(ids)))
    found_boards, wrong = boards(body)
    for problem in wrong:
        yield difference("body.decisions", "an order of exactly the equal subjects", problem)
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
    return once([("/".join(str(item[name]) for name in names), item) for item in items])


def _by_board(standings: Any) -> Json:
    boards_by_name = _named(standings, "standing", "scope")
    return {name: _named(board["rows"], "subject") for name, board in boards_by_name.items() if board["rows"]}


def _small_units(body: Json) -> Iterator[Json]:
    """No row may tell the unit of one of fewer than five in a group; such a unit states its own totals."""
    people: dict[str, dict[Any, set[str]]] = {}
    for row in body["facts"]:
        if row.get("unit") is not None and row.get("kind", "person") == "person":
            people.setdefault(row["unit"], {}).setdefault(row.get("group"), set()).add(row["id"])
    for code in sorted({*people} - {unit["code"] for unit in body["units"]}):
        yield difference("body.facts", "units of the list", code)
    for at, unit in enumerate(body["units"]):
        counts = [len(who) for who in people.get(unit["code"], {}).values()]
        if any(count < SMALL for count in counts) or (counts and "given" in unit):
            yield difference(f"body.units[{at}]", f"no row of a group with fewer than {SMALL} people", min(counts))


def _commitments(body: Json) -> Iterator[Json]:
    """The revealed secret and questions against what was published before the opening."""
    for at, part in enumerate(body.get("commitments", [])):
        path = f"body.commitments[{at}]"
        if part.get("secret") is not None:
            digest = hashlib.sha256(b"hoithi-secret/1\x00" + bytes.fromhex(part["secret"])).hexdigest()
            yield from compare(f"{path}.secret_commitment", digest, part["secret_commitment"])
            yield from _draw(part, path)
        for number, question in enumerate(part.get("questions", [])):
            root = climb(question)
            yield from compare(f"{path}.questions[{number}]", root, part["bank_root"])


def _draw(part: Json, path: str) -> Iterator[Json]:
    """How papers are drawn was fixed under the same root, and the questions shown are those it speaks of."""
    leaf = part["draw"]
    nonce = papers.keyed(bytes.fromhex(part["secret"]), "draw", part.get("group", ""))
    yield from compare(f"{path}.draw", nonce.hex(), leaf["nonce"])
    yield from compare(f"{path}.draw", climb(leaf), part["bank_root"])
    listed = {question[0]: question for question in leaf["content"]["questions"]}
    for question in (one["content"] for one in part.get("questions", [])):
        names = [question[name] for name in ("id", "version", "topic", "difficulty", "kind")]
        said = [*names, [option["id"] for option in question["options"]], question["shuffle"]]
        yield from compare(f"{path}.draw", said, listed.get(question["id"]))
