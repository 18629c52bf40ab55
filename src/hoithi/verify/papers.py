"""Draw a paper again and mark it (docs/rules/papers.md), from the revealed secret and one person's own statement."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from typing import Any

Json = dict[str, Any]
Line = list[Any]
"""[question id, [option ids in the order shown]], as a statement writes it."""
_SPAN = 2**64


def row_of(entrant: str) -> str:
    """The id of a person's rows in the sealed file, from the entrant code on their own receipt."""
    return hashlib.sha256(b"hoithi-row/1\x00" + entrant.encode()).hexdigest()[:24]


def answers_hash(answers: Sequence[Sequence[str]]) -> str:
    """What a receipt says of the answers handed in: the options chosen at each position, in the order of their ids."""
    text = json.dumps([sorted(chosen) for chosen in answers], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(b"hoithi-answers/1\x00" + text.encode()).hexdigest()


def draw(secret: bytes, part: str, entrant: str, n: int, how: Json) -> list[Line]:
    """The one paper that belongs to a person's n-th attempt; `how` is the draw that was committed to."""
    seed = keyed(secret, part, entrant, n)
    bank = {question[0]: question for question in how["questions"]}
    cells = [(s, c, cell) for s, section in enumerate(how["blueprint"]) for c, cell in enumerate(section)]
    drawn: dict[int, list[str]] = {s: [] for s in range(len(how["blueprint"]))}
    for s, c, (topic, level, count) in sorted(cells, key=lambda entry: entry[2][:2].count(None)):
        taken = {question for questions in drawn.values() for question in questions}
        fits = [q for q in sorted(bank) if topic in (None, bank[q][2]) and level in (None, bank[q][3])]
        drawn[s] += _sample([q for q in fits if q not in taken], count, seed, "cell", s, c)
    in_order = how["shuffle_questions"] is not True
    found = []
    for s, questions in drawn.items():
        ids = sorted(questions)
        found += ids if in_order else _sample(ids, len(ids), seed, "section", s)
    return [[q, _options(seed, bank[q], mixed=how["shuffle_options"] is True)] for q in found]


def _options(seed: bytes, question: Sequence[Any], *, mixed: bool) -> list[str]:
    name, _version, _topic, _level, kind, options, shuffled = question
    if not mixed or not shuffled or kind == "true_false":
        return list(options)
    return _sample(options, len(options), seed, "options", name)


def mark(paper: Sequence[Line], answers: Sequence[Sequence[str]], keys: Json) -> int:
    """How many questions are wholly right: exactly the options of the key chosen."""
    return sum(
        bool(keys[line[0]]) and set(chosen) == set(keys[line[0]]) for line, chosen in zip(paper, answers, strict=True)
    )


def keyed(key: bytes, *parts: str | int) -> bytes:
    """HMAC-SHA-256 over the parts, each after its length."""
    whole = hmac.new(key, digestmod=hashlib.sha256)
    for part in parts:
        raw = str(part).encode()
        whole.update(len(raw).to_bytes(4, "big") + raw)
    return whole.digest()


def _numbers(seed: bytes, labels: tuple[str | int, ...]) -> Iterator[int]:
    counter = 0
    while True:
        block = keyed(seed, *labels, counter)
        yield from (int.from_bytes(block[at : at + 8], "big") for at in range(0, 32, 8))
        counter += 1


def _sample(items: Sequence[str], k: int, seed: bytes, *labels: str | int) -> list[str]:
    """k different items, every choice and order equally likely."""
    pool, stream = list(items), _numbers(seed, labels)
    for at in range(k):
        left = len(pool) - at
        limit = _SPAN - _SPAN % left
        value = next(number for number in stream if number < limit)
        other = at + value % left
        pool[at], pool[other] = pool[other], pool[at]
    return pool[:k]
