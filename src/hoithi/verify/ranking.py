"""Order, places and prizes worked out again from values: the second half of the second implementation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Json = dict[str, Any]
Value = Fraction | None
Order = tuple[Fraction | int, ...]
KNOWN, OVER, UNKNOWN = 0, 1, 2


_NUMBER = re.compile(r"[+-]?[0-9]{1,60}(\.[0-9]{1,60}|/[1-9][0-9]{0,60})?")


class CannotRecompute(Exception):
    """The rules ask for something this version of the check does not know."""


@dataclass
class Line:
    """One subject of one standing. `place` counts everybody, `prize_place` those who may take a prize."""

    subject: str
    group: str | None
    unit: str | None
    prize_ok: bool
    values: dict[str, Value]
    value: Value = None
    place: int | None = None
    prize_place: int | None = None
    order: Order = ()
    holder: str | None = None
    """Whom a work's prize counts for, where that is not the unit."""


@dataclass
class Board:
    """One standing in one scope (`each`): its lines, best first once settled, and the truths of its predictions."""

    spec: Json
    scope: str
    lines: list[Line]
    truths: dict[str, Fraction] = field(default_factory=dict)


def exact(raw: Any) -> Fraction:
    """1, true, "3/2", "0.5" → an exact fraction. Raises ValueError for anything else."""
    if isinstance(raw, int) or (isinstance(raw, str) and _NUMBER.fullmatch(raw)):
        return Fraction(raw)
    raise ValueError(f"{raw!r} is not an exact number")


def settle(board: Board, decisions: Sequence[Sequence[str]]) -> list[str]:
    """Give every line its place; returns what is wrong with the decisions (each orders subjects, best first)."""
    spec, terms = board.spec, {term["key"]: term for term in board.spec["terms"]}
    for line in board.lines:
        for key, term in terms.items():
            if line.values[key] is None and term.get("missing") == "zero":
                line.values[key] = Fraction(0)
    ranked = [line for line in board.lines if spec.get("formula") and _admitted(spec, line)]
    totals = _totals(spec, ranked)
    for line in ranked:
        line.value = totals.get(line.subject)
        keys = list(terms) if spec["formula"] == "lexicographic" else []
        names = dict.fromkeys([*keys, *spec.get("ties", [])])
        line.order = sum((_key(terms[name], line.values[name], board.truths.get(name)) for name in names), start=())
        if spec["formula"] != "lexicographic":
            line.order = _known(line.value, low=_total_is_low(spec)) + line.order
    wrong = [problem for order in decisions if (problem := _decide(ranked, order))]
    everyone = sorted(line.order for line in ranked)
    winners = sorted(line.order for line in ranked if line.prize_ok)
    for line in ranked:
        line.place = 1 + bisect_left(everyone, line.order)
        line.prize_place = 1 + bisect_left(winners, line.order) if line.prize_ok else None
    board.lines.sort(key=lambda line: (line.place is None, line.place or 0, line.subject))
    return wrong


def _admitted(spec: Json, line: Line) -> bool:
    """Without any value nobody is ranked; floors and `missing = "unranked"` keep others out too."""
    for floor in spec.get("floors", []):
        value = line.values[floor["term"]]
        if value is None or value < exact(floor["at_least"]):
            return False
    known = [term for term in spec["terms"] if line.values[term["key"]] is not None]
    needed = [term for term in spec["terms"] if term.get("missing") == "unranked"]
    return bool(known) and all(term in known for term in needed)


def _known(value: Value, *, low: bool) -> Order:
    """Smaller is better, unknown last."""
    if value is None:
        return (UNKNOWN, 0)
    return (KNOWN, value if low else -value)


def _key(term: Json, value: Value, truth: Value) -> Order:
    if term.get("order") != "near" or value is None:
        return _known(value, low=term.get("order") == "low")
    if truth is None:
        raise CannotRecompute(f"term {term['key']}: nothing to hold predictions against")
    return (OVER if term.get("truth_over") == "last" and value > truth else KNOWN, abs(value - truth))


def _decide(ranked: list[Line], order: Sequence[str]) -> str:
    """Put exactly tied subjects in the order of the minutes; those who take no prize may be left out."""
    first = next((line for line in ranked if order and line.subject == order[0]), None)
    tied = [line for line in ranked if first is not None and line.order == first.order]
    everyone, needed = {line.subject for line in tied}, {line.subject for line in tied if line.prize_ok}
    if len(tied) < 2 or len(set(order)) != len(order) or set(order) not in (everyone, needed):
        return f"decides {', '.join(order)}; equal are {', '.join(sorted(everyone)) or 'none'}"
    for line in tied:
        line.order += (order.index(line.subject) if line.subject in order else 0,)
    return ""


# Totals ------------------------------------------------------------------------------------------------------------


def _total_is_low(spec: Json) -> bool:
    """Ranks, and raw values that are good when low, make a total that is good when low; nothing may be mixed."""
    ways = {
        spec["formula"] == "rank_sum"
        or term.get("scale") == "rank"
        or (term.get("scale", "raw") == "raw" and term.get("order") == "low")
        for term in spec["terms"]
        if spec["formula"] == "rank_sum" or term.get("weight") is None or exact(term["weight"])
    }
    if len(ways) > 1:
        raise CannotRecompute(f"standing {spec['key']}: scales good when high and good when low in one total")
    return bool(ways.pop())


def _totals(spec: Json, lines: list[Line]) -> dict[str, Value]:
    """The sum of scaled value × weight for each subject; unknown where a raw value is."""
    if spec.get("formula") not in ("rank_sum", "weighted"):
        return {}
    totals: dict[str, Value] = {line.subject: Fraction(0) for line in lines}
    for term in spec["terms"]:
        scale = "rank" if spec["formula"] == "rank_sum" else term.get("scale", "raw")
        weight = exact(1 if spec["formula"] == "rank_sum" or term.get("weight") is None else term["weight"])
        column = _scaled(scale, term, [line.values[term["key"]] for line in lines])
        for line, value in zip(lines, column, strict=True):
            before = totals[line.subject]
            totals[line.subject] = None if before is None or value is None else before + value * weight
    return totals


def _scaled(scale: str, term: Json, column: list[Value]) -> list[Value]:
    """The scales of docs/rules/sealed-result.md, "Scales"."""
    low = term.get("order") == "low"
    known = [value for value in column if value is not None]
    if scale == "raw":
        return list(column)
    if scale == "rank":
        orders = [_known(value, low=low) for value in column]
        first = sorted(orders)
        return [Fraction(1 + bisect_left(first, order)) for order in orders]
    if scale == "step":
        return [_step(term, value) for value in column]
    if scale == "max_share":
        return [min(Fraction(1), (value or 0) / exact(term.get("maximum") or 1)) for value in column]
    if scale == "minmax":
        ends = min(known, default=Fraction(0)), max(known, default=Fraction(0))
        best, worst = ends if low else ends[::-1]
        span = best - worst
        return [Fraction(0) if v is None else (v - worst) / span if span else Fraction(1) for v in column]
    if scale == "best_share":
        best = min(known, default=Fraction(0)) if low else max(known, default=Fraction(0))
        return [
            Fraction(0) if v is None else Fraction(1) if v == best else best / v if low else v / best for v in column
        ]
    raise CannotRecompute(f"scale = {scale}")


def _step(term: Json, value: Value) -> Fraction:
    """Points of the highest rung reached, and its bonus for each further full step."""
    reached = [] if value is None else [rung for rung in term["steps"] if exact(rung["at"]) <= value]
    if not reached or value is None:
        return Fraction(0)
    rung = max(reached, key=lambda rung: exact(rung["at"]))
    earned = exact(rung["points"])
    if rung.get("every") and rung.get("bonus"):
        earned += exact(rung["bonus"]) * ((value - exact(rung["at"])) // exact(rung["every"]))
    return earned


# Prizes ------------------------------------------------------------------------------------------------------------


def awards(rules: Json, boards: Sequence[Board]) -> tuple[list[Json], list[Json]]:
    """Prizes by place, and the ties that keep prizes back until minutes decide them."""
    policy = rules.get("awards", {})
    given: list[Json] = []
    ties: list[Json] = []
    holders = set(policy.get("held", []))  # in a round's file: who won in a round published before
    tables = [(board, [prize for prize in rules.get("prizes", []) if _reads(prize, board)]) for board in boards]
    tables.sort(key=lambda table: [rules["prizes"].index(prize) for prize in table[1][:1]])
    first = [tuple(pair) for pair in policy.get("first", [])]  # boards published before give their prizes first
    tables.sort(key=lambda t: first.index(_name(t[0])) if _name(t[0]) in first else len(first))
    for board, prizes in tables:
        barred = set(holders) if policy.get("stacking") == "one_per_subject" else set()
        before, open_before = len(given), bool(ties)
        _allocate(board, prizes, policy.get("per_subject"), barred, given, ties)
        if policy.get("stacking") == "one_per_subject" and open_before and prizes:
            raise CannotRecompute("one prize for each subject while a tie is open")
        lines = {line.subject: line for line in board.lines}
        holders |= {_holder(board, lines[award["subject"]]) for award in given[before:]}
    return given, ties


def _allocate(
    board: Board, prizes: list[Json], limit: int | None, barred: set[str], given: list[Json], ties: list[Json]
) -> None:
    """Prizes lie in a row, one slot each; groups of equals take from the front, best first.

    A prize whose conditions the next in line misses stays vacant; who can take none of what is left is passed over.
    """
    slots = [prize for prize in prizes for _ in range(prize["quantity"])]
    held: dict[str, int] = {}
    for place in sorted({line.prize_place for line in board.lines if line.prize_place is not None}):
        group = [line for line in board.lines if line.prize_place == place and _holder(board, line) not in barred]
        room = {
            line.subject: len(slots) if limit is None else limit - held.get(_holder(board, line), 0) for line in group
        }
        takers = [line for line in group if room[line.subject] > 0 and any(_fulfils(prize, line) for prize in slots)]
        if not takers:
            continue
        starts = {next(at for at, prize in enumerate(slots) if _fulfils(prize, line)) for line in takers}
        del slots[: min(starts)]
        wishes = Counter(_holder(board, line) for line in takers)
        rooms = {_holder(board, line): room[line.subject] for line in takers}
        demand = len(takers) if limit is None else sum(min(n, rooms[holder]) for holder, n in wishes.items())
        stake, level = slots[:demand], len(starts) == 1 and demand == len(takers)
        alike = len(stake) == demand and len({prize["key"] for prize in stake}) == 1
        if level and (alike or board.spec.get("tie_policy") == "share"):
            given += [_award(board, stake[0], line) for line in takers]
        else:
            ties.append(
                {
                    "standing": board.spec["key"],
                    "scope": board.scope,
                    "prize_place": place,
                    "subjects": sorted(line.subject for line in takers),
                    "prizes": [prize["key"] for prize in stake],
                }
            )
        for holder, wished in wishes.items():
            held[holder] = held.get(holder, 0) + (wished if limit is None else min(wished, rooms[holder]))
        del slots[:demand]


def _holder(board: Board, line: Line) -> str:
    """Whom a prize counts for: a work's for whoever sent it, as its row says, else for its unit."""
    if board.spec["subject"] != "entry":
        return line.subject
    return line.holder or line.unit or line.subject


def _award(board: Board, prize: Json, line: Line) -> Json:
    return {
        "prize": prize["key"],
        "standing": board.spec["key"],
        "scope": board.scope,
        "subject": line.subject,
        "place": line.place,
        "prize_place": line.prize_place,
        "cash": prize.get("cash"),
    }


def _name(board: Board) -> tuple[str, str]:
    return board.spec["key"], board.scope


def _reads(prize: Json, board: Board) -> bool:
    """Is the prize given by the places of this board?"""
    if prize.get("standing") != board.spec["key"]:
        return False
    if prize.get("group") is not None and board.spec.get("each") == "group":
        return bool(prize["group"] == board.scope)
    return True


def _fulfils(prize: Json, line: Line) -> bool:
    """Does the line meet the prize's own conditions? `@total` names the standing's value."""
    values = line.values | {"@total": line.value}
    found = [(values[condition["term"]], exact(condition["at_least"])) for condition in prize.get("conditions", [])]
    return all(value is not None and value >= least for value, least in found)
