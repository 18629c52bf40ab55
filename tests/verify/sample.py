"""A sealed result to check: five units with people, two standings, prizes, a tie decided in minutes, commitments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from hoithi.core.canonical import digest
from hoithi.core.sealed import make_envelope
from hoithi.quiz.rules import commitment
from hoithi.verify import written
from hoithi.verify.ranking import awards
from hoithi.verify.standing import boards

KEY = bytes(range(32))
SECRET = bytes(range(32, 64))
Json = dict[str, Any]

PERSON = {
    "key": "ca-nhan",
    "title": "Cá nhân",
    "subject": "person",
    "formula": "lexicographic",
    "terms": [
        {"key": "correct", "title": "Số câu đúng", "part": "trac-nghiem", "measure": "correct"},
        {"key": "time", "title": "Thời gian", "part": "trac-nghiem", "measure": "elapsed_ms", "order": "low"},
        {"key": "submitted", "title": "Nộp trước", "part": "trac-nghiem", "measure": "submitted", "order": "low"},
    ],
}
UNIT = {
    "key": "tap-the",
    "title": "Tập thể",
    "subject": "unit",
    "formula": "rank_sum",
    "counts": "roster",
    "ties": ["participants"],
    "terms": [
        {"key": "participants", "title": "Người dự thi", "part": "trac-nghiem", "agg": "count", "missing": "unranked"},
        {
            "key": "all_correct",
            "title": "Đúng tất cả",
            "part": "trac-nghiem",
            "agg": "count",
            "where": {"measure": "all_correct", "at_least": "1"},
        },
        {
            "key": "mean_ms",
            "title": "Thời gian trung bình",
            "part": "trac-nghiem",
            "measure": "elapsed_ms",
            "agg": "mean",
            "order": "low",
            "missing": "unranked",
        },
    ],
}
PRIZES = [
    {"key": "nhat", "title": "Giải nhất", "standing": "ca-nhan", "quantity": 1, "cash": 1_500_000},
    {"key": "nhi", "title": "Giải nhì", "standing": "ca-nhan", "quantity": 2, "cash": 800_000},
    {"key": "tt-nhat", "title": "Giải nhất tập thể", "standing": "tap-the", "quantity": 1, "cash": 2_500_000},
]
UNITS = {
    "A": (50, 48, 20, 310),
    "B": (400, 300, 60, 260),
    "C": (12, 12, 9, 420),
    "D": (80, 80, 20, 305),
    "E": (30, 0, 0, 0),
}


def rows(sizes: Iterable[tuple[str, tuple[int, int, int, int]]] = UNITS.items(), questions: int = 20) -> list[Json]:
    """People of units given as code → (headcount, participants, all correct, mean seconds)."""
    found: list[Json] = []
    for code, (_, people, right, mean_s) in sizes:
        for at in range(people):
            spread = (at - (people - 1) // 2) * 2 + (-1 if people % 2 == 0 else 0)
            found.append(
                {
                    "id": hashlib.sha256(f"{code}{at}".encode()).hexdigest()[:20],
                    "part": "trac-nghiem",
                    "group": "can-bo",
                    "unit": code,
                    "roster": True,
                    "prize_ok": at != 0,
                    "counts_for_unit": True,
                    "correct": questions if at < right else 10 + at % 10,
                    "all_correct": at < right,
                    "elapsed_ms": mean_s * 1000 + spread,
                    "submitted": len(found) + 1,
                }
            )
    return found


def rules(standings: list[Json] | None = None, prizes: list[Json] | None = None) -> Json:
    return {"standings": standings or [PERSON, UNIT], "prizes": PRIZES if prizes is None else prizes}


def body(facts: list[Json] | None = None, **more: Any) -> Json:
    """A consistent body: the result is computed, then may be compared with literals."""
    made: Json = {
        "contest": {"slug": "vi-du", "title": "Cuộc thi ví dụ"},
        "scope": "",
        "sealed_at": "2024-09-02T09:00:00+07:00",
        "rules": rules(),
        "facts": rows() if facts is None else facts,
        "units": [{"code": code, "title": f"Đơn vị {code}", "headcount": n} for code, (n, *_) in UNITS.items()],
        "decisions": [],
        "commitments": [commitments()],
    } | more
    made["rules_hash"] = digest(made["rules"])
    return settled(made)


def settled(made: Json) -> Json:
    done, _ = boards(made)
    given, ties = awards(made["rules"], done)
    return made | {"result": {"standings": [written(board) for board in done], "awards": given, "ties": ties}}


def question(at: int) -> Json:
    options = [{"id": letter, "text": f"Phương án {letter}"} for letter in "abc"]
    names = {"id": f"q{at}", "version": 1, "topic": "cchc", "difficulty": "easy", "kind": "single", "shuffle": True}
    return names | {"text": f"Câu {at}?", "options": options, "correct": ["a"]}


def commitments(shown: str = "q1 q6") -> Json:
    bank = [commitment.SealedQuestion(question(at), bytes([at]) * 32) for at in range(7)]
    names = ("id", "version", "topic", "difficulty", "kind")
    content = {
        "blueprint": [[["cchc", "easy", 2], [None, None, 1]]],
        "shuffle_questions": True,
        "shuffle_options": True,
        "questions": [[*(one.content[name] for name in names), ["a", "b", "c"], True] for one in bank],
    }
    draw = commitment.sealed_draw(content, SECRET, "")
    wanted = [one for one in bank if one.content["id"] in shown.split()]
    opened = [
        {
            "content": one.content,
            "nonce": one.nonce.hex(),
            "proof": [[step.side, step.digest.hex()] for step in one.proof],
        }
        for one in commitment.reveal([draw, *bank], [draw, *wanted])
    ]
    return {
        "part": "trac-nghiem",
        "secret_commitment": commitment.secret_commitment(SECRET),
        "secret": SECRET.hex(),
        "bank_root": commitment.bank_root([draw, *bank]),
        "draw": opened[0],
        "questions": opened[1:],
    }


def sealed(made: Json | None = None, key: bytes = KEY) -> Json:
    return make_envelope(made or body(), key)


def places(made: Json, standing: str, scope: str = "") -> dict[str, int | None]:
    board = next(b for b in made["result"]["standings"] if (b["standing"], b["scope"]) == (standing, scope))
    return {row["subject"]: row["place"] for row in board["rows"]}


def values(made: Json, standing: str) -> dict[str, Any]:
    board = next(b for b in made["result"]["standings"] if b["standing"] == standing)
    return {row["subject"]: row["value"] for row in board["rows"]}
