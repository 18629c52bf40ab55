"""What every subject of a standing is worth, gathered again from sealed facts: a second implementation, on purpose.

Nothing of hoithi is imported. Everything is exact (fractions). Format and rules: docs/rules/sealed-result.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from .ranking import Board, CannotRecompute, Json, Line, Value, exact, settle


def number(raw: Any) -> Value:
    """An exact fraction; null stays null."""
    return None if raw is None else exact(raw)


def measured(row: Json, name: str) -> Value:
    """A row's measure as standings compare it: `measures` first, which differ where points are no whole numbers."""
    return number(row.get("measures", {}).get(name, row.get(name)))


def plain(value: Value) -> int | str | None:
    """The way values are written in a sealed result: a whole number, or "n/d" in lowest terms."""
    if value is None or value.denominator == 1:
        return None if value is None else int(value)
    return f"{value.numerator}/{value.denominator}"


def boards(body: Json) -> tuple[list[Board], list[str]]:
    """Every standing of the rules in each of its scopes, settled; and what is wrong with the tie decisions."""
    done: dict[tuple[str, str], Board] = {}
    wrong: list[str] = []
    for spec in _in_order(body["rules"]["standings"]):
        for scope in _scopes(spec, body):
            lines = _lines(spec, scope, body, done)
            board = done[spec["key"], scope] = Board(spec, scope, lines, _truths(spec, scope, body))
            orders = [
                tie["subjects"]
                for tie in body.get("decisions", [])
                if (tie["standing"], tie.get("scope", "")) == (spec["key"], scope)
            ]
            wrong += [f"{spec['key']} {problem}" for problem in settle(board, orders)]
    return list(done.values()), wrong


def _in_order(specs: list[Json]) -> list[Json]:
    """Standings whose totals others read come before those others; else the order of the rules."""
    found: list[Json] = []
    while len(found) < len(specs):
        known = {spec["key"] for spec in found}
        ready = [
            spec
            for spec in specs
            if spec not in found and {t["standing"] for t in spec["terms"] if t.get("standing")} <= known
        ]
        if not ready:
            raise CannotRecompute("standings that wait for each other")
        found.append(ready[0])
    return found


def _scopes(spec: Json, body: Json) -> list[str]:
    each = spec.get("each", "")
    if each == "":
        return [""]
    if each == "round":
        parts = {term.get("part") for term in spec["terms"]}
        rounds = {row["part"] for row in body["facts"] if _of_part(row, parts)}
        order = [part["key"] for part in body["rules"].get("parts", [])]
        return sorted(rounds, key=lambda key: (order.index(key) if key in order else len(order), key))
    if each == "month":
        parts = {term.get("part") for term in spec["terms"]}
        there = {row["part"] for row in body["facts"] if row.get("series") and _of_part(row, parts)}
        stated = {row["month"] for row in body["facts"] if row.get("month") and _of_part(row, parts)}
        return sorted(stated | {_month(body, key) for key in there}) or [""]
    if each == "band":
        return [band["key"] for band in spec["bands"]]
    if each in ("group", "unit"):
        return sorted({subject[each] for subject in _all_subjects(spec, body) if subject[each] is not None})
    raise CannotRecompute(f"each = {each}")


def _month(body: Json, part: Any) -> str:
    """The month a round ends in, as the rules state it."""
    return next((str(one["month"]) for one in body["rules"].get("parts", []) if one["key"] == part), "")


def _all_subjects(spec: Json, body: Json) -> Iterable[Json]:
    """Every subject the standing may rank, as {"id", "group", "unit", "prize_ok", "headcount"}."""
    groups = spec.get("groups") or None
    if spec["subject"] == "unit":
        found = {
            unit["code"]: {
                "id": unit["code"],
                "unit": unit["code"],
                "headcount": unit["headcount"],
                "group": unit.get("group"),
                "prize_ok": unit.get("prize_ok", True),
            }
            for unit in body["units"]
            if unit.get("competes", True)
        }
    else:
        found = {}
        for row in body["facts"]:
            name = _subject_of(spec, row)
            if name is not None and _read(spec, row, body):
                own = {one: row.get(one) for one in ("group", "unit", "holder")}
                found.setdefault(name, own | {"id": name, "prize_ok": row["prize_ok"]})
    return [subject for subject in found.values() if groups is None or subject["group"] in groups]


def _subjects(spec: Json, scope: str, body: Json) -> list[Json]:
    each = spec.get("each", "")
    found = _all_subjects(spec, body)
    if each in ("group", "unit"):
        return [subject for subject in found if subject[each] == scope]
    if each == "band":
        return [subject for subject in found if _band(spec, subject["headcount"]) == scope]
    if each in ("round", "month") and scope and spec["subject"] != "unit":
        there = {_subject_of(spec, row) for row in body["facts"] if _in_scope(spec, scope, row, body)}
        return [subject for subject in found if subject["id"] in there]
    return list(found)


def _band(spec: Json, headcount: int) -> str | None:
    reached = [band for band in spec["bands"] if band["from_headcount"] <= headcount]
    return max(reached, key=lambda band: band["from_headcount"])["key"] if reached else None


def _lines(spec: Json, scope: str, body: Json, done: dict[tuple[str, str], Board]) -> list[Line]:
    subjects = _subjects(spec, scope, body)
    columns = {term["key"]: _column(spec, scope, term, subjects, body, done) for term in spec["terms"]}
    there = _taking_part(spec, scope, body)
    lines = []
    for subject in subjects:
        given = _given(spec, scope, subject, body)
        values = {key: column[subject["id"]] if subject["id"] in there else None for key, column in columns.items()}
        if given is not None:
            values = {key: number(given[key]) for key in columns}
        line = Line(subject["id"], subject["group"], subject["unit"], subject["prize_ok"], values)
        line.holder = subject.get("holder")
        lines.append(line)
    return lines


def _taking_part(spec: Json, scope: str, body: Json) -> set[str]:
    """Subjects with facts of their own; a unit none of whose people took part has no value at all, not even 0."""
    found = set()
    for row in body["facts"]:
        if _read(spec, row, body) and _in_scope(spec, scope, row, body):
            name = _subject_of(spec, row)
            if name is not None:
                found.add(name)
            elif spec["subject"] == "unit" and row.get("unit") is not None and _counts(spec, row):
                found.add(row["unit"])
    return found


def _subject_of(spec: Json, row: Json) -> str | None:
    """Whose row it is in this standing: its own subject, or the person who sent the work."""
    kind = row.get("kind", "person")
    if kind == spec["subject"]:
        return str(row["id"])
    return row.get("person") if kind == "entry" and spec["subject"] == "person" else None


def _given(spec: Json, scope: str, subject: Json, body: Json) -> Json | None:
    """A small unit's own totals, stated because its people's rows carry no unit."""
    if spec["subject"] != "unit":
        return None
    unit = next(unit for unit in body["units"] if unit["code"] == subject["id"])
    stated: Json | None = unit.get("given", {}).get(f"{spec['key']}/{scope}" if scope else spec["key"])
    return stated


def _column(
    spec: Json, scope: str, term: Json, subjects: list[Json], body: Json, done: dict[tuple[str, str], Board]
) -> dict[str, Value]:
    """Every subject's value in one term."""
    if term.get("standing"):
        same = done.get((term["standing"], scope))
        others = [same] if same else [board for (key, _scope), board in done.items() if key == term["standing"]]
        if not others:
            raise CannotRecompute(f"standing {term['standing']} before it is ranked")
        reached = {line.subject: line.value for board in others for line in board.lines}
        return {subject["id"]: reached.get(subject["id"]) for subject in subjects}
    kinds = _kinds_read(spec, term, body)
    rows = [
        row
        for row in body["facts"]
        if _from(term, row) and row.get("kind", "person") in kinds and _in_scope(spec, scope, row, body)
    ]
    if spec["subject"] == "person" and kinds == {"entry"}:
        return {subject["id"]: _of_works(term, rows, subject) for subject in subjects}
    if spec["subject"] != "unit" or (term.get("agg", "value") == "value" and "person" not in kinds):
        own = _by("id", [row for row in rows if row.get("kind", "person") == spec["subject"]])
        return {
            subject["id"]: _over_rounds(term, [measured(row, _measure(term)) for row in own.get(subject["id"], [])])
            for subject in subjects
        }
    people = _by("unit", [row for row in rows if _counts(spec, row)])
    return {subject["id"]: _gathered(term, people.get(subject["id"], []), subject) for subject in subjects}


def _kinds_read(spec: Json, term: Json, body: Json) -> set[str]:
    """Whose rows a term reads: the rules state measures that are not persons'; a unit counts beside its people."""
    if term.get("figure"):
        return {spec["subject"]}
    kind = body.get("rules", {}).get("measures", {}).get(term["part"], {}).get(_measure(term), "person")
    return {"person", "unit"} if kind == "person" and spec["subject"] == "unit" else {kind}


def _of_works(term: Json, rows: list[Json], person: Json) -> Value:
    """A person's works of each part as one value, then the rounds."""
    own = _by("part", [row for row in rows if row.get("person") == person["id"]])
    joined = {name: value for name, value in term.items() if name not in ("rounds", "over")}
    return _over_rounds(term, [_gathered(joined, works, person) for works in own.values()])


def _by(name: str, rows: list[Json]) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    for row in rows:
        if row.get(name) is not None:
            found.setdefault(row[name], []).append(row)
    return found


def _measure(term: Json) -> str:
    return str(term.get("measure", "value"))


def _from(term: Json, row: Json) -> bool:
    if term.get("standing"):
        return True
    if term.get("figure"):
        return bool(row.get("figure") == term["figure"])
    return _of_part(row, {term["part"]})


def _read(spec: Json, row: Json, body: Json) -> bool:
    """Does the row let its subject into the standing? A standing of other standings only takes theirs."""
    own = [term for term in spec["terms"] if term.get("part")]
    if not own and not any(term.get("standing") for term in spec["terms"]):
        own = spec["terms"]  # figures alone
    if own:
        return any(_from(term, row) for term in own)
    keys = {term["standing"] for term in spec["terms"] if term.get("standing")}
    return any(_read(other, row, body) for other in body["rules"]["standings"] if other["key"] in keys)


def _of_part(row: Json, parts: set[str | None]) -> bool:
    """A round's row names its own part and the series it is a round of."""
    return row.get("part") in parts or (row.get("series") is not None and row["series"] in parts)


def _in_scope(spec: Json, scope: str, row: Json, body: Json) -> bool:
    each = spec.get("each", "")
    if row.get("month"):  # a part that counts month by month: read by standings of each month alone
        return each == "month" and bool(row["month"] == scope)
    if each == "month" and scope:
        return _month(body, row.get("part")) == scope
    return each != "round" or row.get("part") == scope


def _counts(spec: Json, row: Json) -> bool:
    """Does this person's result (this work) count for the unit?"""
    return bool(
        row["counts_for_unit"]
        and (spec.get("counts", "all") == "all" or row.get("roster", False))
        and (spec.get("hors_concours_counts", True) or row["prize_ok"])
    )


def _where(where: Json, row: Json) -> bool:
    if where.get("groups") and row.get("group") not in where["groups"]:
        return False
    if where.get("roster") is not None and row.get("roster", False) != where["roster"]:
        return False
    if where.get("measure") is None:
        return True
    value = measured(row, where["measure"])
    least = exact(1 if where.get("at_least") is None else where["at_least"])
    return value is not None and value >= least


def _over_rounds(term: Json, values: list[Value]) -> Value:
    """One subject's rounds as one value; the best, unless the term says otherwise."""
    known = [value for value in values if value is not None]
    how = term.get("rounds")
    if how in ("taken", "people"):
        return Fraction(len(values) if how == "taken" else min(1, len(values)))
    if not known:
        return None
    if how in ("sum", "mean"):
        return sum(known, Fraction(0)) / (len(known) if how == "mean" else 1)
    return _best(term, known)


def _gathered(term: Json, rows: list[Json], unit: Json) -> Value:
    """A unit's value from its people's rows (rounds joined first, if the term says how), `over` a denominator."""
    name = _measure(term)
    if term.get("rounds"):
        rows = [_joined(term, own) for own in _by("id", rows).values()]
    fitting = [row for row in rows if _where(term.get("where", {}), row)]
    values = [Fraction(1) if name == "value" else measured(row, name) for row in fitting]
    total = _aggregate(term, sorted(value for value in values if value is not None))
    if total is None or not term.get("over"):
        return total
    below = unit["headcount"] if term["over"] == "headcount" else len(rows)
    return total / below if below else None


def _joined(term: Json, own: list[Json]) -> Json:
    """One person's rounds as one row."""
    value = plain(_over_rounds(term, [measured(row, _measure(term)) for row in own]))
    return own[0] | {"measures": own[0].get("measures", {}) | {_measure(term): value}}


def _aggregate(term: Json, values: list[Fraction]) -> Value:
    """Rising values as one; of no values, only a count and a sum are known."""
    agg = term.get("agg", "value")
    if agg in ("count", "share"):
        return Fraction(len(values))
    if agg in ("sum", "value"):
        return sum(values, Fraction(0))
    if agg not in ("mean", "median", "best", "first"):
        raise CannotRecompute(f"agg = {agg}")
    if not values:
        return None
    if agg == "mean":
        return sum(values, Fraction(0)) / len(values)
    if agg == "median":
        return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    return values[0] if agg == "first" else _best(term, values)


def _best(term: Json, values: list[Fraction]) -> Fraction:
    return min(values) if term.get("order") == "low" else max(values)


def _truths(spec: Json, scope: str, body: Json) -> dict[str, Fraction]:
    """What predictions are held against: people, attempts, or people with everything right."""
    found = {}
    for term in spec["terms"]:
        if term.get("truth"):
            groups = term.get("where", {}).get("groups")
            rows = [
                row
                for row in body["facts"]
                if _from(term, row) and _in_scope(spec, scope, row, body) and (not groups or row.get("group") in groups)
            ]
            people = {row["id"] for row in rows if term["truth"] == "people" or row.get("all_correct")}
            attempts = sum(row.get("attempts") or 0 for row in rows)
            found[term["key"]] = Fraction(attempts if term["truth"] == "attempts" else len(people))
    return found
