"""Votes counted again from their prints, the discounts and the outside figures; and what each work has of them.

Format: docs/rules/sealed-result.md, `records`. A print tells neither voter nor moment.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from .ranking import CannotRecompute, Value, exact
from .standing import measured, plain
from .tools import Json, compare, difference

FORMAT = "hoithi-vote/1"
FIGURES = ("votes", "likes", "views", "shares")
_PRINT = re.compile(r"[0-9a-f]{64}")


def check(body: Json) -> Iterator[Json]:
    """Every vote's record against itself, and the `votes` of every work against its record."""
    rules = {
        part["key"]: part.get("content", {}).get("settings", {}).get("vote") for part in body["rules"].get("parts", [])
    }
    records = {one["part"]: (at, one) for at, one in enumerate(body.get("records", []))}
    yield from compare("body.records", len(records), len(body.get("records", [])))
    rows = [(at, row) for at, row in enumerate(body["facts"]) if "votes" in row and row.get("kind") == "entry"]
    for key in sorted({row["part"] for _at, row in rows if "part" in row} - {*records}):
        yield difference("body.records", f"the record of the votes of {key}", None)
    for key, (at, record) in records.items():
        if (record["table"], record["format"]) != ("vote", FORMAT) or rules.get(key) is None:
            raise CannotRecompute(f"records[{at}]: {record['format']} of {key}")
        yield from _counted(record, f"body.records[{at}]")
        works = {work["id"]: work for work in record["works"].values()}
        if len(works) != len(record["works"]):
            yield difference(f"body.records[{at}].works", "works with a name each", sorted(works))
        for place, row in enumerate(body["facts"]):
            if row.get("part") == key and row.get("kind") == "entry":
                expected = _value(works.get(row["id"]), rules[key], record)
                if measured(row, "votes") != expected:
                    yield difference(f"body.facts[{place}].votes", plain(expected), row.get("votes"))


def _counted(record: Json, path: str) -> Iterator[Json]:
    """Prints stand once, lead to the root, and are as many as the discounts in force say."""
    prints: list[str] = []
    by_decision: dict[str, int] = {}
    for number, work in record["works"].items():
        prints += [*work["counted"], *work["discounted"]]
        yield from compare(
            f"{path}.works.{number}.discounted", sum(work["set_aside"].values()), len(work["discounted"])
        )
        for no, count in work["set_aside"].items():
            by_decision[no] = by_decision.get(no, 0) + count
    if len(set(prints)) != len(prints) or not all(map(_PRINT.fullmatch, prints)):
        yield difference(f"{path}.works", "each print once, 64 hex digits", len(prints))
    yield from compare(f"{path}.root", _root(prints), record["root"])
    in_force = {str(one["no"]): one["count"] for one in record["discounts"] if one["reversed_at"] is None}
    yield from compare(f"{path}.discounts", by_decision, in_force)


def _root(prints: list[str]) -> str:
    level = sorted(bytes.fromhex(one) for one in prints)
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\x01" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0].hex()


def _value(work: Json | None, vote: Json, record: Json) -> Value:
    """What a work's votes come to by the rules: the platform's, one outside figure, or a mix of shares."""
    source, figures = vote.get("source", "platform"), dict((work or {}).get("figures") or {})
    if figures and record["snapshot"] is None:
        raise CannotRecompute("figures without the snapshot they stand in")
    counts: dict[str, Any] = {**figures, "votes": len(work["counted"]) if work else 0}
    if source == "platform":
        return Fraction(counts["votes"])
    if source == "snapshot":
        found = counts.get(vote.get("figure", "likes"))
        return None if found is None else exact(found)
    if source != "mix":
        raise CannotRecompute(f"votes from {source}")
    total = Fraction(0)
    for name in FIGURES:
        if weight := vote["mix"].get(name):
            if counts.get(name) is None:
                return None
            total += exact(weight["share"]) * min(Fraction(counts[name], weight["max"]), Fraction(1))
    return total
