"""One person's own attempt (bài của tôi): their statement against the sealed result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import papers
from .tools import Json, NotSealed, canonical, compare, difference, load, signed

FORMAT, RECEIPT = "hoithi-attempt/1", "hoithi-receipt/1"
COUNTED = ("correct", "elapsed_ms", "prediction")


def read(text: str | bytes) -> Json:
    """A statement (bản kê bài làm). Raises NotSealed."""
    try:
        found = load(text)
        lines, answers = found["paper"], found["answers"]
        shaped = found["format"] == FORMAT and len(lines) == len(answers) and isinstance(found["n"], int)
        names = ("contest", "part", "group", "entrant", "row")
        if not shaped or not all(isinstance(found[name], str) for name in names):
            raise ValueError("another shape")
        {str(question): list(options) for question, options in lines}
        [list(chosen) for chosen in answers]
        dict(found["receipt"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotSealed(f"not a statement of an attempt: {error}") from error
    return found


def check(body: Json, key: Any, statement: Json) -> tuple[Json, list[Json]]:
    """({"row", "questions", "correct"}, differences): the paper drawn and marked again, and the row that counted.

    `correct` is None while the questions of the paper are not all revealed.
    """
    bound = _commitment(body, statement)
    revealed = {one["content"]["id"]: one["content"]["correct"] for one in (bound or {}).get("questions", [])}
    known = all(question in revealed for question, _ in statement["paper"])
    correct = papers.mark(statement["paper"], statement["answers"], revealed) if known else None
    summary = {"row": statement["row"], "questions": len(statement["paper"]), "correct": correct}
    return summary, [*_differences(body, key, statement, bound, correct)]


def _differences(body: Json, key: Any, statement: Json, bound: Json | None, correct: int | None) -> Iterator[Json]:
    unsigned = {name: value for name, value in statement.items() if name != "signature"}
    if not signed(FORMAT, canonical(unsigned), statement.get("signature"), key):
        yield difference("attempt.signature", "made by public_key over the statement", statement.get("signature"))
    yield from _receipt(key, statement)
    yield from compare("attempt.contest", body["contest"]["slug"], statement["contest"])
    yield from compare("attempt.row", papers.row_of(statement["entrant"]), statement["row"])
    if bound is None or bound.get("secret") is None:
        yield difference("attempt.part", "a part whose secret is revealed", statement["part"])
        return
    who = (statement["part"], statement["entrant"], statement["n"])
    paper = papers.draw(bytes.fromhex(bound["secret"]), *who, bound["draw"]["content"])
    yield from compare("attempt.paper", paper, statement["paper"])
    if correct is not None:
        yield from compare("attempt.correct", correct, statement["correct"])
    if statement.get("counted") is not None:
        rows = [row for row in body["facts"] if (row["id"], row.get("part")) == (statement["row"], statement["part"])]
        theirs = [{name: row.get(name) for name in COUNTED} for row in rows]
        yield from compare("attempt.counted", theirs, [statement["counted"]])


def _receipt(key: Any, statement: Json) -> Iterator[Json]:
    """The receipt was signed the moment the paper came in: the answers marked now are those it speaks of."""
    content, signature = (statement["receipt"].get(name) for name in ("content", "signature"))
    if not signed(RECEIPT, canonical(content), signature, key):
        yield difference("attempt.receipt.signature", "made by public_key over the receipt", signature)
    elif "answers" in content:
        yield from compare("attempt.answers", content["answers"], papers.answers_hash(statement["answers"]))


def _commitment(body: Json, statement: Json) -> Json | None:
    """What the statement's part (and group, where groups have banks of their own) was bound to."""
    for part in body.get("commitments", []):
        if part["part"] == statement["part"] and part.get("group", statement["group"]) == statement["group"]:
            return dict(part)
    return None
